"""Real travel times between communes: they replace the estimates."""

from data.contracts.contract import Column as C
from data.contracts.contract import Contract

TRAVEL_TIMES = Contract(
    name="temps",
    title="Temps de trajet entre communes",
    grain="une ligne par commune de départ et commune d’arrivée ; un sens à la fois",
    key=("origine", "destination"),
    columns=(
        C(
            "origine",
            "commune",
            ("origine", "origin", "commune_origine", "commune_depart"),
            "Code Insee de la commune de départ.",
            True,
            True,
            True,
        ),
        C(
            "destination",
            "commune",
            ("destination", "commune_destination", "commune_arrivee"),
            "Code Insee de la commune d’arrivée.",
            True,
            True,
            True,
        ),
        C(
            "minutes",
            "decimal",
            ("minutes", "temps_minutes", "duree_minutes"),
            "Temps de trajet, en minutes.",
            True,
            True,
            True,
            least=0,
            most=1440,
        ),
    ),
)
