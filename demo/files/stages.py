"""The placements file of one year, as schools would send it, defects included."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Flags, Ints, day_words, stream, take
from demo.territory import Territory
from demo.world import access
from demo.world.codes import FIRST_UNKNOWN, uai_codes
from demo.world.names import FOREIGN_NAMES
from demo.world.pupils import family_names, level_names

UNKNOWN_SCHOOLS = 8
COUNTRIES = ("LU", "DE", "BE")
STATES = ("signé", "accord", "sans lieu", "inconnu")
_BAD_POSTCODES = ("{}X", "F-{}", "{}00", "{:.2}OOO")


def silent_schools(seed: int, schools: pd.DataFrame) -> list[Ints]:
    """Draw the schools that send nothing: one array of rows a year, some in every year."""
    draw = stream(seed, "etablissements muets")
    silent: list[list[Ints]] = [[] for _ in P.YEARS]
    for column in ("pro", "gt", "clg"):
        rows = np.flatnonzero(schools[column].to_numpy() > 0)
        if column == "gt":
            rows = rows[schools["pro"].to_numpy()[rows] == 0]
        if not len(rows):
            continue
        order = draw.permutation(rows)
        always = order[: round(P.SILENT_ALWAYS * len(rows))]
        each = max(1, round(P.SILENT * len(rows))) - len(always)
        for year in range(len(P.YEARS)):
            once = draw.choice(order[len(always) :], each, replace=False)
            silent[year].append(np.r_[always, once])
    return [np.sort(np.concatenate(parts)) for parts in silent]


def stage_file(
    seed: int,
    year: int,
    rows: pd.DataFrame,
    schools: pd.DataFrame,
    companies: pd.DataFrame,
    territory: Territory,
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Write one year as an exchange file.

    Parameters
    ----------
    seed, year : seed of the draw, rank of the school year
    rows : one row a pupil × period due of the schools that sent a file
    schools, companies, territory : what codes and names are read from

    Returns
    -------
    The file (text), and the number of rows of each defect.
    """
    file = _states(year, rows, schools)
    defects = _add_hosts(seed, year, file, rows, companies, territory)
    _add_quality(file, rows, companies)
    defects["canal_inconnu"] = int((rows["placed"] & ~rows["channel_known"]).sum())
    defects["uai_sans_etablissement"] = _unknown_schools(seed, year, file)
    return file, defects


