"""Equity between publics, and pupils of 3e and 2de GT."""

import pandas as pd

from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from figures.equity.equity import equity_answer
from figures.words import french
from figures.words import sides as words
from slides.material import Material
from slides.outline import Slide
from slides.parts.places import map_title, zone_cards

_GAP = {
    Column("name", "Public"): 0.34,
    Column("rate", "Taux d’accès", "share"): 0.16,
    Column("n", "Suivies (n)", "count"): 0.15,
    Column("gap", "Écart", "points"): 0.17,
    Column("bounds", "Intervalle à 95\u00a0%"): 0.18,
}


def equity(m: Material) -> list[Slide]:
    """Gap of access between the schools of lowest and highest IPS, for the académie."""
    m = m.of(everywhere=True)
    gaps = m.gaps("ips")
    if not len(gaps):
        title = "L’équité d’accès n’est pas mesurée"
        text = ("Écarts entre publics\u00a0: non mesurés pour cette campagne.",)
        return [m.slide("equite", title, text=text)]
    mixed = "L’écart montré est brut\u00a0: il mêle le public et les formations qu’il suit."
    return [
        m.slide(
            "equite",
            _plain(equity_answer(gaps, "ips", "taux_acces")),
            *_gap_cards(m, gaps, "equite-ips"),
            sheets=("ecart_equite", "taux_acces"),
            links=(m.link("equite", niveau="pro", public="ips", mesure="taux_acces", bef="tous"),),
            more=(
                *(() if "covered" in gaps else (mixed,)),
                "Filles et garçons, QPV\u00a0: non mesuré, aucun fichier reçu ne le dit.",
            ),
            aside="par bassin\u00a0: non diffusé" if m.alone and not m.reader.tells_schools else "",
        )
    ]


def _plain(answer: str) -> str:
    """A sentence of a page as a title: without its marks nor its last stop."""
    return answer.replace("**", "").rstrip(".")


def _gap_cards(
    m: Material, gaps: pd.DataFrame, key: str, more: pd.DataFrame | None = None
) -> tuple[Card, Card]:
    """Publics with their intervals, and the table of gaps, `more` rows under it."""
    rows = gaps.reset_index(drop=True)
    rows["bounds"] = [
        french.interval(low, high) if low == low else ("référence" if ref else french.MISSING)
        for low, high, ref in zip(
            rows["gap_low"], rows["gap_high"], rows["is_reference"], strict=True
        )
    ]
    rows["absence"] = rows["absence"].astype(str)
    drawn = rows.assign(
        value=rows["shown"].fillna(rows["base"].where(rows["is_reference"])),
        name=[str(name).partition(" (")[0] for name in rows["name"]],
    )
    title = "Taux d’accès à J0, %, écart à la référence"
    shows = Intervals(Column("name", "Public"), (Column("value", title, "share"),), ranked=False)
    dots = m.card(f"{key}-points", drawn, title, shows)
    listed = rows if more is None else pd.concat([rows, more], ignore_index=True)
    title = "Écart de chaque public à la référence, points"
    return dots, m.table(f"{key}-ecarts", listed, title, _GAP)


def others(m: Material) -> list[Slide]:
    """3e by priority education, 2de GT by BEF or of the pôle."""
    return [_college(m), _second(m)]


def _college(m: Material) -> Slide:
    m = m.of(track="college", everywhere=True)
    gaps = m.gaps("ep")
    if not len(gaps):
        text = ("Séquences d’observation de 3e\u00a0: non mesuré pour cette campagne.",)
        return m.slide("troisieme", "L’accès en 3e n’est pas mesuré", text=text)
    said = _plain(equity_answer(gaps, "ep", "taux_acces"))
    return m.slide(
        "troisieme",
        f"En 3e\u00a0: {said[0].lower()}{said[1:]}",
        *_gap_cards(m, gaps, "troisieme-ep", _own(m) if m.alone else None),
        sheets=("ecart_equite",),
        links=(m.link("equite", niveau="college", public="ep", bef="tous"),),
        more=("L’éducation prioritaire n’est diffusée que pour toute l’académie.",),
    )


def _own(m: Material) -> pd.DataFrame:
    """The 3e of the pôle, all collèges together: one row of the table of gaps."""
    row = m.ask("taux_acces").iloc[0]
    values = {"rate": row["value"], "n": row["n"], "gap": float("nan"), "absence": row["absence"]}
    return pd.DataFrame([{"name": f"Tous, {m.here}", **values, "bounds": words.UNCOMPARED}])


def _second(m: Material) -> Slide:
    m = m.of(track="gt", everywhere=True)
    return m.slide(
        "seconde",
        "2de GT. " + map_title(m, m.zones("taux_acces").table),
        *zone_cards(m, "seconde", "taux_acces"),
        sheets=("taux_acces",),
        links=(m.link(niveau="gt"),),
    )
