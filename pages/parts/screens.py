"""Every screen, wing by wing, and the roles whose menu it is in."""

from wellmetrics.people import READS

# Folder of the screens, what the menu calls it, and its screens.
WINGS = (
    ("overview", "", ("home",)),
    (
        "overview",
        "Overview",
        ("trust", "school", "indicator", "change", "compare", "gaps", "referrals", "participation", "voice"),
    ),
    ("term", "This term", ("this_term", "upload", "queries", "history")),
    ("office", "Who sees what", ("people", "record")),
    ("about", "About", ("methods", "dictionary")),
)
LEADS = ("lead",)
ONLY = {
    **dict.fromkeys(WINGS[1][2], tuple(READS)),
    "home": (),
    "trust": ("board", "programme", "lead"),
    **dict.fromkeys(WINGS[2][2], LEADS),
    "people": ("administrator",),
    "record": ("administrator", "data protection officer"),
}
# What somebody is told of a screen that is not theirs.
NOT_ALLOWED = {
    "head": "A head sees the own school and the pool of other schools. Choose **School** in the menu.",
    "school lead": "A school's lead sees the own school and the pool of other schools. Choose **School** in the menu.",
    "board": "Files are loaded and taken back by the wellbeing lead. Choose **Trust** in the menu.",
}


def in_menu(name: str, role: str) -> bool:
    return role in ONLY.get(name, (role,))
