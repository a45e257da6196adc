"""The map, and where places are missing."""

import pandas as pd

from analytics import sides
from analytics.catalogue import CATALOGUE
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import AreaMap, Bars, Intervals
from figures.maps import classes
from figures.maps.legends import Legend
from figures.maps.zones import stand_apart
from figures.words import french
from figures.words.findings import ONLY
from slides.material import Material
from slides.outline import Slide
from slides.parts.frame import count_text, rate_text

MOST_BARS = 12
FEWEST_BARS = 3  # fewer are read in the table
_BEF = Column("name", "Bassin")
_FAMILY = {
    Column("family_name", "Famille"): 0.42,
    Column("known_text", "Suivies"): 0.15,
    Column("count_text", "Sans lieu"): 0.15,
    Column("rate_text", "Taux d’accès [à 95\u00a0%]"): 0.28,
}


def the_map(m: Material) -> list[Slide]:
    """Where the access rate stands apart from the rest of the académie."""
    m = m.of(everywhere=True)
    return [
        m.slide(
            "carte",
            map_title(m, m.zones("taux_acces").table),
            *zone_cards(m, "acces", "taux_acces"),
            sheets=("taux_acces",),
            links=(m.link(niveau="pro", indicateur="taux_acces", echelle="ecart"),),
            more=(
                "Un bassin est coloré s’il diffère du reste de l’académie à formations égales, "
                "au-delà du hasard (5\u00a0% de fausses découvertes) et quelles que soient ses "
                "périodes inconnues.",
            ),
        )
    ]


def zone_cards(m: Material, key: str, indicator: str) -> tuple[Card, Card]:
    """The BEF on a map, in three classes, and the same values with their intervals."""
    zones, sheet = m.zones(indicator), CATALOGUE[indicator]
    apart, value = stand_apart(zones, sheet), Column("share", f"{sheet.name}, %", "share")
    published = m.publish(apart.table, f"{sheet.name}, %")
    on_map = Card(
        f"{key}-carte",
        published,
        shows=AreaMap(_BEF, (value,), "bef", apart.scale, "value"),
        alt=f"Carte des bassins\u00a0: {sheet.name}",
        selected=m.bef,
        legends=[Legend(classes.legend_items(apart.table["category"], apart.scale))],
    )
    shows = Intervals(_BEF, (value,), polarity=sheet.polarity)
    return on_map, Card(f"{key}-intervalles", published, shows=shows)


def map_title(m: Material, zones: pd.DataFrame) -> str:
    """Say which BEF are apart, or where the pôle stands: only what the three classes say."""
    if m.alone:
        row = zones[zones["code"] == m.bef].iloc[0]
        if pd.isna(row["share"]):
            return f"Le taux d’accès de {row['name']}\u00a0: {row['absence']}"
        words = {
            sides.FAVOURABLE: "il se distingue du reste de l’académie, au-dessus",
            sides.UNFAVOURABLE: "il se distingue du reste de l’académie, au-dessous",
            sides.INDISTINCT: "l’écart au reste de l’académie ne se distingue pas du hasard",
        }
        said = words.get(row["position"], "il n’est pas comparé au reste de l’académie")
        rate = french.percent(row["share"])
        return f"{row['name']}\u00a0: {rate} d’accès au premier jour\u00a0; {said}"
    if len(zones) == 1:
        return ONLY.rstrip(".")
    if not (zones["position"] != "").any():
        return "Les bassins ne peuvent pas être comparés\u00a0: trop peu de périodes renseignées"
    beside = {"plus bas": sides.UNFAVOURABLE, "plus haut": sides.FAVOURABLE}
    parts = [
        f"{words}\u00a0: {french.listed(names)}"
        for words, side in beside.items()
        if (names := zones.loc[zones["position"] == side, "name"].tolist())
    ]
    if not parts:
        return "Aucun bassin ne se distingue du reste de l’académie"
    listed = "\u00a0; ".join(parts)
    return f"Accès comparé au reste de l’académie, {listed}"


def missing(m: Material) -> list[Slide]:
    """Where places are missing: by family for a pôle, BEF × family for the académie."""
    if m.alone:
        return _of_pole(m)
    crossed = _crossed(m)
    return [_top(m, crossed), *([_matrix(m, crossed)] if len(crossed) else [])]


def _families(m: Material) -> pd.DataFrame:
    table = m.ask("sans_lieu", ("family",))
    rates = m.ask("taux_acces", ("family",))
    table["family_name"] = table["family"].map(m.family_names)
    known = table["known"] if "known" in table else table["n"]
    table["known_text"] = known.map(count_text)
    table["count_text"] = list(map(count_text, table["count"], table["absence"]))
    table["rate_text"] = [rate_text(row) for _, row in rates.iterrows()]
    order = table["count"].fillna(-1)
    return table.iloc[order.argsort(kind="stable")[::-1]].reset_index(drop=True)


