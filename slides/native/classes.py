"""Colours of classes on slides, in the terms of the theme: areas of a map, cells of a matrix."""

from typing import Any

from pptx.enum.dml import MSO_PATTERN_TYPE, MSO_THEME_COLOR

from analytics import sides
from figures.maps import classes

T = MSO_THEME_COLOR
# Theme colour and brightness of each class; absences are patterns.
FILLS = {
    sides.FAVOURABLE: (T.ACCENT_2, 0.0),
    sides.UNFAVOURABLE: (T.ACCENT_3, 0.0),
    sides.INDISTINCT: (T.BACKGROUND_2, 0.0),
    "classe_0": (T.ACCENT_1, 0.9),
    "classe_1": (T.ACCENT_1, 0.7),
    "classe_2": (T.ACCENT_1, 0.5),
    "classe_3": (T.ACCENT_1, 0.25),
    "classe_4": (T.ACCENT_1, 0.0),
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
}
_PATTERNS = {
    classes.UNKNOWN.key: MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    classes.UNMEASURED.key: MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    classes.SECRET.key: MSO_PATTERN_TYPE.PERCENT_10,
}
COLOURED = {*FILLS, *_PATTERNS}
DARK = ("classe_3", "classe_4")  # written on in white


def paint(shape: Any, category: str) -> None:
    """Fill a shape with the colour of its class, in the terms of the theme."""
    fill = shape.fill
    if category in _PATTERNS:
        fill.patterned()
        fill.pattern = _PATTERNS[category]
        fill.fore_color.theme_color = T.ACCENT_5
        fill.back_color.theme_color = T.BACKGROUND_1
        return
    fill.solid()
    if category not in FILLS:
        fill.fore_color.theme_color = T.BACKGROUND_1
        return
    colour, brightness = FILLS[category]
    fill.fore_color.theme_color = colour
    fill.fore_color.brightness = brightness
