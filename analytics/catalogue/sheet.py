"""The form of a sheet: what an indicator is, what it is made of, and what it does not say."""

from dataclasses import KW_ONLY, dataclass

from secrecy.thresholds import SMALL_RATE

FOLLOWED = "périodes et suivis transmis par les établissements"
# Groupings of counts that add up; `data.period_counts.GROUPS` has the SQL of each.
ALL_GROUPS = (
    *("year", "period", "bef", "pole", "uai", "commune"),
    *("family", "level", "track", "public"),
)


@dataclass(frozen=True)
class Measure:
    """One number of an indicator.

    Parameters
    ----------
    key : stable key within the indicator; "" for its main number
    label : French name beside the indicator's
    unit : unit shown beside the value; "%" for a share, kept in 0..1
    part, whole, unknown : names of counts (`data.counts`): the value is part ÷ (whole −
        unknown); no `part`: the measure does not add up and has its own function
    trials : count of the draws that the interval rests on, when `whole` is in another unit;
        then `whole` holds no unknown
    estimated : False when the value is counted whole: no interval
    """

    key: str = ""
    label: str = ""
    unit: str = "%"
    part: str = ""
    whole: str = ""
    unknown: str = ""
    trials: str = ""
    estimated: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Counts it needs, with those that tell a silence from a nothing."""
        own = (self.part, self.whole, self.unknown, self.trials, "due", "unknown")
        return tuple(dict.fromkeys(name for name in own if name))


def placed_share(key: str, label: str, part: str, unknown: str) -> Measure:
    """One number of an indicator: a part of the placements, those told of."""
    return Measure(key, label, part=part, whole="placed", unknown=unknown)


@dataclass(frozen=True)
class Indicator:
    """The sheet of an indicator; all texts are French and shown as they are.

    Parameters
    ----------
    id : stable key, in the URL
    name : French name
    definition : what it tells, in one sentence
    numerator, denominator : what is divided by what; no denominator: a count
    limits : what it does not say
    polarity : +1 more is better, -1 less is better, 0 neither
    attribution : to whom it is counted
    unit : unit shown beside the value
    sources : files it is made from
    tables : tables of the store that hold its counts
    measures : its numbers, the main one first
    groups : groupings by which it can be asked
    minimum : below this denominator, it is marked "effectif faible"
    computed : False when nothing computes it yet
    """

    id: str
    name: str
    definition: str
    numerator: str
    limits: str
    _: KW_ONLY
    denominator: str = ""
    polarity: int = 0
    attribution: str = "établissement"
    unit: str = "%"
    sources: str = FOLLOWED
    tables: tuple[str, ...] = ("period_state",)
    measures: tuple[Measure, ...] = (Measure(),)
    groups: tuple[str, ...] = ALL_GROUPS
    minimum: int = SMALL_RATE
    computed: bool = True

    @property
    def formula(self) -> str:
        """Numerator and denominator in one line."""
        return f"{self.numerator} ÷ {self.denominator}" if self.denominator else self.numerator

    @property
    def additive(self) -> bool:
        """Tell whether its main number is made of counts that add up."""
        return bool(self.measures[0].part)

    def measure(self, key: str = "") -> Measure:
        """One of its numbers.

        Raises
        ------
        KeyError : it has no such number
        """
        for measure in self.measures:
            if measure.key == key:
                return measure
        raise KeyError(f"{self.id} has no measure {key!r}")
