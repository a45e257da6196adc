"""Kinds of figures: one small class each, which says what is shown of a table, and no pen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from analytics import sides
from analytics.disclosure import Published
from figures.cards.columns import Column, Span
from figures.maps.classes import MapClass
from figures.words import sides as words

NAME = Column("name", "Territoire")
# What is laid over a figure.
SCHOOLS, HOSTS, EDGE, WHITE_ZONES = "schools", "hosts", "edge", "white_zones"
ACTIONS = "actions"


@dataclass(frozen=True, eq=False)
class Over:
    """What is laid over a figure.

    Parameters
    ----------
    mark : `SCHOOLS`, `HOSTS`: points; `EDGE`, `WHITE_ZONES`: lines, missing between two;
        `ACTIONS`: moments
    published : lon, lat (and size, color); date, label
    """

    mark: str
    published: Published


@dataclass(frozen=True)
class Rows:
    """A table: nothing is drawn.

    Parameters
    ----------
    widths : share of each column on a slide; (): all the same
    upright : there, many narrow columns, their headers but the first turned
    blank : there, to be filled in by hand
    """

    widths: tuple[float, ...] = ()
    upright: bool = False
    blank: bool = False


@dataclass(frozen=True, eq=False)
class Kind:
    """What a figure shows of its table.

    Parameters
    ----------
    label : names of the rows; of a curve, numbers
    series : what is shown of them, all in one form
    """

    label: Column
    series: tuple[Column, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns of texts that are written beside."""
        return ()

    @property
    def by(self) -> str:
        """Column whose values make the series of the one column of values; "": none."""
        return ""

    @property
    def names(self) -> dict[str, str]:
        """Series that `by` makes, in order: value and French name."""
        return {}

    @property
    def spans(self) -> tuple[Span, ...]:
        """Intervals of the values."""
        return ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that a pen reads besides and that no reader sees."""
        return ()

    def alone(self) -> "Kind":
        """The same without the value of the whole, which would give a hidden row back."""
        return self

    @property
    def shown(self) -> tuple[Column, ...]:
        """Columns that a reader sees: names, values, texts."""
        return (self.label, *self.series, *(Column(name, "") for name in self.texts))

    @property
    def ends(self) -> list[str]:
        """Columns of the intervals."""
        return [end for span in self.spans for end in (span.low, span.high)]

    @property
    def columns(self) -> list[str]:
        """Every column that a pen reads."""
        shown = [column.name for column in self.shown]
        return [*shown, *self.ends, *filter(None, [self.by]), *self.needed]


@dataclass(frozen=True, eq=False)
class AreaMap(Kind):
    """Areas in the colours of classes: columns code, category; of BEF label, lon, lat, else zone.

    Parameters
    ----------
    level : outlines: "bef" or "commune"
    scale : classes, in order
    told : column of texts written on the areas, in the place of the value
    over : points and lines
    """

    level: str
    scale: tuple[MapClass, ...]
    told: str = ""
    over: tuple[Over, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written on an area."""
        return (self.told,) if self.told else ()

    # where areas are and what class they are in
    needed = ("code", "category", "name", "label", "lon", "lat", "absence", "zone")


@dataclass(frozen=True, eq=False)
class Intervals(Kind):
    """Dots with their intervals: columns `low` and `high`; of several values, `<value>_low` …

    Parameters
    ----------
    reference : value of a dashed line; None or missing: none
    polarity : +1 or −1 where a row stands apart by its `position`: the sign of what is favourable
    ranked : rows from the least value to the most, those without one last
    zero : the axis starts from 0
    linked : the first value is joined to the reference, the second is hollow
    """

    reference: float | None = None
    reference_name: str = "Académie"
    polarity: int = 0
    ranked: bool = True
    zero: bool = False
    linked: bool = False

    def alone(self) -> Kind:
        """The same without its reference."""
        return replace(self, reference=None)

    @property
    def by(self) -> str:
        """The side of a row."""
        return "position" if self.polarity else ""

    @property
    def names(self) -> dict[str, str]:
        """Sides, in words."""
        return dict(words.heights(self.polarity)) if self.polarity else {}

    @property
    def spans(self) -> tuple[Span, ...]:
        """One a value, but the hollow dots."""
        if self.linked or len(self.series) == 1:
            return (Span(series=(self.series[0].name,) if self.linked else ()),)
        return tuple(
            Span(f"{c.name}_low", f"{c.name}_high", (c.name,), label=c.label) for c in self.series
        )


