"""Section « Quel problème ? »: families of a BEF between seekers and places left."""

import pandas as pd
import streamlit as st

from analytics.services import reference
from analytics.services.pole import diagnosis
from data import silence
from data.selection import Selection
from figures.cards.card import WIDE, Card
from figures.cards.kinds import Quadrant
from figures.pole.diagnosis import describe_diagnosis, diagnosis_answer, suggested
from pages.components import cards, style
from pages.components.cards import Shown
from pages.components.pole.facts import Pole

_COLUMNS = (
    Shown("name", "Famille"),
    Shown("problem_name", "Problème"),
    Shown("action", "Action suggérée"),
    Shown("seekers", "Sans lieu à J0 (%)", "share"),
    Shown("seekers_low", "Borne basse (%)", "share"),
    Shown("seekers_high", "Borne haute (%)", "share"),
    Shown("seekers_reference", "Autres bassins (%)", "share"),
    Shown("seekers_reading", "Élèves sans lieu"),
    Shown("without", "Sans lieu à J0", "count"),
    Shown("seekers_p7", "Sans lieu à J+7 (%)", "share"),
    Shown("without_p7", "Sans lieu à J+7", "count"),
    Shown("due", "Périodes dues (n)", "count"),
    Shown("unknown", silence.UNTOLD_ES.capitalize(), "count"),
    Shown("places", "Lieux connus non repris (%)", "share"),
    Shown("places_low", "Borne basse (%)", "share"),
    Shown("places_high", "Borne haute (%)", "share"),
    Shown("places_reference", "Autres bassins (%)", "share"),
    Shown("places_reading", "Lieux non repris"),
    Shown("left_least", "Lieux non repris, au moins", "count"),
    Shown("left_most", "Au plus", "count"),
    Shown("hosts", "Lieux connus (n)", "count"),
    Shown("employers", "Employeurs des secteurs attendus", "count"),
    Shown("absence", "Code"),
    Shown("reason", "Ce qui manque"),
)

_GAPS = (
    Shown("seekers_gap", "Élèves sans lieu à J0, écart aux autres bassins (points)", "decimal"),
    Shown("places_gap", "Lieux non repris, écart aux autres bassins (points)", "decimal"),
)


def show(pole: Pole) -> None:
    """Draw the section: the answer, the quadrant, the actions suggested, and the table."""
    st.subheader("Quel problème, dans quelle famille\u00a0?", anchor=False)
    if not pole.view.scope.in_charge:
        style.note(
            "Élèves sans lieu et lieux non repris",
            ["Réservé aux agents en charge\u00a0: rien n’en est diffusé."],
        )
        return
    lists, chosen = reference.lists(pole.view), pole.selection
    vocational = Selection(chosen.year, "pro", _level(lists["levels"], chosen.level))
    every = diagnosis(pole.view, vocational)
    rows = describe_diagnosis(every[every["bef"] == pole.bef], lists["families"])
    style.answer(diagnosis_answer(rows))
    card = Card(
        "diagnostic",
        cards.told(pole.view, vocational).publish(
            rows, f"{pole.name}\u00a0: élèves sans lieu et lieux connus non repris, par famille"
        ),
        _COLUMNS,
        Quadrant(_COLUMNS[0], _GAPS),
        alt="Familles du bassin entre élèves sans lieu et lieux connus non repris",
        extra="écart aux autres bassins, même famille\u00a0; barres à 95\u00a0%, coupées au cadre",
        width=WIDE,
    )
    if (rows["absence"] == "").any():
        cards.show(card)
    for title, action in suggested(rows):
        style.note(title, [action])
    if len(rows):
        cards.twin(card, of="diagnostic")
    with st.expander("Ce que ce diagnostic ne dit pas"):
        st.markdown(
            "**Hypothèse**, lecture d’une courbe de Beveridge\u00a0: beaucoup d’élèves sans lieu "
            "et peu de lieux libres, pénurie\u00a0; les deux à la fois, appariement. Aucun "
            "fichier ne dit combien de places sont libres. Sont montrés à leur place les lieux qui "
            "ont pris des élèves du bassin et de la famille dans les deux campagnes d’avant et ne "
            "prennent personne dans celle-ci\u00a0: certains ont pu fermer, refuser, ou n’avoir "
            "pas été sollicités. Un lieu qui n’a jamais accueilli ne se voit pas. Chaque côté est "
            "comparé à la même famille dans les autres bassins\u00a0: un manque commun à toute "
            "l’académie ne se voit pas ici. Les barres vont jusqu’à ce que les périodes "
            f"{silence.UNTOLD_ES} pourraient être. «\u00a0Équilibre\u00a0»\u00a0: pas plus "
            "qu’ailleurs des deux côtés, à 5\u00a0points d’élèves et 10\u00a0points de lieux près. "
            "Côté lieux, tous niveaux."
        )


def _level(levels: pd.DataFrame, level: str | None) -> str | None:
    """A level of the vocational track; the whole track for any other choice."""
    vocational = levels.loc[levels["track"] == "pro", "level"]
    return level if level in set(vocational) else None
