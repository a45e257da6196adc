"""Companies that host, and flows between BEF."""

import pandas as pd

from analytics.absence import Absence
from data import reads
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Bars, Intervals
from figures.words import french
from slides.material import Material
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
    m = m.of(track="", attribution="accueil")
    sheets = ("entreprises_engagees", "penetration", "fidelite")
    links = tuple(
        m.link("entreprises", niveau="tous", volet=part) for part in ("tissu", "portefeuille")
    )
    whole = m.ask("entreprises_engagees").iloc[0]
    if pd.isna(whole["value"]):
        why = whole["absence"] or Absence.UNKNOWN
        title = f"Lieux d’accueil engagés en {m.year}\u00a0: {why}"
        text = (f"{str(why).capitalize()}\u00a0: {Absence(why).meaning}.",)
        return [m.slide("entreprises", title, text=text, sheets=sheets, links=links)]
    cards = filter(None, (_sectors(m), _moves(m)))
    more = (
        "Un lieu d’accueil est un établissement (SIRET, ou nom et commune) avec au moins une "
        "convention signée dans l’année. Aucune entreprise n’est nommée.",
    )
    title = _title(m, int(whole["value"]))
    return [m.slide("entreprises", title, *cards, sheets=sheets, links=links, more=more)]


def _title(m: Material, count: int) -> str:
    hosts = french.plural(count, "lieu", "lieux")
    verb = "ont" if count > 1 else "a"
    text = f"{hosts} d’accueil {verb} signé une convention en {m.year}"
    engaged, back = (m.ask(name).iloc[0] for name in ("penetration", "fidelite"))
    if pd.notna(engaged["value"]):
        text += f", soit {french.percent(engaged['value'])} des établissements employeurs"
    if pd.notna(back["value"]):
        text += f"\u00a0; {rate_text(back)} de ceux de l’an passé sont revenus"
    return text


def _sectors(m: Material) -> Card:
    rows = m.ask("penetration", ("sector",))
    names = dict(reads.lists.sectors(m.store, m.scope)[["sector", "label"]].itertuples(index=False))
    rows = rows[rows["sector"].isin(names)].reset_index(drop=True)
    rows["name"] = rows["sector"].map(names)
    title = "Lieux d’accueil engagés par grand secteur, nombre"
    hosts = Column("hosts", "Lieux engagés", "count")
    shows = Bars(Column("name", "Secteur"), (hosts,), beside="")
    return m.card("entreprises-secteurs", rows, title, shows)


def _moves(m: Material) -> Card | None:
    if m.before is None or m.running:  # who is not there yet is not lost
        return None
    if m.reader.tells_hosts:
        returned = reads.hosts.returned(m.store, m.scope, m.chosen(m.bef), ())
        back, engaged = returned["hosts_back"], m.ask("entreprises_engagees")["value"]
        moves = {"returning": back, "lost": returned["hosts_before"] - back, "new": engaged - back}
        table = pd.DataFrame(moves)
    else:
        table = reads.diffused.moves(m.store, m.scope, m.chosen(m.bef))
    if table.empty:
        return None
    row = table.iloc[0].astype(float)
    row["before"] = row["returning"] + row["lost"]
    rows = pd.DataFrame({"name": list(_STEPS.values()), "hosts": row[list(_STEPS)].to_list()})
    rows["absence"] = [Absence.SECRET if pd.isna(v) else "" for v in rows["hosts"]]
    hosts = Column("hosts", "Lieux", "count")
    shows = Bars(Column("name", "Étape"), (hosts,), beside="")
    title = f"Retour des lieux d’accueil depuis {m.before}, nombre"
    return m.card("entreprises-retour", rows, title, shows)


def flows(m: Material) -> list[Slide]:
    """Where pupils are placed: in their own BEF or elsewhere."""
    if not m.reader.tells_hosts:
        title = "Flux entre bassins\u00a0: non diffusés, ils se lisent en vue interne"
        return [closed(m, "flux", title, ("autosuffisance", "solde"), m.link(niveau="pro"))]
    m = m.of(everywhere=True)
    rows = m.ask("autosuffisance", ("bef",), everywhere=True)
    rows["name"] = rows["bef"].map(m.bef_names)
    own = m.ask("autosuffisance").iloc[0]
    title = (
        f"{m.here[0].upper() + m.here[1:]}\u00a0: {rate_text(own)} des placements sont dans le "
        "bassin de l’établissement"
    )
    told = "Placés dans le bassin de leur établissement, % des placements localisés"
    shows = Intervals(Column("name", "Bassin"), (Column("value", told, "share"),), ranked=False)
    dots = m.card("flux-autosuffisance", rows, told, shows)
    sheets = ("autosuffisance", "solde")
    return [m.slide("flux", title, dots, sheets=sheets, links=(m.link(niveau="pro"),))]
