"""Every colour, once, with what it means; no other module holds one.

A screen, an image, a slide and a printed page that show the same thing show the same colour. All
meanings survive greyscale and colour blindness: what is not measured is hatched or dotted as well.
"""

from typing import Final

from analytics import sides

# The page
PAPER: Final = "#ffffff"
SURFACE: Final = "#f6f5f2"  # behind what is set apart
INK: Final = "#1f1f1d"
QUIET: Final = "#5d5b55"  # captions, sources
MUTED: Final = "#6d6b64"  # axes, edges of patterns, what is not compared
RULE: Final = "#8c8a83"  # strong rules, frames
EDGE: Final = "#d8d5cc"  # edges of swatches
LINE: Final = "#e4e2dc"  # hairlines between parts of a page
PRINTED_LINE: Final = "#d6d3ca"
PRINTED_HAIRLINE: Final = "#e0ded7"
GRID: Final = "#f1efe9"
BAND: Final = "#f0efe9"  # ordinary variation of a series
SCALE_BAND: Final = "#efede7"  # extent of a scale of the spine
LINK: Final = "#d3cfc4"  # between two dots of a row
OTHERS: Final = "#c9c6bd"  # the other zones, behind the one that is read
FADED: Final = "#dedbd2"  # an interval of what is not told
WARNING_PAPER, WARNING_INK = "#fdf3dc", "#6b4a00"

# Amounts: one hue from light to dark
SEQUENTIAL: Final = ("#e6f0f1", "#b5d5d9", "#7fb5be", "#2a7f8e", "#0d5966")
ACCENT: Final = SEQUENTIAL[4]

SAND, STONE = "#ecc09b", "#dddad2"

# Sides
FAVOURABLE: Final = SEQUENTIAL[3]
UNFAVOURABLE: Final = "#c8702a"
INDISTINCT: Final = RULE  # « indiscernable »: a dot
INDISTINCT_AREA: Final = "#eeece6"  # the same, an area of a map
SIDES: Final = {
    sides.FAVOURABLE: FAVOURABLE,
    sides.UNFAVOURABLE: UNFAVOURABLE,
    sides.DISTINCT: INK,
    sides.INDISTINCT: INDISTINCT,
    sides.UNCOMPARED: INDISTINCT,
}
SIDE_AREAS: Final = {**SIDES, sides.INDISTINCT: INDISTINCT_AREA}
STRONG: Final = "#8a4410"  # an amount in a sentence that asks for attention

# Absences: always with a pattern, or a word
UNTOLD: Final = "#f7f6f3"
SMALL: Final = GRID
PATTERN: Final = "#b3afa4"  # lines and dots of a pattern

# States of a period due
SIGNED, AGREED, WITHOUT = ACCENT, SEQUENTIAL[2], UNFAVOURABLE

# What a period was found by, in the order of the channels; the last is not known
CHANNELS: Final = (
    ACCENT,
    FAVOURABLE,
    SEQUENTIAL[2],
    "#e9b48a",
    UNFAVOURABLE,
    STRONG,
    UNTOLD,
)
CHANNEL_INKS: Final = (PAPER, PAPER, INK, INK, PAPER, PAPER, INK)

# Need (rows: few, then many pupils) and supply crossed: nine different greys
CROSSED: Final = (
    (SAND, STONE, "#e3f2f3"),
    ("#d0804a", "#a9a59d", "#92c4c9"),
    ("#7a2e0a", "#625a52", "#2f95a1"),
)

# Hosts: faithful, active, new
HOSTS: Final = ("#7a3b0c", UNFAVOURABLE, "#f0b878")
# Campaigns or cohorts side by side
COHORTS: Final = (ACCENT, UNFAVOURABLE, MUTED, SEQUENTIAL[2], "#8a5a9e", "#a8a294")
ALONE, SHARED = SEQUENTIAL[1], ACCENT  # hosts of one school, of several
BETWEEN, WITHIN = ACCENT, SEQUENTIAL[0]
ACTION: Final = UNFAVOURABLE  # of the journal, over a series or a matrix
WHITE_ZONE: Final = UNFAVOURABLE
OWN_CELL, UNTOLD_CELL = "#efeeea", STONE

# What two BEF have in common, by variable
RESEMBLANCE: Final = {
    "density": ACCENT,
    "ips": UNFAVOURABLE,
    "vocational": SEQUENTIAL[2],
    "rural": "#5b5a55",
    "employers": SAND,
    "naf": PATTERN,
}

# Problems of a formation
SHORTAGE, MISMATCH, UNFILLED, BALANCE = UNFAVOURABLE, "#8a4a1a", ACCENT, FAVOURABLE

# Where Plotly draws and nothing is told
PLOTLY_INK, PLOTLY_GRID, PLOTLY_FILL = "#444444", "#eeeeee", "#dddddd"

DARK: Final = frozenset({ACCENT, FAVOURABLE})  # written on in white

# Names of the colours in style sheets, screen and print: `var(--ink)`
_IN_CSS: Final = {
    "paper": PAPER,
    "ink": INK,
    "quiet": QUIET,
    "muted": MUTED,
    "rule": RULE,
    "edge": EDGE,
    "line": LINE,
    "printed-line": PRINTED_LINE,
    "printed-hairline": PRINTED_HAIRLINE,
    "accent": ACCENT,
    "strong": STRONG,
    "warning-paper": WARNING_PAPER,
    "warning-ink": WARNING_INK,
    "white-zone": WHITE_ZONE,
}


def css() -> str:
    """The colours that style sheets name, as variables of the document."""
    return ":root {" + " ".join(f"--{name}: {color};" for name, color in _IN_CSS.items()) + "}"
