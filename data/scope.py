"""Who reads, and what they may see: a required argument of every read."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles known to the product."""

    DAET = "daet"
    ANIMATOR = "animateur"  # of a pôle: its BEF, and what only a pôle does with its hosts
    OUTSIDE = "diffusion"  # committees, readers outside their perimeter: the strict rule


class Level(StrEnum):
    """Levels of diffusion."""

    INTERNAL = "interne"
    DIFFUSION = "diffusion"


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

    @classmethod
    def animator(cls, *befs: str) -> "Scope":
        """The BEF of one pôle."""
        return cls(Role.ANIMATOR, frozenset(befs))

    @classmethod
    def outside(cls) -> "Scope":
        """Whoever reads what is diffused: nothing but what the strict rule lets through."""
        return cls(Role.OUTSIDE)

    @property
    def level(self) -> Level:
        """What may be read: all of the perimeter, or what the strict rule lets through."""
        return Level.DIFFUSION if self.role is Role.OUTSIDE else Level.INTERNAL

    @property
    def in_charge(self) -> bool:
        """An agent in charge: the journal and the tools of the work are theirs."""
        return self.level is Level.INTERNAL

    @property
    def coordinates(self) -> bool:
        """The hosts that several schools solicit may be listed: for the animator of a pôle."""
        return self.role is Role.ANIMATOR

    @property
    def label(self) -> str:
        """Whose view it is, in French."""
        if self.level is Level.DIFFUSION:
            return "Comités et partenaires · toute l’académie"
        if self.coordinates:
            return "Animateur · périmètre de son pôle"
        return "DAET · toute l’académie" if self.everywhere else "DAET · périmètre restreint"
