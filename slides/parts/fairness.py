"""Equity between publics, and pupils of 3e and 2de GT."""

import pandas as pd

from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from figures.equity.equity import equity_answer
from figures.words import french
from figures.words import sides as words
from slides import template
from slides.material import Material
from slides.native import pen, plots
from slides.outline import Figure, Slide
from slides.parts.places import map_title, zone_figures

_GAP = (
    Column("name", "Public"),
    Column("rate", "Taux d’accès", "share"),
    Column("n", "Suivies (n)", "count"),
    Column("gap", "Écart", "points"),
    Column("bounds", "Intervalle à 95\u00a0%"),
)


def equity(m: Material) -> list[Slide]:
    """Gap of access between the schools of lowest and highest IPS, for the académie."""
    gaps = m.gaps("ips", "pro")
    if not len(gaps):
        title = "L’équité d’accès n’est pas mesurée"
        text = ("Écarts entre publics\u00a0: non mesurés pour cette campagne.",)
        return [m.slide("equite", 5, template.TEXT, title, text=text, everywhere=True)]
    mixed = "L’écart montré est brut\u00a0: il mêle le public et les formations qu’il suit."
    return [
        m.slide(
            "equite",
            5,
            template.TWO,
            _plain(equity_answer(gaps, "ips", "taux_acces")),
            figures=_gap_figures(m, gaps, "equite-ips", "pro"),
            sheets=("ecart_equite", "taux_acces"),
            everywhere=True,
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


def _gap_figures(
    m: Material, gaps: pd.DataFrame, key: str, track: str, more: pd.DataFrame | None = None
) -> tuple[Figure | None, Figure]:
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
    card = Card(f"{key}-points", m.publish(drawn, title, track=track, everywhere=True), shows=shows)
    listed = rows if more is None else pd.concat([rows, more], ignore_index=True)
    told = m.publish(
        listed, "Écart de chaque public à la référence, points", track=track, everywhere=True
    )
    return pen.figure(card, card.key), plots.table(
        told, f"{key}-ecarts", _GAP, (0.34, 0.16, 0.15, 0.17, 0.18)
    )


def others(m: Material) -> list[Slide]:
    """3e by priority education, 2de GT by BEF or of the pôle."""
    return [_college(m), _second(m)]


def _college(m: Material) -> Slide:
    gaps = m.gaps("ep", "college")
    if not len(gaps):
        text = ("Séquences d’observation de 3e\u00a0: non mesuré pour cette campagne.",)
        return m.slide("troisieme", 12, template.TEXT, "L’accès en 3e n’est pas mesuré", text=text,
                       track="college", everywhere=True)  # fmt: skip
    said = _plain(equity_answer(gaps, "ep", "taux_acces"))
    return m.slide(
        "troisieme",
        12,
        template.TWO,
        f"En 3e\u00a0: {said[0].lower()}{said[1:]}",
        figures=_gap_figures(m, gaps, "troisieme-ep", "college", _own(m) if m.alone else None),
        sheets=("ecart_equite",),
        track="college",
        everywhere=True,
        links=(m.link("equite", niveau="college", public="ep", bef="tous"),),
        more=("L’éducation prioritaire n’est diffusée que pour toute l’académie.",),
    )


def _own(m: Material) -> pd.DataFrame:
    """The 3e of the pôle, all collèges together: one row of the table of gaps."""
    row = m.ask("taux_acces", track="college").iloc[0]
    values = {"rate": row["value"], "n": row["n"], "gap": float("nan"), "absence": row["absence"]}
    return pd.DataFrame([{"name": f"Tous, {m.here}", **values, "bounds": words.UNCOMPARED}])


def _second(m: Material) -> Slide:
    return m.slide(
        "seconde",
        12,
        template.TWO,
        "2de GT. " + map_title(m, m.zones("taux_acces", "gt").table),
        figures=zone_figures(m, "seconde", "taux_acces", "gt"),
        sheets=("taux_acces",),
        track="gt",
        everywhere=True,
        links=(m.link(niveau="gt"),),
    )
