"""Colours in the terms of the theme: of series, by what they mean; of areas, by their class."""

from typing import Any

from pptx.enum.dml import MSO_PATTERN_TYPE, MSO_THEME_COLOR

from analytics import sides
from figures.maps import classes

T = MSO_THEME_COLOR
Colour = tuple[MSO_THEME_COLOR, float]  # of the theme, brightness −1..1
# Columns of figures of each colour.
_SERIES: dict[Colour, tuple[str, ...]] = {
    (T.ACCENT_1, 0.0): ("signed", "by_family", "density", "between", "shared", "value", "shown"),
    (T.ACCENT_1, 0.85): ("within",),
    (T.ACCENT_2, 0.0): (sides.FAVOURABLE, "by_pupil", "gain"),
    (T.ACCENT_3, 0.0): (
        sides.UNFAVOURABLE,
        "without",
        "by_pole",
        "ips",
        "loss",
        "amount",
        "signalled",
    ),
    (T.ACCENT_3, 0.5): ("by_school", "employers"),
    (T.ACCENT_3, -0.4): ("by_platform",),
    (T.ACCENT_4, 0.0): ("agreed", "by_past_host", "vocational"),
    (T.ACCENT_4, 0.4): ("alone",),
    (T.ACCENT_5, 0.0): (sides.INDISTINCT, "whole", "rate"),
    (T.ACCENT_5, 0.4): ("naf",),
    (T.ACCENT_6, 0.0): ("uncompared", "reference", "rural", "expected"),
    (T.TEXT_1, 0.0): ("p90",),
}
_COLOURS = {name: colour for colour, names in _SERIES.items() for name in names}
_IN_TURN = (T.ACCENT_1, T.ACCENT_3, T.ACCENT_6, T.ACCENT_4, T.ACCENT_2, T.ACCENT_5)
UNKNOWN = ("unknown", "channel_unknown")  # hatched, as on screen
CLEAR = "base"  # what holds the rest up is not seen
_DARK = {T.ACCENT_1, T.ACCENT_2, T.ACCENT_3, T.ACCENT_5, T.ACCENT_6}
# Theme colour and brightness of each class; absences are patterns.
AREAS: dict[str, Colour | MSO_PATTERN_TYPE] = {
    sides.FAVOURABLE: (T.ACCENT_2, 0.0),
    sides.UNFAVOURABLE: (T.ACCENT_3, 0.0),
    sides.INDISTINCT: (T.BACKGROUND_2, 0.0),
    **{f"classe_{n}": (T.ACCENT_1, clear) for n, clear in enumerate((0.9, 0.7, 0.5, 0.25, 0.0))},
    classes.SMALL.key: (T.BACKGROUND_2, 0.35),
    # need × supply, as near to the colours of the screen as the theme has them
    "classe_00": (T.ACCENT_3, 0.5),
    "classe_01": (T.BACKGROUND_2, -0.08),
    "classe_02": (T.ACCENT_4, 0.75),
    "classe_10": (T.ACCENT_3, 0.2),
    "classe_11": (T.ACCENT_5, 0.25),
    "classe_12": (T.ACCENT_4, 0.2),
    "classe_20": (T.ACCENT_3, -0.45),
    "classe_21": (T.ACCENT_6, -0.1),
    "classe_22": (T.ACCENT_2, 0.0),
    classes.UNKNOWN.key: MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    classes.UNMEASURED.key: MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    classes.SECRET.key: MSO_PATTERN_TYPE.PERCENT_10,
}
DARK = ("classe_3", "classe_4")  # written on in white


def of(name: str, rank: int = 0) -> Colour:
    """Colour of a series: that of its meaning, or that of its rank."""
    return _COLOURS.get(name, (_IN_TURN[rank % len(_IN_TURN)], 0.0))


def xml(name: str, rank: int = 0) -> str:
    """The same as written in the file, without its brightness."""
    return str(of(name, rank)[0].xml_value)


def ink(name: str, rank: int = 0) -> MSO_THEME_COLOR:
    """Colour of a number written on a series."""
    colour, brightness = of(name, rank)
    dark = colour in _DARK and brightness <= 0 and name not in UNKNOWN
    return T.BACKGROUND_1 if dark else T.TEXT_1


def paint(fill: Any, name: str, rank: int = 0) -> None:
    """Fill the form of a series."""
    if name == CLEAR:
        fill.background()
    else:
        _fill(fill, MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL if name in UNKNOWN else of(name, rank))


def paint_area(shape: Any, category: str) -> None:
    """Fill an area of a map or a cell of a matrix with the colour of its class."""
    _fill(shape.fill, AREAS.get(category, (T.BACKGROUND_1, 0.0)))


def _fill(fill: Any, look: Colour | MSO_PATTERN_TYPE) -> None:
    if isinstance(look, MSO_PATTERN_TYPE):
        fill.patterned()
        fill.pattern = look
        fill.fore_color.theme_color = T.ACCENT_5
        fill.back_color.theme_color = T.BACKGROUND_1
    else:
        fill.solid()
        fill.fore_color.theme_color, fill.fore_color.brightness = look
