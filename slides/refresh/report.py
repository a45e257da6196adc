"""What the refresh of a deck did, in words."""

import re
from dataclasses import dataclass, field

import pandas as pd

from figures.words import french

_NUMBER = re.compile(r"^[+−-]?\d[\d\u00a0\u202f ]*(?:,\d+)?")
_MOST = 40  # changes listed one by one


@dataclass(frozen=True)
class Change:
    """One figure that changed: slide, figure, which row or area, before and after, as shown."""

    slide: int
    figure: str
    label: str
    before: str
    after: str

    @property
    def difference(self) -> float | None:
        """After − before, in the unit shown; None where one of them is no number."""
        before, after = number(self.before), number(self.after)
        return None if before is None or after is None else round(after - before, 10)

    def __str__(self) -> str:
        text = (
            f"{self.label}\u00a0: {self.before or french.MISSING} → {self.after or french.MISSING}"
        )
        return f"{text} ({self.difference_text})" if self.difference else text

    @property
    def difference_text(self) -> str:
        """The difference with its sign; a dash where there is none."""
        if self.difference is None:
            return french.MISSING
        sign = "+" if self.difference > 0 else ""
        decimals = 0 if float(self.difference).is_integer() else 1
        return f"{sign}{french.number(self.difference, decimals)}"


@dataclass(frozen=True)
class Kept:
    """A text that somebody edited: it stays, and what we would have written stands beside."""

    slide: int
    name: str
    shown: str
    proposed: str


@dataclass(frozen=True)
class Frozen:
    """A view added to a deck, that no refresh changes: slides, title, date of its version."""

    slides: tuple[int, ...]
    title: str
    version: str

    def __str__(self) -> str:
        where = "Diapositives" if len(self.slides) > 1 else "Diapositive"
        numbers = french.listed([str(number) for number in self.slides])
        made = f"version du {self.version}" if self.version else "version inconnue"
        return (
            f"{where} {numbers}, vue ajoutée, non actualisée\u00a0: «\u00a0{self.title}\u00a0», "
            f"telle qu’à la {made}."
        )


@dataclass
class Report:
    """What a refresh did.

    Parameters
    ----------
    refreshed : names of the figures refreshed
    texts : number of texts written again
    missing : figures of the outline that the deck no longer has
    unknown : figures of the deck that nothing makes now: left as they are
    frozen : views added by hand, left as they are: their title, the version they were made from
    kept : texts edited by hand
    changes : figures that changed
    remarks : what else there is to know
    """

    refreshed: list[str] = field(default_factory=list)
    texts: int = 0
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    frozen: list[Frozen] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report in French, one line a fact."""
        said = [self.summary]
        said += [f"Diapositive {c.slide}, {c.figure}. {c}" for c in self.changes[:_MOST]]
        if len(self.changes) > _MOST:
            more = len(self.changes) - _MOST
            several = "autres valeurs changées"
            said.append(f"… et {french.plural(more, 'autre valeur changée', several)}.")
        return [*said, *self.asides()]

    @property
    def summary(self) -> str:
        """How much was done, in one sentence."""
        return (
            f"{french.plural(len(self.refreshed), 'figure actualisée', 'figures actualisées')}, "
            f"{french.plural(self.texts, 'texte réécrit', 'textes réécrits')}, "
            f"{french.plural(len(self.changes), 'valeur changée', 'valeurs changées')}."
        )

    def table(self) -> pd.DataFrame:
        """One row a change: slide, figure, label, before, after, difference (texts, as shown)."""
        names = ["slide", "figure", "label", "before", "after", "difference"]
        rows = [
            (c.slide, c.figure, c.label, c.before or french.MISSING, c.after or french.MISSING,
             c.difference_text)
            for c in self.changes
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=names)

    def asides(self) -> list[str]:
        """What was kept, not found, or is to be known, one line a fact."""
        said = [
            f"Diapositive {k.slide}\u00a0: texte modifié à la main, gardé\u00a0: "
            f"«\u00a0{k.shown}\u00a0». Proposé\u00a0: «\u00a0{k.proposed}\u00a0»."
            for k in self.kept
        ]
        said += [f"Absente du diaporama\u00a0: {name}." for name in self.missing]
        said += [
            f"Inconnue aujourd’hui, laissée telle quelle\u00a0: {name}." for name in self.unknown
        ]
        said += [str(view) for view in self.frozen]
        return [*said, *self.remarks]


def number(text: str) -> float | None:
    """Read the number that starts a French text: « 1 234,5 % » gives 1234.5; None: no number."""
    found = _NUMBER.match(text.strip())
    if found is None:
        return None
    digits = re.sub(r"[\u00a0\u202f ]", "", found.group()).replace("−", "-").replace(",", ".")
    return float(digits)
