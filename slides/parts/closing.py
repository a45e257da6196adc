"""Actions, points of vigilance, quality of the data, decisions asked."""

import pandas as pd

from analytics import sides
from analytics.absence import Absence
from data import silence
from data.journal.actions import AXES
from data.journal.journal_tables import Noted
from figures.cards.columns import Column
from figures.words import french
from slides.material import Material
from slides.outline import Slide
from slides.parts.frame import count_text, rate_text
from slides.parts.places import map_title

_NOTHING = "rien n’a été noté"
_MOST = 3  # actions told of one axis; the others are counted


def actions(m: Material) -> list[Slide]:
    """What the journal tells along the three axes of the circular; effects are left to fill in."""
    m = m.of(track="", attribution="")
    told = [one for one in m.noted if one.campaign == m.year and m.bef in (None, one.bef)]
    rows = pd.DataFrame([_axis(m, code, told) for code in AXES])
    columns = {
        Column("axis", "Axe"): 0.22,
        Column("action", "Ce qui a été fait"): 0.42,
        Column("who", "Avec qui"): 0.16,
        Column("effect", "Effet constaté ou attendu"): 0.20,
    }
    table = m.table("actions-tableau", rows, "Actions de la campagne", columns, blank=True)
    whose = f"du pôle {m.here}" if m.alone else "des pôles"
    title = f"Actions {whose} en {m.year}\u00a0: ce qui a été fait, à compléter et à discuter"
    return [m.slide("actions", title, table)]


def _axis(m: Material, code: str, noted: list[Noted]) -> dict[str, str]:
    """One row: to committees, how many; to agents in charge, what and with how many schools."""
    own = [one for one in noted if one.axis == code]
    row = {"axis": AXES[code], "action": _NOTHING, "who": "", "effect": ""}
    if not own:
        return row
    text = french.plural(len(own), "action")
    if not m.scope.in_charge:
        return row | {"action": text}
    text += "\u00a0: " + "\u00a0; ".join(one.text for one in own[:_MOST])
    if len(own) > _MOST:
        text += f", et {french.plural(len(own) - _MOST, 'autre')}"
    schools = sum(one.schools for one in own)
    several = "participations d’établissements"
    who = french.plural(schools, "participation d’établissement", several) if schools else ""
    return row | {"action": text, "who": who}


def vigilance(m: Material) -> list[Slide]:
    """Who has sent what, what to watch, what to decide."""
    return [_data(m), _watch(m), _decisions(m)]


def _data(m: Material) -> Slide:
    m = m.of(everywhere=True)
    table = m.ask("non_renseigne", ("bef",), everywhere=True)
    table = table[table["bef"].isin(m.bef_names)].reset_index(drop=True)
    rows = pd.DataFrame(
        {
            "bef": table["bef"],
            "name": table["bef"].map(m.bef_names),
            "due": table["due"].map(count_text),
            "schools": table["schools"].map(french.number),
            "sent": table["schools_sent"].map(french.number),
            "rate": [rate_text(row, bounds=False) for _, row in table.iterrows()],
        }
    )
    columns = {
        Column("name", "Bassin (BEF)"): 0.36,
        Column("due", "Périodes dues"): 0.16,
        Column("schools", "Établissements"): 0.16,
        Column("sent", "Ont transmis"): 0.14,
        Column("rate", f"Part {silence.UNTOLD_E}"): 0.18,
    }
    own = m.ask("non_renseigne").iloc[0]
    sent, schools = int(own["schools_sent"]), int(own["schools"])
    verb = "ont" if sent > 1 else "a"
    title = (
        f"{m.here[0].upper() + m.here[1:]}\u00a0: {french.plural(sent, 'établissement')} sur "
        f"{french.number(schools)} {verb} transmis un suivi\u00a0; part {silence.UNTOLD_E}\u00a0: "
        f"{rate_text(own, bounds=False)}"
    )
    shown = f"Qui a transmis un suivi, et part {silence.UNTOLD_E}"
    return m.slide(
        "donnees",
        title,
        m.table("donnees-bassins", rows, shown, columns),
        sheets=("non_renseigne", "fiabilite"),
        links=(m.link(niveau="pro", indicateur="non_renseigne"),),
    )


def _watch(m: Material) -> Slide:
    zones = m.zones("taux_acces").table
    blank = zones.loc[zones["absence"] == Absence.UNKNOWN, "name"].tolist()
    points = [f"Accès au premier jour. {map_title(m, zones)}.", _lacking(m)]
    if blank:
        listed = french.listed(blank)
        points.append(f"Plus de la moitié des périodes sont inconnues\u00a0: {listed}.")
    points += _apart(m)
    points.append(
        "Ce que ces nombres ne disent pas\u00a0: la qualité du stage, l’aide reçue, ni la part de "
        "ce qui relève du pôle. Les limites des bassins sont une hypothèse, à confirmer par "
        "l’académie."
    )
    return m.slide(
        "vigilance",
        f"Points de vigilance\u00a0: {french.plural(len(points), 'constat')}, à discuter avec ceux "
        "qui connaissent le terrain",
        text=tuple(points),
        sheets=("taux_acces", "sans_lieu"),
        links=(m.link(niveau="pro"),),
    )


def _lacking(m: Material) -> str:
    row = m.ask("sans_lieu").iloc[0]
    if pd.isna(row["value"]):
        return f"Sans lieu au premier jour\u00a0: {row['absence'] or french.MISSING}."
    return (
        f"Sans lieu au premier jour\u00a0: {french.plural(round(row['count']), 'période')} sur "
        f"{french.number(row['n'])} suivies ({rate_text(row)})."
    )


def _apart(m: Material) -> list[str]:
    """How many publics stand apart, where they are compared."""
    gaps = m.gaps("ips")
    if not len(gaps):
        return []
    told = int(gaps["position"].isin([sides.FAVOURABLE, sides.UNFAVOURABLE]).sum())
    if not told:
        return ["Équité (académie)\u00a0: aucun écart ne se distingue du hasard."]
    publics = french.plural(told, "public se distingue", "publics se distinguent")
    return [f"Équité (académie)\u00a0: {publics} du quart au plus haut IPS."]


def _decisions(m: Material) -> Slide:
    m = m.of(track="", attribution="")
    rows = pd.DataFrame({"decision": ["à compléter"] * 3, "who": "", "when": "", "sign": ""})
    columns = {
        Column("decision", "Décision demandée au comité"): 0.42,
        Column("who", "Porteur"): 0.16,
        Column("when", "Échéance"): 0.14,
        Column("sign", "Comment saura-t-on que c’est fait\u00a0?"): 0.28,
    }
    table = m.table("decisions-tableau", rows, "Décisions demandées", columns, blank=True)
    return m.slide("decisions", "Décisions demandées au comité\u00a0: tableau à compléter", table)
