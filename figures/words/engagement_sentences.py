"""Answer of each section of the companies' page, from its numbers."""

import pandas as pd

from figures.words import french

NOTHING = "**L’accueil n’est pas renseigné**\u00a0: aucune convention transmise pour ce choix."


def _hosts(count: float) -> str:
    return french.plural(int(count), "lieu d’accueil", "lieux d’accueil")


def portfolio_answer(
    steps: pd.DataFrame | None,
    returned: pd.Series | None,
    before: str | None,
    *,
    running: bool = False,
) -> str:
    """Say how many stay, come and go, and how likely a return is.

    Parameters
    ----------
    steps : step, amount; None: the campaign before is not measured
    returned : value, low, high and, where it is, `estimated`, of the return of all hosts; None:
        not measured
    before : the campaign before
    running : the campaign is under way: who is not there yet is not lost
    """
    if running:
        return (
            "**Campagne en cours**\u00a0: un lieu qui n’a pas encore accueilli n’est pas perdu. "
            "Retours et départs se liront quand elle sera finie."
        )
    if steps is None:
        return (
            "**Première campagne connue**\u00a0: on ne peut pas dire qui est nouveau ni qui est "
            "fidèle. Le portefeuille se lit à partir de la suivante."
        )
    amount = steps.set_index("step")["amount"]
    if amount.isna().any():
        return "**Le mouvement du portefeuille est secret** pour ce choix\u00a0: ils sont trop peu."
    if not amount["now"] and not amount["before"]:
        return NOTHING
    came = amount["new"] + amount.get("revived", 0.0)
    text = (
        f"**{_hosts(amount['now'])} actifs**, contre {french.number(amount['before'])} en {before}"
        f"\u00a0: {french.number(-amount['lost'])} n’ont pas été revus, {french.number(came)} sont "
        "venus ou revenus."
    )
    if returned is not None and returned["n"]:
        text += (
            f" **{french.percent(returned['value'])} au moins reviennent d’une campagne à "
            f"l’autre** {french.interval(returned['low'], returned['high'])}"
        )
        estimated = returned.get("estimated", float("nan"))
        if pd.notna(estimated):
            text += (
                f", {french.percent(estimated)} si ce qui n’est pas dit ressemble à ce qui l’est "
                "(hypothèse)"
            )
        text += "."
    return text


def dependence_answer(whole: pd.Series | None, fine: pd.DataFrame) -> str:
    """Say how gathered placements are, and how many families rest on one host.

    Parameters
    ----------
    whole : top_share, effective, hosts, placements of the perimeter; None without any
    fine : one row a family and BEF: alone (one host carries it)
    """
    if whole is None or not whole["placements"]:
        return NOTHING
    text = (
        f"**Un lieu d’accueil sur dix porte {french.percent(whole['top_share'], 0)} des "
        f"placements** de la voie professionnelle\u00a0; {_hosts(whole['hosts'])} accueillent "
        f"autant que {french.number(whole['effective'])} lieux de même poids."
    )
    if alone := int(fine["alone"].sum()):
        return text + (
            f" Dans {french.number(alone)} des {french.number(len(fine))} croisements famille × "
            "bassin, un seul lieu accueille plus que tous les autres."
        )
    return text + " Aucune famille ne repose sur un seul lieu dans un bassin."


def quality_answer(evaluated: pd.Series, trained: pd.Series) -> str:
    """Say the return rate of evaluations, then the share of trained tutors.

    Parameters
    ----------
    evaluated, trained : value, low, high, n of these measures
    """
    if not evaluated["n"]:
        return NOTHING
    return (
        f"**{french.percent(evaluated['value'], 0)} des évaluations sont rendues** "
        f"{french.interval(evaluated['low'], evaluated['high'], 0)}\u00a0; "
        f"{french.percent(trained['value'], 0)} des lieux d’accueil ont un tuteur formé "
        f"{french.interval(trained['low'], trained['high'], 0)}. Aucune note d’ensemble n’en est "
        "tirée."
    )


def load_answer(load: pd.Series) -> str:
    """Say how many hosts several schools solicit.

    Parameters
    ----------
    load : as `analytics.companies.solicitation.load_summary`
    """
    if not load["hosts"]:
        return NOTHING
    return (
        f"**{_hosts(load['many'])} sur {french.number(load['hosts'])}** ont accueilli les élèves "
        f"de trois établissements ou plus dans l’année, soit "
        f"{french.percent(load['many_share'], 0)} des placements\u00a0; "
        f"{french.number(load['crowded'])} ont eu au moins cinq élèves la même semaine. Aucun "
        "fichier ne dit s’ils ont un interlocuteur unique."
    )


def fabric_words(sources: list[str]) -> str:
    """Say how finely the employers are known, and from whom.

    Parameters
    ----------
    sources : those of the fine fabric
    """
    if "Urssaf" not in sources and "Sirene" not in sources:
        return "employeurs par grand secteur (Insee)" if sources else ""
    text = "employeurs privés par division de la NAF (Urssaf)"
    if "Urssaf" not in sources:
        text = "employeurs par division de la NAF (Sirene)"
    elif "Sirene" in sources:
        text += ", agriculture et public par division (Sirene)"
    if "établissements publics" in sources:
        text += ", enseignement et santé publics par commune"
    if "Insee, par secteur" in sources:
        text += "\u00a0; agriculture et reste du public par grand secteur (Insee)"
    return text
