"""What a table carries when it leaves the screen: the mark of its level, what it rests on."""

from analytics.disclosure import Level

MARKS = {
    Level.INTERNAL: "Document interne\u00a0: ne pas diffuser hors des agents en charge",
    Level.DIFFUSION: "Document diffusable\u00a0: les petits effectifs sont secrets",
}
ZONING = "Limites des BEF\u00a0: hypothèse, à confirmer par l’académie"
