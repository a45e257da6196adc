"""Companies that host, and flows between BEF."""

from typing import Any

import pandas as pd

from analytics.absence import Absence
from data import reads
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Intervals
from figures.words import french
from slides import template
from slides.material import Material, labels_with_absence
from slides.native import pen, plots
from slides.outline import Slide
from slides.parts.course import closed
from slides.parts.frame import rate_text

_STEPS = {
    "before": "Lieux de l’an passé",
    "returning": "dont revenus",
    "lost": "dont non revus",
    "new": "Nouveaux ou repris",
}


def companies(m: Material) -> list[Slide]:
    """How many companies host, in which sectors, and which came back."""
    sheets = ("entreprises_engagees", "penetration", "fidelite")
    links = tuple(
        m.link("entreprises", niveau="tous", volet=part) for part in ("tissu", "portefeuille")
    )
    whole = m.ask("entreprises_engagees", track="").iloc[0]
    asked: dict[str, Any] = {
        "sheets": sheets,
        "track": "",
        "attribution": "accueil",
        "links": links,
    }
    if pd.isna(whole["value"]):
        why = whole["absence"] or Absence.UNKNOWN
        title = f"Lieux d’accueil engagés en {m.year}\u00a0: {why}"
        text = (f"{str(why).capitalize()}\u00a0: {Absence(why).meaning}.",)
        return [m.slide("entreprises", 7, template.TEXT, title, text=text, **asked)]
    moves = _moves(m)
    figures = (_sectors(m),) if moves is None else (_sectors(m), moves)
    layout = template.ONE if moves is None else template.TWO
    more = (
        "Un lieu d’accueil est un établissement (SIRET, ou nom et commune) avec au moins une "
        "convention signée dans l’année. Aucune entreprise n’est nommée.",
    )
    title = _title(m, int(whole["value"]))
    return [m.slide("entreprises", 7, layout, title, figures=figures, more=more, **asked)]


def _title(m: Material, count: int) -> str:
    hosts = french.plural(count, "lieu", "lieux")
    verb = "ont" if count > 1 else "a"
    text = f"{hosts} d’accueil {verb} signé une convention en {m.year}"
    engaged, back = (m.ask(name, track="").iloc[0] for name in ("penetration", "fidelite"))
    if pd.notna(engaged["value"]):
        text += f", soit {french.percent(engaged['value'])} des établissements employeurs"
    if pd.notna(back["value"]):
        text += f"\u00a0; {rate_text(back)} de ceux de l’an passé sont revenus"
    return text


def _sectors(m: Material) -> "plots.Figure":
    rows = m.ask("penetration", ("sector",), track="")
    names = dict(reads.lists.sectors(m.store, m.scope)[["sector", "label"]].itertuples(index=False))
    rows = rows[rows["sector"].isin(names)].reset_index(drop=True)
    rows["shown"] = labels_with_absence(rows["sector"].map(names), rows["absence"], rows["hosts"])
    published = m.publish(
        rows, "Lieux d’accueil engagés par grand secteur, nombre", track="", attribution="accueil"
    )
    return plots.bars(
        published,
        "entreprises-secteurs",
        (Column("shown", "Secteur"), Column("hosts", "Lieux engagés", "count")),
    )


def _moves(m: Material) -> "plots.Figure | None":
    if m.before is None or m.running:  # who is not there yet is not lost
        return None
    if m.reader.tells_hosts:
        returned = reads.hosts.returned(m.store, m.scope, m.chosen("", m.bef), ())
        hosts = m.ask("entreprises_engagees", track="")["value"]
        table = pd.DataFrame(
            {
                "returning": returned["hosts_back"],
                "lost": returned["hosts_before"] - returned["hosts_back"],
            }
        )
        table["new"] = hosts - table["returning"]
    else:
        table = reads.diffused.moves(m.store, m.scope, m.chosen("", m.bef))
    if table.empty:
        return None
    row = table.iloc[0].astype(float)
    values = {
        "before": row["returning"] + row["lost"],
        **{name: row[name] for name in ("returning", "lost", "new")},
    }
    rows = pd.DataFrame(
        {"step": list(_STEPS), "name": list(_STEPS.values()), "hosts": [values[s] for s in _STEPS]}
    )
    rows["absence"] = [Absence.SECRET if pd.isna(v) else "" for v in rows["hosts"]]
    rows["shown"] = labels_with_absence(rows["name"], rows["absence"], rows["hosts"])
    published = m.publish(
        rows,
        f"Retour des lieux d’accueil depuis {m.before}, nombre",
        track="",
        attribution="accueil",
    )
    return plots.bars(
        published,
        "entreprises-retour",
        (Column("shown", "Étape"), Column("hosts", "Lieux", "count")),
    )


def flows(m: Material) -> list[Slide]:
    """Where pupils are placed: in their own BEF or elsewhere."""
    if not m.reader.tells_hosts:
        title = "Flux entre bassins\u00a0: non diffusés, ils se lisent en vue interne"
        return [closed(m, "flux", 8, title, ("autosuffisance", "solde"), m.link(niveau="pro"))]
    rows = m.ask("autosuffisance", ("bef",), everywhere=True)
    rows["name"] = rows["bef"].map(m.bef_names)
    own = m.ask("autosuffisance").iloc[0]
    title = (
        f"{m.here[0].upper() + m.here[1:]}\u00a0: {rate_text(own)} des placements sont dans le "
        "bassin de l’établissement"
    )
    told = "Placés dans le bassin de leur établissement, % des placements localisés"
    shows = Intervals(Column("name", "Bassin"), (Column("value", told, "share"),), ranked=False)
    card = Card("flux-autosuffisance", m.publish(rows, told, everywhere=True), shows=shows)
    return [
        m.slide(
            "flux",
            8,
            template.ONE,
            title,
            figures=(pen.figure(card, card.key),),
            sheets=("autosuffisance", "solde"),
            everywhere=True,
            links=(m.link(niveau="pro"),),
        )
    ]
