"""Colours of the series of charts, in the terms of the theme: what a series means has one."""

from typing import Any

from pptx.enum.dml import MSO_PATTERN_TYPE, MSO_THEME_COLOR

from analytics import sides

T = MSO_THEME_COLOR
Colour = tuple[MSO_THEME_COLOR, float]  # of the theme, brightness −1..1
# By column of the figure.
_COLOURS: dict[str, Colour] = {
    sides.FAVOURABLE: (T.ACCENT_2, 0.0),
    sides.UNFAVOURABLE: (T.ACCENT_3, 0.0),
    sides.INDISTINCT: (T.ACCENT_5, 0.0),
    "uncompared": (T.ACCENT_6, 0.0),
    "reference": (T.ACCENT_6, 0.0),
    "signed": (T.ACCENT_1, 0.0),
    "agreed": (T.ACCENT_4, 0.0),
    "without": (T.ACCENT_3, 0.0),
    "by_family": (T.ACCENT_1, 0.0),
    "by_pupil": (T.ACCENT_2, 0.0),
    "by_past_host": (T.ACCENT_4, 0.0),
    "by_school": (T.ACCENT_3, 0.5),
    "by_pole": (T.ACCENT_3, 0.0),
    "by_platform": (T.ACCENT_3, -0.4),
    "density": (T.ACCENT_1, 0.0),
    "ips": (T.ACCENT_3, 0.0),
    "vocational": (T.ACCENT_4, 0.0),
    "rural": (T.ACCENT_6, 0.0),
    "employers": (T.ACCENT_3, 0.5),
    "naf": (T.ACCENT_5, 0.4),
    "between": (T.ACCENT_1, 0.0),
    "within": (T.ACCENT_1, 0.85),
    "whole": (T.ACCENT_5, 0.0),
    "gain": (T.ACCENT_2, 0.0),
    "loss": (T.ACCENT_3, 0.0),
    "alone": (T.ACCENT_4, 0.4),
    "shared": (T.ACCENT_1, 0.0),
    "amount": (T.ACCENT_3, 0.0),
    "value": (T.ACCENT_1, 0.0),
    "shown": (T.ACCENT_1, 0.0),
    "rate": (T.ACCENT_5, 0.0),
    "expected": (T.ACCENT_6, 0.0),
    "signalled": (T.ACCENT_3, 0.0),
    "p90": (T.TEXT_1, 0.0),
}
_IN_TURN = (T.ACCENT_1, T.ACCENT_3, T.ACCENT_6, T.ACCENT_4, T.ACCENT_2, T.ACCENT_5)
UNKNOWN = ("unknown", "channel_unknown")  # hatched, as on screen
CLEAR = "base"  # what holds the rest up is not seen
_DARK = {T.ACCENT_1, T.ACCENT_2, T.ACCENT_3, T.ACCENT_5, T.ACCENT_6}
_XML = {
    T.ACCENT_1: "accent1",
    T.ACCENT_2: "accent2",
    T.ACCENT_3: "accent3",
    T.ACCENT_4: "accent4",
    T.ACCENT_5: "accent5",
    T.ACCENT_6: "accent6",
    T.TEXT_1: "tx1",
}


def of(name: str, rank: int = 0) -> Colour:
    """Colour of a series: that of its meaning, or that of its rank."""
    return _COLOURS.get(name, (_IN_TURN[rank % len(_IN_TURN)], 0.0))


def xml(name: str, rank: int = 0) -> str:
    """The same as written in the file, without its brightness."""
    return _XML[of(name, rank)[0]]


def ink(name: str, rank: int = 0) -> MSO_THEME_COLOR:
    """Colour of a number written on a series."""
    colour, brightness = of(name, rank)
    dark = colour in _DARK and brightness <= 0 and name not in UNKNOWN
    return T.BACKGROUND_1 if dark else T.TEXT_1


def paint(fill: Any, name: str, rank: int = 0) -> None:
    """Fill the form of a series."""
    if name == CLEAR:
        fill.background()
        return
    if name in UNKNOWN:
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
        fill.fore_color.theme_color = T.ACCENT_5
        fill.back_color.theme_color = T.BACKGROUND_1
        return
    colour, brightness = of(name, rank)
    fill.solid()
    fill.fore_color.theme_color = colour
    if brightness:
        fill.fore_color.brightness = brightness