def _of_pole(m: Material) -> list[Slide]:
    rows = _families(m)
    rows = rows[rows["due"].ne(0)].reset_index(drop=True)
    if not len(rows):
        due = m.states().iloc[0]["due"]
        why = (
            "sans objet, aucune période due" if due == 0 else "les familles ne sont pas renseignées"
        )
        title = f"{m.here}, où les places manquent\u00a0: {why}"
        text = (f"{why.capitalize()} en voie professionnelle dans ce bassin.",)
        return [m.slide("manques", title, text=text)]
    title = "Périodes sans lieu au premier jour, par famille de métiers"
    cards = [m.table("manques-familles", rows, title, _FAMILY)]
    seen = rows[rows["count"].gt(0)]
    if len(seen) >= FEWEST_BARS:
        title = "Périodes sans lieu au premier jour, nombre (familles non secrètes)"
        cards.append(_bars(m, seen, title, Column("family_name", "Famille"), "count"))
    return [
        m.slide(
            "manques",
            _finding(m, rows, seen),
            *cards,
            sheets=("manque", "sans_lieu", "taux_acces"),
            links=(m.link("acces", niveau="pro"),),
        )
    ]


def _bars(m: Material, rows: pd.DataFrame, title: str, label: Column, without: str) -> Card:
    shows = Bars(label, (Column(without, "Sans lieu", "count"),), beside="")
    return m.card("manques-barres", rows, title, shows)


def _finding(m: Material, rows: pd.DataFrame, seen: pd.DataFrame) -> str:
    hidden = int(rows["count"].isna().sum())
    if len(seen):
        first = seen.iloc[0]
        text = (
            f"{m.here}\u00a0: {first['family_name']} a le plus de périodes sans lieu"
            f"{' parmi les familles qui peuvent être montrées' if hidden else ''} "
            f"({french.number(first['count'])} sur {first['known_text']} suivies)"
        )
    elif hidden:
        text = f"{m.here}\u00a0: aucun nombre de périodes sans lieu ne peut être montré par famille"
    else:
        text = f"{m.here}\u00a0: aucune période sans lieu au premier jour parmi celles suivies"
    if hidden:
        more = french.plural(hidden, "famille est secrète", "familles sont secrètes")
        text += f"\u00a0; {more}"
    return text


def _crossed(m: Material) -> pd.DataFrame:
    table = m.states(("bef", "family"))
    table["bef_name"] = table["bef"].map(m.bef_names)
    table["family_name"] = table["family"].map(m.family_names)
    return table


def _top(m: Material, table: pd.DataFrame) -> Slide:
    rows = table[table["without"].gt(0)].sort_values(
        ["without", "bef", "family"], ascending=[False, True, True]
    )
    rows = rows.head(MOST_BARS).reset_index(drop=True)
    if not len(rows):
        text = (
            "Aucun nombre de périodes sans lieu n’est connu et diffusable par bassin et famille.",
        )
        return m.slide("manques", "Les places manquantes ne sont pas renseignées", text=text)
    rows["shown"] = [
        f"{french.short_name(b, 18)} · {f} (n = {count_text(n)})"
        for b, f, n in rows[["bef_name", "family_name", "known"]].itertuples(index=False)
    ]
    first = rows.iloc[0]
    most = (
        "Places manquantes, le plus grand nombre diffusé"
        if table["without"].isna().any()
        else "Le plus grand nombre de places manquantes"
    )
    title = (
        f"{most}\u00a0: {first['family_name']}, {first['bef_name']} "
        f"({french.plural(int(first['without']), 'période')} sans lieu au premier jour)"
    )
    shown = (
        f"Périodes sans lieu au premier jour\u00a0: les {len(rows)} nombres les plus élevés, n "
        "suivies"
    )
    return m.slide(
        "manques",
        title,
        _bars(m, rows, shown, Column("shown", "Bassin et famille"), "without"),
        sheets=("manque", "sans_lieu"),
        links=(m.link("acces", niveau="pro"),),
    )


def _matrix(m: Material, table: pd.DataFrame) -> Slide:
    table["cell"] = [count_text(number, "s") for number in table["without"]]
    hidden, full = (int((table["cell"] == wanted).sum()) for wanted in ("s", "0"))
    said = (
        f"{french.plural(hidden, 'case secrète', 'cases secrètes')} sur "
        f"{french.number(len(table))}, car les nombres y sont petits ou feraient retrouver les "
        "petits"
        if hidden
        else f"{french.plural(len(table), 'case')}, dont {french.number(full)} sans manque"
    )
    return m.slide(
        "manques-detail",
        f"Bassin par famille\u00a0: {said}",
        _cells(m, table),
        sheets=("sans_lieu",),
        links=(m.link("acces", niveau="pro"),),
    )


def _cells(m: Material, table: pd.DataFrame) -> Card:
    """The table of BEF × family, its totals those of all families."""
    found = set(table["family"])
    families = [family for family in m.family_names if family in found]
    wide = table.pivot_table("cell", "bef", "family", aggfunc="first")
    wide = wide.reindex(index=list(m.bef_names), columns=families).fillna("")
    whole = m.states(("bef",)).set_index("bef")["without"].reindex(wide.index)
    totals = [count_text(number, "s") for number in whole]
    rows = wide.assign(bef_name=list(m.bef_names.values()), total=totals)
    columns = {
        Column("bef_name", "Bassin"): 0.25,
        **{Column(each, m.family_names[each]): 0.67 / len(families) for each in families},
        Column("total", "Total"): 0.08,
    }
    title = (
        "Périodes sans lieu au premier jour, bassin × famille (s\u00a0: secret\u00a0; vide\u00a0: "
        "sans objet)"
    )
    return m.table("manques-matrice", rows.reset_index(drop=True), title, columns, upright=True)