def _states(year: int, rows: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    """Return the columns that need no host: keys, state, dates, days."""
    style = P.DATE_STYLES[year]
    state = rows["state"].to_numpy()
    signed = rows["signed"].to_numpy()
    word = np.array([0, 0, 0, 0, 2, 3])[state]
    word = np.where((state == access.AGREED) & (signed < 0), 1, word)
    numbers = [str(n) for n in range(100)]
    return pd.DataFrame(
        {
            "uai": take(schools["uai"].tolist(), rows["school"].to_numpy()),
            "annee_scolaire": take([P.YEAR_LABELS[year]], np.zeros(len(rows), dtype=np.int64)),
            "niveau": take(level_names(), rows["level"].to_numpy()),
            "famille": take(family_names(), rows["family"].to_numpy()),
            "periode": take(numbers, rows["period"].to_numpy()),
            "etat": take(STATES, word),
            "date_accord": day_words(rows["agreed"].to_numpy(), style),
            "date_convention": day_words(signed, style),
            "debut": day_words(rows["start"].to_numpy(), style),
            "fin": day_words(rows["end"].to_numpy(), style),
            "jours_prevus": take(numbers, rows["planned"].to_numpy()),
            "jours_faits": take(numbers, rows["done"].to_numpy()),
        }
    )


def _add_hosts(
    seed: int,
    year: int,
    file: pd.DataFrame,
    rows: pd.DataFrame,
    companies: pd.DataFrame,
    territory: Territory,
) -> dict[str, int]:
    """Add the columns of the host; return the rows of each defect."""
    draw = stream(seed, "defauts", P.YEARS[year])
    host, count = rows["host"].to_numpy(), len(rows)
    met = host >= 0
    lot = np.where(met, draw.random(count), 1.0)
    missing = lot < P.NO_SIRET
    broken = ~missing & (lot < P.NO_SIRET + P.SCIENTIFIC_SIRET)
    short = ~missing & ~broken & (lot < P.NO_SIRET + P.SCIENTIFIC_SIRET + P.SHORT_SIRET)
    file["siret"] = _sirets(companies["siret"], host, missing, broken, short)
    unnamed = missing | broken
    other = unnamed & companies["has_alias"].to_numpy()[host] & (draw.random(count) < 0.5)
    names = [*companies["nom"].tolist(), *companies["alias"].tolist()]
    file["entreprise"] = take(names, np.where(other, host + len(companies), host))
    commune = np.where(met, companies["commune"].to_numpy()[host], -1)
    file["commune_accueil"] = take(territory.communes["code"].tolist(), commune)
    bad = met & (draw.random(count) < P.BAD_POSTCODE)
    file["code_postal_accueil"] = _postcodes(draw, territory, commune, bad)
    country = rows["country"].to_numpy()
    file["pays"] = take(COUNTRIES, country - 1)
    _name_foreigners(draw, file, country)
    silent_naf = draw.random(count) < 0.08
    file["naf"] = take(companies["naf"].tolist(), np.where(silent_naf, -1, host))
    return {
        "siret_absent": int(missing.sum()),
        "siret_scientifique": int(broken.sum()),
        "siret_zeros_perdus": int(short.sum()),
        "code_postal_faux": int(bad.sum()),
        "nom_second": int(other.sum()),
    }


def _sirets(
    codes: pd.Series, host: Ints, missing: Flags, broken: Flags, short: Flags
) -> pd.api.extensions.ExtensionArray:
    """Return the SIRET as typed: some empty, some spoilt by a spreadsheet."""
    known = codes.tolist()
    words, position = list(known), np.where(missing, -1, host)
    for flags, spoil in ((broken, _scientific), (short, _without_zeros)):
        rows = np.flatnonzero(flags)
        position[rows] = len(words) + np.arange(len(rows))
        words += [spoil(known[h]) for h in host[rows].tolist()]
    return take(words, position)


def _scientific(siret: str) -> str:
    return f"{int(siret):.2E}".replace(".", ",")


def _without_zeros(siret: str) -> str:
    return siret.lstrip("0")


def _postcodes(
    draw: np.random.Generator, territory: Territory, commune: Ints, bad: Flags
) -> pd.api.extensions.ExtensionArray:
    """Return the postcode of each host, a few of them unreadable."""
    codes = territory.communes["postcode"].tolist()
    spoilt = [form.format(code) for form in _BAD_POSTCODES for code in codes]
    form = draw.integers(0, len(_BAD_POSTCODES), len(commune))
    return take(codes + spoilt, np.where(bad, len(codes) * (1 + form) + commune, commune))


def _name_foreigners(draw: np.random.Generator, file: pd.DataFrame, country: Ints) -> None:
    for rank, code in enumerate(COUNTRIES, start=1):
        rows = np.flatnonzero(country == rank)
        names = FOREIGN_NAMES[code]
        file.loc[rows, "entreprise"] = take(names, draw.integers(0, len(names), len(rows)))


def _add_quality(file: pd.DataFrame, rows: pd.DataFrame, companies: pd.DataFrame) -> None:
    """Add the channel and the yes/no columns, empty for those without a place."""
    placed = rows["placed"].to_numpy()
    known = np.where(rows["channel_known"], rows["channel"], -1)
    file["canal"] = take(P.CHANNELS, known)
    host = rows["host"].to_numpy()
    tutor = np.where(host >= 0, companies["tutor"].to_numpy()[host].astype(np.int64), -1)
    yes_no = ("non", "oui")
    file["tuteur_forme"] = take(yes_no, tutor)
    for header, column in (
        ("visite", "visited"),
        ("evaluation_rendue", "evaluated"),
        ("interrompu", "stopped"),
    ):
        file[header] = take(yes_no, np.where(placed, rows[column].to_numpy().astype(np.int64), -1))


def _unknown_schools(seed: int, year: int, file: pd.DataFrame) -> int:
    """Give some rows a UAI that is well formed and matches no school; return how many."""
    draw = stream(seed, "uai inconnus", P.YEARS[year])
    codes = uai_codes(FIRST_UNKNOWN + np.arange(UNKNOWN_SCHOOLS) * 13)
    rows = np.flatnonzero(draw.random(len(file)) < P.UNKNOWN_UAI)
    file.loc[rows, "uai"] = take(codes, draw.integers(0, len(codes), len(rows)))
    return len(rows)
