"""On which side of the reference a value stands, once chance and the unknown are counted."""

from typing import Final

FAVOURABLE: Final = "favourable"
UNFAVOURABLE: Final = "unfavourable"
DISTINCT: Final = "distinct"  # apart, neither better nor worse
INDISTINCT: Final = "indistinct"
UNCOMPARED: Final = ""


def of_gap(low: float, high: float, polarity: int) -> str:
    """Side of a gap to the reference from its interval.

    Parameters
    ----------
    low, high : bounds of the gap; missing: not compared
    polarity : +1 where more is favourable, −1 where less is, 0 where neither is

    Examples
    --------
    >>> of_gap(0.01, 0.05, -1)
    'unfavourable'
    """
    if low != low or high != high:
        return UNCOMPARED
    if low <= 0 <= high:
        return INDISTINCT
    if polarity == 0:
        return DISTINCT
    return FAVOURABLE if (low > 0) == (polarity > 0) else UNFAVOURABLE
