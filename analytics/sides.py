"""On which side of the reference a value stands, once chance and the unknown are counted."""

from typing import Final

FAVOURABLE: Final = "favourable"
UNFAVOURABLE: Final = "unfavourable"
DISTINCT: Final = "distinct"  # apart, neither better nor worse
INDISTINCT: Final = "indistinct"
UNCOMPARED: Final = ""
