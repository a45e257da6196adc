"""Sides in French: the same words on screen, in images, on slides and on paper."""

from typing import Final

from analytics import sides

INDISTINCT: Final = "indiscernable"
UNCOMPARED: Final = "non comparé"
ABOVE, BELOW = "nettement au-dessus", "nettement au-dessous"
QUALITY: Final = {
    sides.FAVOURABLE: "nettement plus favorable",
    sides.UNFAVOURABLE: "nettement moins favorable",
    sides.DISTINCT: "nettement différent, ni mieux ni moins bien",
    sides.INDISTINCT: INDISTINCT,
    sides.UNCOMPARED: UNCOMPARED,
}


def heights(polarity: int) -> dict[str, str]:
    """Say of each side where it stands on the axis, the highest first.

    Parameters
    ----------
    polarity : +1 where more is favourable, −1 where less is; 0: as +1
    """
    high, low = sides.FAVOURABLE, sides.UNFAVOURABLE
    if polarity < 0:
        high, low = low, high
    return {high: ABOVE, sides.INDISTINCT: INDISTINCT, low: BELOW, sides.UNCOMPARED: UNCOMPARED}
