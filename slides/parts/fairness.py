"""Equity between publics, and pupils of 3e and 2de GT."""

import pandas as pd

from figures import french
from figures.equity import equity_answer
from slides import plots, template
from slides.material import TRACKS, Material
from slides.outline import Column, Figure, Slide
from slides.parts.frame import rate_text

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
    where = "" if not m.alone else (
        "Par bassin, les écarts entre publics ne sont pas diffusés\u00a0: ceux de toute l’académie sont montrés."
    )
    if not len(gaps):
        text = ("Écarts entre publics\u00a0: non mesurés pour cette campagne.",)
        return [m.slide("equite", 5, template.TEXT, "L’équité d’accès n’est pas mesurée", text=text, everywhere=True)]
    title = _plain(equity_answer(gaps, "ips", "taux_acces"))
    mixed = "covered" not in gaps
    more = [*([where] if where else [])]
    if mixed:
        more.append("L’écart montré est brut\u00a0: il mêle le public et les formations qu’il suit.")
    more.append("Filles et garçons, QPV\u00a0: non mesuré, aucun fichier reçu ne le dit.")
    return [
        m.slide(
            "equite", 5, template.TWO, title, figures=_gap_figures(m, gaps, "equite-ips", "pro"),
            sheets=("ecart_equite", "taux_acces"), everywhere=True,
            link=m.link("equite", niveau="pro", public="ips", mesure="taux_acces", bef="tous"), more=tuple(more),
        )
    ]  # fmt: skip


def _plain(answer: str) -> str:
    """A sentence of a page as a title: without its marks nor its last stop."""
    return answer.replace("**", "").rstrip(".")


def _gap_figures(m: Material, gaps: pd.DataFrame, key: str, track: str) -> tuple[Figure, Figure]:
    rows = gaps.reset_index(drop=True)
    rows["bounds"] = [
        french.interval(low, high) if low == low else ("référence" if ref else french.MISSING)
        for low, high, ref in zip(rows["gap_low"], rows["gap_high"], rows["is_reference"], strict=True)
    ]
    rows["absence"] = rows["absence"].astype(str)
    drawn = rows.assign(
        value=rows["shown"].fillna(rows["base"].where(rows["is_reference"])),
        shown=[str(name).partition(" (")[0] for name in rows["name"]],
    )
    dots = plots.dots(
        m, f"{key}-points", drawn, "Taux d’accès à J0, %, et intervalle de l’écart à la référence",
        label="Public", track=track, everywhere=True,
    )  # fmt: skip
    told = m.publish(rows, "Écart de chaque public à la référence, points", track=track, everywhere=True)
    return dots, plots.table(told, f"{key}-ecarts", _GAP, (0.34, 0.16, 0.15, 0.17, 0.18))


def others(m: Material) -> list[Slide]:
    """3e by priority education, 2de GT by BEF or of the pôle."""
    return [_college(m), _second(m)]


def _college(m: Material) -> Slide:
    gaps = m.gaps("ep", "college")
    if not len(gaps):
        text = ("Séquences d’observation de 3e\u00a0: non mesuré pour cette campagne.",)
        return m.slide("troisieme", 12, template.TEXT, "L’accès en 3e n’est pas mesuré", text=text,
                       track="college", everywhere=True)  # fmt: skip
    title = "En 3e\u00a0: " + _plain(equity_answer(gaps, "ep", "taux_acces"))
    return m.slide(
        "troisieme", 12, template.TWO, title, figures=_gap_figures(m, gaps, "troisieme-ep", "college"),
        sheets=("ecart_equite",), track="college", everywhere=True,
        link=m.link("equite", niveau="college", public="ep", bef="tous"),
        more=("L’éducation prioritaire n’est diffusée que pour toute l’académie.",),
    )  # fmt: skip


def _second(m: Material) -> Slide:
    figures = plots.zone_figures(m, "seconde", "taux_acces", "gt")
    zones = figures[0].published.table
    rows = pd.DataFrame([_line(m, track) for track in ("college", "gt")])
    told = "\u00a0; ".join(f"{TRACKS[t]} {line['rate']}" for t, line in zip(("college", "gt"), rows.to_dict("records"), strict=True))
    from slides.parts.places import map_title

    title = "2de GT. " + map_title(m, zones)
    more = (f"{m.here}\u00a0: {told}.",)
    return m.slide("seconde", 12, template.TWO, title, figures=figures, sheets=("taux_acces",), track="gt",
                   everywhere=True, link=m.link(niveau="gt"), more=more)  # fmt: skip


def _line(m: Material, track: str) -> dict[str, str]:
    return {"track": TRACKS[track], "rate": rate_text(m.ask("taux_acces", track=track).iloc[0])}
