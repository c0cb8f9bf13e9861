"""Who may sign in, who is signed in, and who did what. The pages, the server and the command line share it."""

from wellmetrics.people.books import Apart, Said, apart
from wellmetrics.people.identity import Identity
from wellmetrics.people.invited import ADMINISTRATOR, Invited, change, invite, people, remove
from wellmetrics.people.limits import LONGEST
from wellmetrics.people.record import Entry, broken, entries, note
from wellmetrics.people.roles import LOOKED_AT, OF_A_SCHOOL, READS, ROLES, Grant, day, role
from wellmetrics.people.sessions import Reader, SignedOut, begin, end, look_as, reader

__all__ = [
    "ADMINISTRATOR", "LONGEST", "LOOKED_AT", "OF_A_SCHOOL", "READS", "ROLES", "Apart", "Entry", "Grant", "Identity", "Invited", "Reader", "Said", "SignedOut",
    "apart", "begin", "broken", "change", "day", "end", "entries", "invite", "look_as", "note", "people", "reader", "remove", "role",
]  # fmt: skip
