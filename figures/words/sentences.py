"""Sentences made from the numbers: the answer to a page's question. `**` marks what stands out."""

import math

import pandas as pd

from analytics import sides
from analytics.access.gravity import GravityFit
from analytics.statistics.spatial import GlobalMoran
from data import silence
from figures.words import french

_MOST_NAMES = 4
_ALL_FAMILIES = "Toutes formations"  # of the pupils whose formation has no family


def access_answer(whole: pd.Series, zones: pd.DataFrame) -> str:
    """Say how many periods had no host on day 1, and which BEF lie apart.

    Parameters
    ----------
    whole : states of the selection: due, without, unknown, schools, schools_sent
    zones : one row a BEF: name, position (of the access rate), absence, share
    """
    if whole[["due", "without", "unknown"]].isna().any():
        return "**Le détail de ce choix est secret**\u00a0: trop peu de périodes pour être diffusé."
    due, unknown = round(whole["due"]), round(whole["unknown"])
    if due == 0:
        return "Aucune période due pour ce choix\u00a0: sans objet."
    known = due - unknown
    if known == 0:
        return (
            f"**Les placements ne sont pas renseignés**\u00a0: aucun suivi transmis pour "
            f"{french.plural(due, 'période due', 'périodes dues')}. L’accès potentiel, lui, est "
            "calculé sur les élèves et les employeurs connus (page Accès aux stages)."
        )
    parts = [
        f"Au premier jour, **{french.number(whole['without'])} périodes sur "
        f"{french.number(known)} suivies n’avaient pas de lieu**"
        + _rest(_known(whole.get("agreed", 0)), unknown)
    ]
    below = zones.loc[zones["position"] == sides.UNFAVOURABLE, "name"].tolist()
    indistinct = int((zones["position"] == sides.INDISTINCT).sum())
    if not (zones["position"] != "").any():
        return parts[0]  # nothing was compared
    if below:
        head = "Accès plus bas que l’académie" if len(below) > 1 else "Un bassin est plus bas"
        named = below[:_MOST_NAMES]
        more = f" et {len(below) - _MOST_NAMES} autres" if len(below) > _MOST_NAMES else ""
        parts.append(f"{head}\u00a0: {', '.join(named) if more else french.listed(named)}{more}.")
    else:
        parts.append("Aucun bassin ne se distingue vers le bas de l’académie.")
    if indistinct:
        parts.append(
            f"Pour {french.plural(indistinct, 'bassin')}, l’écart ne se distingue pas du hasard."
        )
    return " ".join(parts)


def _known(count: float) -> int:
    return 0 if pd.isna(count) else round(count)


def _rest(agreed: int, unknown: int) -> str:
    """What becomes of the periods that are neither placed nor without a host."""
    text = ""
    if agreed:
        verb = "avaient" if agreed > 1 else "avait"
        text += f", {french.number(agreed)} {verb} un accord sans convention signée"
    if unknown:
        text += f"\u00a0; {french.number(unknown)} autres ne sont pas renseignées"
    return text + "."


def potential_answer(reached: pd.DataFrame, radius: str, worst: pd.DataFrame) -> str:
    """Say what pupils can reach, and where the most places are missing.

    Parameters
    ----------
    reached : one row a commune: pupils, access (places for 100 pupils), zone_name
    radius : radius of the search, in words
    worst : BEF × family by places to find, the most first: zone_name, family_name, to_place
        (missing where it is secret: it may be more)
    """
    pupils = reached["pupils"].sum()
    if pupils == 0:
        return "Aucun élève connu pour ce choix\u00a0: accès potentiel sans objet."
    mean = (reached["access"] * reached["pupils"]).sum() / pupils
    by_zone = reach_of_zones(reached)["amount"].sort_values()
    text = (
        f"Dans un rayon de {radius}, **{french.number(mean)} places potentielles pour "
        "100\u00a0élèves** en moyenne"
    )
    if len(by_zone) > 1:
        low, high = by_zone.index[0], by_zone.index[-1]
        text += (
            f"\u00a0: de {french.number(by_zone.iloc[0])} ({low}) "
            f"à {french.number(by_zone.iloc[-1])} ({high})"
        )
    text += "."
    found = worst[worst["to_place"] > 0]
    if len(found):
        first = found.iloc[0]
        family = first["family_name"]
        where = "dans le bassin" if family == _ALL_FAMILIES else f"en {family}, bassin"
        among = ", parmi les nombres diffusés" if worst["to_place"].isna().any() else ""
        text += (
            f" Au premier jour, les places manquaient surtout {where} "
            f"{french.of(first['zone_name'])} "
            f"({french.plural(round(first['to_place']), 'place')}{among})."
        )
    return text


def reach_of_zones(reached: pd.DataFrame) -> pd.DataFrame:
    """Mean access over the pupils of each BEF that has some, by name: reach, pupils, amount.

    Parameters
    ----------
    reached : one row a commune: zone_name, pupils, access (places for 100 pupils)
    """
    weighted = reached.assign(reach=reached["access"] * reached["pupils"])
    zones = weighted.groupby("zone_name")[["reach", "pupils"]].sum()
    zones = zones[zones["pupils"] > 0]
    return zones.assign(amount=zones["reach"] / zones["pupils"])


def decay_sentence(fit: GravityFit, unit: str) -> str:
    """Say how fast placements thin out, with the interval.

    Parameters
    ----------
    fit : of the exponential form
    unit : "km" or "min"
    """
    lost = [1 - math.exp(-value) for value in (fit.decay, fit.low, fit.high)]
    bounds = "" if math.isnan(fit.low) else f" {french.interval(lost[1], lost[2])}"
    return (
        f"le poids baisse de {french.percent(lost[0])}{bounds} par {unit}, ajusté sur "
        f"{french.number(fit.flows)} placements"
    )


