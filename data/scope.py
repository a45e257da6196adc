"""Who reads, and what they may see: a required argument of every read."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles known to the product. One for now."""

    DAET = "daet"


@dataclass(frozen=True)
class Scope:
    """Perimeter of a reader, applied in SQL. Deny by default: no BEF, no rows.

    Parameters
    ----------
    role : role of the reader
    befs : codes of the BEF that may be read
    everywhere : True for the whole académie
    """

    role: Role
    befs: frozenset[str] = frozenset()
    everywhere: bool = False

    @classmethod
    def daet(cls) -> "Scope":
        """The whole académie."""
        return cls(Role.DAET, everywhere=True)

    @property
    def label(self) -> str:
        """Whose view it is, in French."""
        return "DAET · toute l’académie" if self.everywhere else "DAET · périmètre restreint"
