"""The seven roles of a trust, and which figures each may read."""

from dataclasses import dataclass
from datetime import date, datetime

from wellmetrics.model import CallError, Viewer

ROLES = {
    "board": "Board member",
    "lead": "Wellbeing lead",
    "school lead": "School wellbeing lead",
    "head": "Head",
    "programme": "Programme lead",
    "data protection officer": "Data protection officer",
    "administrator": "Administrator",
}
OF_A_SCHOOL = ("head", "school lead")
# Whose file a role reads. A role that is not here reads no figures at all.
READS = {"board": "board", "programme": "board", "lead": "lead", "head": "head", "school lead": "head"}
# Whose screens the wellbeing lead may look at: who loads the rows of every school learns nothing from another's file.
LOOKED_AT = ("board", "head")


@dataclass(frozen=True, slots=True)
class Grant:
    """One role of a person. `urn` is the school of a head or a school's lead, and of nobody else."""

    role: str
    urn: str = ""

    @classmethod
    def parse(cls, text: str) -> "Grant":
        """`lead`, `administrator`, `head:900001` or `school lead:900001`. Raises ValueError with a sentence."""
        role, _, urn = text.partition(":")
        if role not in ROLES:
            raise ValueError(f"“{role}” is not a role. The roles are {', '.join(ROLES)}.")
        if (role in OF_A_SCHOOL) != bool(urn):
            raise ValueError(
                f"The role {role} belongs to no single school. Leave the school out."
                if urn
                else f"A {role} belongs to one school. Say which, such as 900001."
            )
        return cls(role, urn)

    @property
    def viewer(self) -> Viewer | None:
        """Which file of a release this role reads; None where it reads none."""
        reads = READS.get(self.role)
        return Viewer(reads, self.urn) if reads else None  # type: ignore[arg-type]

    def goes_with(self, other: "Grant") -> bool:
        """Whether one person may have both. Each file is protected by itself: two put together tell what each hides."""
        return self.viewer is None or other.viewer is None or self.viewer == other.viewer

    def may_look_as(self, other: "Grant") -> bool:
        return self.role == "lead" and other.role in LOOKED_AT

    @property
    def words(self) -> str:
        return ROLES[self.role]

    def __str__(self) -> str:
        return f"{self.role}:{self.urn}" if self.urn else self.role


def role(name: str, urn: str = "") -> Grant:
    """The role as somebody chose it. Raises CallError where it needs a school and has none; other roles have none."""
    try:
        return Grant.parse(f"{name}:{urn}" if urn and name in OF_A_SCHOOL else name)
    except ValueError as error:
        raise CallError(str(error)) from None


def day(text: str) -> date | None:
    """A last day as somebody wrote it; None where it is empty. Raises CallError where it is no day."""
    if not text.strip():
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), form).date()
        except ValueError:
            continue
    raise CallError(f"“{text.strip()}” is not a day. Write it as DD/MM/YYYY, such as 31/08/2027.")