def zones_answer(zones: pd.DataFrame) -> str:
    """Say how many zones of low access there are, and what is not sure of them.

    Parameters
    ----------
    zones : one row a zone: name, communes, edge, population
    """
    if not len(zones):
        return "Aucun groupe de communes n’a un accès inférieur à la moitié de la moyenne."
    people = french.number(float(zones["population"].sum()))
    text = (
        f"**{french.plural(len(zones), 'zone blanche', 'zones blanches')}**, "
        f"{french.plural(int(zones['communes'].sum()), 'commune')} et {people} habitants"
    )
    edge = int((zones["edge"] > zones["communes"] / 2).sum())
    if edge:
        text += (
            f"\u00a0; {edge} {'sont' if edge > 1 else 'est'} près d’un pays voisin, dont les "
            "lieux sont inconnus\u00a0: à vérifier avant d’agir"
        )
    return text + "."


def resemblance_answer(moran: GlobalMoran, apart: int) -> str:
    """Say whether neighbouring schools resemble each other, and how many stand apart."""
    if math.isnan(moran.statistic):
        return "Trop peu d’établissements suivis, ou de voisins, pour dire s’ils se ressemblent."
    p = moran.p_value
    told = f"p\u00a0{french.p_value(p)}"
    n = french.plural(moran.units, "établissement")
    facts = f"I de Moran {french.number(moran.statistic, 2)}, {told}, n\u00a0=\u00a0{n}"
    if p >= 0.05:
        text = f"**La ressemblance entre voisins ne se distingue pas du hasard** ({facts})."
    else:
        like = "se ressemblent" if moran.statistic > moran.expected else "s’opposent"
        text = f"**Les établissements voisins {like}** ({facts})."
    if not apart:
        return f"{text} Aucun, pris avec ses voisins, ne se distingue du hasard."
    verb = "se distinguent" if apart > 1 else "se distingue"
    return (
        f"{text} {french.plural(apart, 'établissement')} {verb} du hasard avec leurs voisins "
        "(au plus 5\u00a0% de fausses découvertes attendues)."
    )


def companies_answer(
    hosts: float,
    away: float,
    rate: float,
    portfolio: pd.DataFrame,
    previous_year: str | None,
    *,
    of_trade: bool = False,
) -> str:
    """Say how many companies host, what share of the fabric, and how many came back.

    Parameters
    ----------
    hosts : engaged hosts; `away` of them outside the académie; missing where secret
    rate : engaged hosts ÷ employer establishments, 0..1
    portfolio : status, hosts, as `analytics.engagement.moved`
    previous_year : year compared to; None: not measured
    of_trade : the rate is that of the employers of the trades that a family expects
    """
    if hosts == 0:
        return (
            "**L’accueil n’est pas renseigné**\u00a0: aucune convention transmise pour ce choix. "
            "Le tissu employeur, lui, est connu (carte et tableau)."
        )
    if pd.isna(hosts):
        return "**Le nombre de lieux d’accueil est secret** pour ce choix\u00a0: ils sont trop peu."
    text = f"**{french.plural(int(hosts), 'lieu', 'lieux')} d’accueil** ont signé une convention"
    if away > 0:
        text += f" (dont {french.number(away)} hors académie ou non localisés)"
    if rate == rate and of_trade:
        text += f"\u00a0; {french.percent(rate)} des employeurs des activités attendues accueillent"
    elif rate == rate:
        text += f", soit {french.percent(rate)} des établissements employeurs"
    text += "."
    if previous_year is not None and not portfolio["hosts"].isna().any():
        count = portfolio.set_index("status")["hosts"]
        text += (
            f" Depuis {previous_year}\u00a0: {french.number(int(count['returning']))} revenus, "
            f"{french.number(int(count['new']))} nouveaux, "
            f"{french.number(int(count['lost']))} non revus cette année."
        )
    return text


def data_answer(schools: pd.DataFrame, files: pd.DataFrame) -> str:
    """Say who has sent what, and what became of the lines.

    Parameters
    ----------
    schools : one row a school with periods due: due, unknown
    files : one row a file of the version: read, rejected
    """
    silent = int((schools["unknown"] == schools["due"]).sum())
    sent = len(schools) - silent
    read, rejected = int(files["read"].sum()), int(files["rejected"].sum())
    text = f"**{french.sent(sent, len(schools))} un suivi**"
    if silent:
        others = "les autres sont" if sent else "tous sont"
        text += f"\u00a0; {others} «\u00a0{silence.UNTOLD}\u00a0», jamais 0\u00a0%"
    text += (
        f". Cette version vient de {french.plural(len(files), 'fichier')}, "
        f"{french.plural(read, 'ligne lue', 'lignes lues')}"
    )
    if read:
        text += f", {french.number(rejected)} rejetées ({french.percent(rejected / read)})"
    return text + "."


def pairs_answer(waiting: int, decided: int) -> str:
    """Say how many names wait for a decision, and how many have one."""
    if not waiting and not decided:
        return "Aucun nom n’attend de décision dans cette version."
    return (
        f"**{french.plural(waiting, 'nom')} à confirmer**\u00a0; "
        f"{french.plural(decided, 'décision')} déjà prise{'s' if decided > 1 else ''}. Sans "
        "décision, un nom à confirmer compte comme un lieu nouveau."
    )
