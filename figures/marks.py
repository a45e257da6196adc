"""What a table carries when it leaves the screen: the mark of its level, what it rests on."""

from collections.abc import Iterable

from analytics.disclosure import Level, Published

MARKS = {
    Level.INTERNAL: "Document interne\u00a0: ne pas diffuser hors des agents en charge",
    Level.DIFFUSION: "Document diffusable\u00a0: les petits effectifs sont secrets",
}
# Of a file, in the words of a button.
NAMES = {Level.INTERNAL: "document interne", Level.DIFFUSION: "diffusable"}
ZONING = "Limites des BEF\u00a0: hypothèse, à confirmer par l’académie"


def level_of(tables: Iterable[Published]) -> Level:
    """Level of a file: internal as soon as one table is."""
    inside = any(table.level is Level.INTERNAL for table in tables)
    return Level.INTERNAL if inside else Level.DIFFUSION
