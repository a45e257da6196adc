"""What the screen says where a slide says to look: numbers by label, read on the pages."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
from streamlit.testing.v1 import AppTest

from figures.words import french
from tests.pages.conftest import figure, html

PATHS = {"": "overview", "acces": "access", "equite": "equity", "entreprises": "companies"}
Numbers = dict[str, tuple[float, ...]]
SIGNED, WITHOUT = "convention signée", "sans lieu"
DIGITS = re.compile(r"[−+]?\d[\d\u00a0]*(?:,\d+)?")
NONE = (math.nan,) * 3
CHANNELS = {"pôle ou CLEE": "pôle, CLEE", "équipe, DDFPT, BDE": "établissement"}


@dataclass
class Screens:
    """Pages opened from the links of slides, each once.

    Parameters
    ----------
    open_page : as `tests.pages.conftest.open_page`
    """

    open_page: Callable[..., AppTest]
    home: Path
    opened: dict[tuple[tuple[str, str], ...], AppTest] = field(default_factory=dict)

    def at(self, link: str, **changes: str) -> AppTest:
        """The page of a link, some of its settings changed."""
        parts = urlsplit(link)
        query = {**dict(parse_qsl(parts.query)), **changes}
        key = (("page", parts.path.strip("/")), *sorted(query.items()))
        if key not in self.opened:
            page = PATHS[parts.path.strip("/")]
            self.opened[key] = self.open_page(self.home, page, **query)
        return self.opened[key]


@dataclass(frozen=True)
class Asked:
    """A figure of a slide, and where to look for its numbers.

    Parameters
    ----------
    links : those of its slide, in order
    bef : code of the BEF of the deck; "": the académie
    here : its name
    year, before : campaigns, the second one perhaps ""
    years : campaigns of the version
    """

    screens: Screens
    links: tuple[str, ...]
    bef: str
    here: str
    year: str
    before: str
    years: tuple[str, ...]
    names: dict[str, str]

    def page(self, rank: int = 0, **changes: str) -> AppTest:
        """The page of a link."""
        return self.screens.at(self.links[rank], **changes)

    def overview(self, **changes: str) -> AppTest:
        """The overview at the settings of the deck, some changed."""
        link = self.links[0].replace("/" + urlsplit(self.links[0]).path.strip("/"), "/")
        return self.screens.at(link, **changes)


def shown(app: AppTest, *columns: str) -> pd.DataFrame:
    """The first table of a page that has these columns."""
    return next(f.value for f in app.dataframe if set(columns) <= set(f.value.columns))


def percents(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[float, ...]]:
    """Columns of shares in %, row by row."""
    return (100 * rows[list(columns)].astype(float)).itertuples(index=False, name=None)


def step(app: AppTest, date: str, name: str) -> pd.Series:
    """A row of the funnel."""
    rows = shown(app, "date", "name", "amount", "value")
    return rows[(rows["date"] == date) & (rows["name"] == name)].iloc[0]


def three(row: pd.Series, value: str = "value") -> tuple[float, ...]:
    """A rate and its interval, in %."""
    return tuple(100 * float(row[name]) for name in (value, "low", "high"))


def number(text: str) -> tuple[float, ...]:
    """The number of a key figure; missing where it is a word."""
    plain = text.partition("\u00a0%")[0].replace("\u00a0", "").replace(",", ".")
    return (float(plain) if plain.replace(".", "").isdigit() else math.nan,)


def rate(asked: Asked, year: str, indicator: str, state: str) -> tuple[float, ...]:
    """A rate of the first day with its interval: of the BEF among the others, or in the funnel."""
    app = asked.overview(campagne=year, niveau="pro", indicateur=indicator)
    if not asked.bef:
        return three(step(app, "J0", state))
    return three(shown(app, "name", "share", "low").set_index("name").loc[asked.here], "share")


def key_figures(asked: Asked) -> Numbers:
    found: dict[str, tuple[float, ...]] = {}
    for year in (asked.before, asked.year):
        app = asked.overview(campagne=year, niveau="pro")
        every = asked.overview(campagne=year, niveau="tous")
        again = asked.screens.at("/entreprises", **_whole(asked, year), volet="portefeuille")
        back = next(
            (f.value for f in again.dataframe if {"share", "low", "n"} <= set(f.value)), None
        )
        told: Numbers = {
            "Périodes dues": number(figure(app, "Périodes dues")),
            "Taux d’accès à J0": rate(asked, year, "taux_acces", SIGNED),
            "Périodes sans lieu à J0": number(figure(app, "Sans lieu à J0")),
            "Part sans lieu à J0": rate(asked, year, "sans_lieu", WITHOUT),
            "Part non renseignée": number(figure(app, "Non renseigné")),
            "Lieux d’accueil engagés": number(figure(every, "Entreprises engagées")),
            "Lieux de l’an passé revenus": (math.nan,) * 3
            if back is None
            else three(back.iloc[0], "share"),
        }
        for name, values in told.items():
            found[name] = (*found.get(name, ()), *values)
    return found


def _whole(asked: Asked, year: str) -> dict[str, str]:
    query = dict(parse_qsl(urlsplit(asked.links[0]).query))
    return {"campagne": year, "niveau": "tous", "bef": query["bef"], "vue": query["vue"]}


def by_year(asked: Asked) -> Numbers:
    return {year: rate(asked, year, "taux_acces", SIGNED) for year in asked.years}


def bef_rates(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "name", "share", "low")
    told = dict(zip(rows["name"], percents(rows, "share", "low", "high"), strict=True))
    return told | {french.short_name(name, 18): values for name, values in told.items()}


def lacks(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "zone_name", "family_name", "to_place")
    short = rows["zone_name"].map(lambda name: french.short_name(name, 18))
    names = rows["family_name"] if asked.bef else short + " · " + rows["family_name"]
    return {name: (float(n),) for name, n in zip(names, rows["to_place"], strict=True)}


def families(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "zone_name", "family_name", "to_place")
    counts = rows[["known", "to_place"]].astype(float).to_numpy().tolist()
    told = zip(counts, percents(rows, "rate", "low", "high"), strict=True)
    return {
        name: (*count, *rates)
        for name, (count, rates) in zip(rows["family_name"], told, strict=True)
    }


def matrix(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "zone_name", "family_name", "to_place")
    table = rows.set_index(["zone_name", "family_name"])["to_place"].astype(float)
    columns = [name for name in asked.names if name in set(rows["family_name"])]
    whole = shown(asked.overview(indicateur="sans_lieu", niveau="pro"), "name", "count")
    total = whole.set_index("name")["count"].astype(float)
    return {
        name: (*(table.get((name, family), math.nan) for family in columns), total[name])
        for name in total.index
    }


def gaps(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "name", "rate", "gap_points")
    columns = ["n", "gap_points", "gap_low_points", "gap_high_points"]
    told = zip(percents(rows, "rate"), rows[columns].astype(float).to_numpy().tolist(), strict=True)
    found = {name: (*r, *rest) for name, (r, rest) in zip(rows["name"], told, strict=True)}
    if asked.bef:
        share = shown(asked.overview(niveau="college", bef=asked.bef), "name", "share", "n")
        own = share.set_index("name").loc[asked.here]
        found[f"Tous, {asked.here}"] = (100 * float(own["share"]), float(own["n"]))
    return found


def gap_points(asked: Asked) -> Numbers:
    """Where each public stands: the reference at its rate, the others at their gap from it."""
    rows = shown(asked.page(), "name", "rate", "gap_points")
    reference = 100 * float(rows[rows["gap_points"].isna()]["rate"].iloc[-1])
    places = reference + rows[["gap_points", "gap_low_points", "gap_high_points"]].astype(float)
    places = places.clip(0, 100)  # a rate is drawn within its bounds
    names = rows["name"].map(lambda name: str(name).partition(" (")[0])
    found = dict(zip(names, places.itertuples(index=False, name=None), strict=True))
    found[names.iloc[-1]] = (reference,)
    return found


def channels(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "public", "name", "share_known")
    every = rows[rows["public"] == "Tous"]
    told = dict(zip(every["name"], percents(every, "share_known"), strict=True))
    return {**told, **{slide: told[name] for slide, name in CHANNELS.items()}}


def sectors(asked: Asked) -> Numbers:
    rows = shown(asked.page(0), "name", "count", "share")
    return {name: (float(n),) for name, n in zip(rows["name"], rows["count"], strict=True)}


def returned(asked: Asked) -> Numbers:
    rows = shown(asked.page(1), "label", "amount").set_index("label")["amount"].astype(float)
    before, lost, *new = rows.iloc[:-1]
    return {
        "Lieux de l’an passé": (before,),
        "dont revenus": (before + lost,),
        "dont non revus": (-lost,),
        "Nouveaux ou repris": (sum(new),),
    }


def own_bef(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "name", "own")
    told = percents(rows, "own", "own_low", "own_high")
    return {
        french.short_name(name, 18): values for name, values in zip(rows["name"], told, strict=True)
    }


def dates(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "date", "name", "amount")
    return {date: tuple(part["amount"].astype(float)) for date, part in rows.groupby("date")}


def date_shares(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "date", "name", "value")
    rows = rows[rows["name"] != "non renseigné"]
    return {
        date: tuple(v for values in percents(part, "value", "low", "high") for v in values)
        for date, part in rows.groupby("date")
    }


def signs(asked: Asked) -> Numbers:
    tables = [f.value for f in asked.page().dataframe if {"share", "n", "unknown"} <= set(f.value)]
    rows = pd.concat(tables[1:], ignore_index=True)  # the first one is by BEF
    known = 100 * rows["n"] / (rows["n"] + rows["unknown"])
    told = zip(percents(rows, "share", "low", "high"), rows["n"], known, strict=True)
    found = {name: (*r, float(n), k) for name, (r, n, k) in zip(rows["name"], told, strict=True)}
    return {
        **found,
        "Lieux avec un tuteur formé (tous niveaux)": found["Tous les lieux d’accueil"],
        "Placements interrompus": found["Périodes interrompues"],
    }


def sent(asked: Asked) -> Numbers:
    rows = shown(asked.page(), "name", "schools", "schools_sent")
    counts = rows[["n", "schools", "schools_sent"]].astype(float).to_numpy().tolist()
    told = zip(counts, percents(rows, "share"), strict=True)
    return {name: (*c, *share) for name, (c, share) in zip(rows["name"], told, strict=True)}


READERS: dict[str, Callable[[Asked], Numbers]] = {
    "chiffres": key_figures,
    "acces-annees": by_year,
    "acces-carte": bef_rates,
    "acces-intervalles": bef_rates,
    "manques-barres": lacks,
    "manques-matrice": matrix,
    "manques-familles": families,
    "equite-ips-points": gap_points,
    "equite-ips-ecarts": gaps,
    "troisieme-ep-points": gap_points,
    "troisieme-ep-ecarts": gaps,
    "canaux-barres": channels,
    "entreprises-secteurs": sectors,
    "entreprises-retour": returned,
    "flux-autosuffisance": own_bef,
    "calendrier-etats": dates,
    "calendrier-parts": date_shares,
    "qualite-signes": signs,
    "seconde-carte": bef_rates,
    "seconde-intervalles": bef_rates,
    "donnees-bassins": sent,
}


def communes(asked: Asked) -> pd.DataFrame:
    """Access and inhabitants of each commune: name, access, population."""
    return shown(asked.page(), "name", "access", "places", "population")


def said(asked: Asked) -> Iterator[float]:
    """Every number of the pages of a slide: of their tables (shares in % too), of their words."""
    for rank in range(len(asked.links)):
        app = asked.page(rank)
        for table in (frame.value for frame in app.dataframe):
            values = table.select_dtypes("number").to_numpy(float).ravel()
            yield from (*values, *(100 * values))
            if {"n", "unknown"} <= set(table):
                yield from 100 * table["n"] / (table["n"] + table["unknown"])
            if {"known", "placed"} <= set(table):
                yield from 100 * table["known"] / table["placed"]
        yield from numbers(html(app) + "\n".join(m.value for m in app.markdown))


def numbers(text: str) -> tuple[float, ...]:
    """Numbers of a text; « 1 234,5 % [1,0 ; 2,0] » gives three."""
    plain = (found.replace("\u00a0", "").replace("−", "-") for found in DIGITS.findall(text))
    return tuple(float(one.replace(",", ".")) for one in plain)