@dataclass(frozen=True, eq=False)
class Bars(Kind):
    """Amounts from 0.

    Parameters
    ----------
    side : of what more of them means
    beside : column of the text beside each; "": the amount in words
    """

    side: str = sides.UNFAVOURABLE
    beside: str = "shown"

    @property
    def texts(self) -> tuple[str, ...]:
        """What is written beside a bar."""
        return (self.beside,) if self.beside else ()


@dataclass(frozen=True, eq=False)
class Parts(Kind):
    """Bars cut in parts: one column a part, or one row a part by `part`.

    Parameters
    ----------
    part : column of the parts; "": one column a part
    parts : value of `part` and French name, in order
    piled : parts one after the other, not of a whole
    """

    part: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    piled: bool = False

    @property
    def by(self) -> str:
        """What cuts the bars."""
        return self.part

    @property
    def names(self) -> dict[str, str]:
        """The parts, in words."""
        return dict(self.parts)


@dataclass(frozen=True, eq=False)
class Columns(Kind):
    """Upright bars over time, their parts one on the other.

    Parameters
    ----------
    floating : the way from one total to another: columns `step` and one amount
    """

    floating: bool = False

    @property
    def needed(self) -> tuple[str, ...]:
        """What each step is."""
        return ("step",) if self.floating else ()


@dataclass(frozen=True, eq=False)
class Series(Kind):
    """Values over time in a band of ordinary variation: low, high; `signal` sets some apart.

    Parameters
    ----------
    series : the value, then what is expected
    side : of what the signals tell
    room : width at which the labels of actions are set, pixels
    over : actions
    """

    side: str = ""
    room: int = 520
    over: tuple[Over, ...] = ()

    spans = (Span(),)  # the band

    needed = ("signal",)  # which moments stand out


@dataclass(frozen=True, eq=False)
class Survival(Kind):
    """A line a `code`, called `name`, with its intervals; labels are numbers.

    Parameters
    ----------
    groups : code and name of each line, in order
    """

    groups: Mapping[str, str]

    by = "code"  # the groups

    @property
    def names(self) -> dict[str, str]:
        """The groups, in words."""
        return dict(self.groups)

    spans = (Span(),)  # that of the value


@dataclass(frozen=True, eq=False)
class Curve(Kind):
    """A cumulated share against the line of equality.

    Parameters
    ----------
    note : written beside it: index and interval
    axis, up : what orders the pupils, what is cumulated
    """

    note: str
    axis: str
    up: str


@dataclass(frozen=True, eq=False)
class Matrix(Kind):
    """Cells: columns row, column and the value, its words in `shown`."""

    texts = ("shown",)  # what is written in a cell

    needed = ("row", "column")  # where a cell is


@dataclass(frozen=True, eq=False)
class Network(Kind):
    """A square of who shares with whom: columns row, column (ranks), name, category, actions."""

    # where a cell is and what it is
    needed = ("row", "column", "other_name", "category", "actions")


@dataclass(frozen=True, eq=False)
class Quadrant(Kind):
    """Points between two gaps, each with its interval: the class of a point is its `problem`."""

    texts = ("problem_name",)  # the class, in words

    @property
    def spans(self) -> tuple[Span, ...]:
        """Across and up."""
        return tuple(Span(f"{c.name}_low", f"{c.name}_high", (c.name,)) for c in self.series)

    needed = ("problem",)  # the class


@dataclass(frozen=True, eq=False)
class Spine(Kind):
    """Indicators of one BEF, each on its own scale around the académie: as `describe_spine`.

    Parameters
    ----------
    codes : of the BEF that have a dot
    peers : codes of the comparable BEF
    intervals : written beside the values, where no mouse tells them
    """

    codes: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    intervals: bool = False

    texts = ("shown_text", "interval_text", "academy_text", "standing")  # values in words

    # what chance, then what is not told, could change
    spans = (Span("x_low", "x_high"), Span("x_least", "x_most"))

    @property
    def needed(self) -> tuple[str, ...]:
        """Where the other BEF are, and what the own value is."""
        others = (f"x_{code}" for code in self.codes)
        return "line", "verdict", "x_quarter", "x_three_quarters", *others
