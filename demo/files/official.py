"""The public files, as the ministry and Insee would write them, for the invented schools."""

import numpy as np
import pandas as pd

from demo import parameters as P
from demo.streams import Flags, Floats, Ints, stream, take
from demo.territory import Territory, read_reference
from demo.world.hosts import Registry

NATURES = {
    "LP": "LYCEE PROFESSIONNEL",
    "LPO": "LYCEE POLYVALENT",
    "SEP": "SECTION D ENSEIGNEMENT PROFESSIONNEL",
    "LEGT": "LYCEE ENSEIGNT GENERAL ET TECHNOLOGIQUE",
}
UPDATED = "2026-09-01"
EMPLOYER_YEARS = (2024, 2025)
# establishments of a sector grow with this power of the population
SPREAD = {"AZ": 0.35, "BE": 0.95, "FZ": 0.95, "GZ": 1.1, "HU": 1.1, "OQ": 1.05}


def directory(seed: int, schools: pd.DataFrame, territory: Territory) -> pd.DataFrame:
    """Return the annuaire: one row a lycée."""
    rows = schools[schools["kind"] != "CLG"]
    here = territory.communes.iloc[rows["commune"]].reset_index(drop=True)
    mother = rows["mere"].to_numpy()
    draw = stream(seed, "annuaire")
    pupils = (rows["pro"] + 3 * rows["gt"]).round().astype(int).to_numpy()
    return pd.DataFrame(
        {
            "identifiant_de_l_etablissement": rows["uai"].to_numpy(),
            "nom_etablissement": rows["nom"].to_numpy(),
            "statut_public_prive": np.where(rows["prive"], "Privé", "Public"),
            "code_postal": here["postcode"],
            "code_commune": here["code"],
            "nom_commune": here["nom"],
            "voie_professionnelle": np.where(rows["pro"] > 0, "1", "0"),
            "ulis": np.where(draw.random(len(rows)) < 0.3, "1", "0"),
            "nombre_d_eleves": pupils,
            "latitude": rows["lat"].round(6).to_numpy(),
            "longitude": rows["lon"].round(6).to_numpy(),
            "etat": "OUVERT",
            "date_maj_ligne": UPDATED,
            "ministere_tutelle": "MINISTERE DE L'EDUCATION NATIONALE",
            "libelle_nature": rows["kind"].map(NATURES).to_numpy(),
            "etablissement_mere": np.where(mother >= 0, schools["uai"].to_numpy()[mother], None),
            "code_bassin_formation": here["bef_officiel"],
        }
    )


def college_files(schools: pd.DataFrame, territory: Territory) -> dict[str, pd.DataFrame]:
    """Return the collèges with their coordinates, and their priority zone: one row a collège."""
    rows = schools[schools["kind"] == "CLG"]
    here = territory.communes.iloc[rows["commune"]].reset_index(drop=True)
    located = pd.DataFrame(
        {
            "numero_uai": rows["uai"].to_numpy(),
            "appellation_officielle": rows["nom"].to_numpy(),
            "secteur_public_prive_libe": np.where(rows["prive"], "Privé", "Public"),
            "code_postal_uai": here["postcode"],
            "code_commune": here["code"],
            "latitude": rows["lat"].round(6).to_numpy(),
            "longitude": rows["lon"].round(6).to_numpy(),
            "etat_etablissement_libe": "OUVERT",
            "nature_uai_libe": "COLLEGE",
        }
    )
    zone = rows["zone"].to_numpy()
    priority = pd.DataFrame(
        {
            "uai": rows["uai"].to_numpy(),
            "type_etab": "Collège",
            "nom_etablissement": rows["nom"].to_numpy(),
            "code_postal": here["postcode"],
            "commune": here["nom"],
            "zone_ep": np.where(zone == "hors EP", None, zone),
        }
    )
    return {"colleges.csv": located, "education_prioritaire.csv": priority}


def ips_files(
    schools: pd.DataFrame, groups: pd.DataFrame, ips: dict[str, Floats]
) -> dict[str, pd.DataFrame]:
    """Return the IPS of collèges and of lycées: one row a school and rentrée.

    Parameters
    ----------
    schools, groups : as made by `make_schools` and `make_groups`
    ips : column of the schools -> IPS published, school × year
    """
    pro = _by_year(schools, groups, groups["family"] >= 0)
    other = _by_year(schools, groups, groups["family"] < 0)
    colleges = np.flatnonzero((schools["kind"] == "CLG").to_numpy())
    lycees = np.flatnonzero((schools["kind"] != "CLG").to_numpy())
    first, second = [], []
    for year, label in enumerate(P.YEAR_LABELS):
        first.append(
            pd.DataFrame(
                {
                    "rentree_scolaire": label,
                    "uai": schools["uai"].to_numpy()[colleges],
                    "effectifs": (4 * other[colleges, year]).astype(int),
                    "ips": ips["ips_clg"][colleges, year],
                }
            )
        )
        second.append(
            _lycees(
                schools.iloc[lycees],
                label,
                pro[lycees, year],
                other[lycees, year],
                ips["ips_pro"][lycees, year],
                ips["ips_gt"][lycees, year],
            )
        )
    return {
        "ips_colleges.csv": pd.concat(first, ignore_index=True),
        "ips_lycees.csv": pd.concat(second, ignore_index=True),
    }


def _by_year(schools: pd.DataFrame, groups: pd.DataFrame, kept: pd.Series) -> Floats:
    """Return the pupils of the groups kept: school × year."""
    size = (len(schools), len(P.YEARS))
    flat = groups["school"].to_numpy() * size[1] + groups["year"].to_numpy()
    kept_pupils = np.where(kept, groups["pupils"], 0).astype(np.float64)
    counts = np.bincount(flat, kept_pupils, size[0] * size[1])
    return counts.astype(np.float64).reshape(size)


def _lycees(
    rows: pd.DataFrame, label: str, pro: Floats, second: Floats, ips_pro: Floats, ips_gt: Floats
) -> pd.DataFrame:
    """One row a lycée for one rentrée; the GT stream is three times its 2de."""
    general = 3 * second
    whole = np.nan_to_num(ips_pro) * pro + np.nan_to_num(ips_gt) * general
    pupils = np.where(pro + general > 0, pro + general, np.nan)  # a school without any has no index
    kinds = rows["kind"].map({"LP": "LP", "LPO": "LPO", "SEP": "LP", "LEGT": "LEGT"})
    return pd.DataFrame(
        {
            "rentree_scolaire": label,
            "uai": rows["uai"].to_numpy(),
            "nom_de_l_etablissment": rows["nom"].to_numpy(),
            "type_de_lycee": kinds.to_numpy(),
            "effectifs_voie_gt": pd.array(np.where(general > 0, general, np.nan)).astype("Int64"),
            "effectifs_voie_pro": pd.array(np.where(pro > 0, pro, np.nan)).astype("Int64"),
            "ips_voie_gt": np.where(general > 0, ips_gt, np.nan),
            "ips_voie_pro": np.where(pro > 0, ips_pro, np.nan),
            "ips_ensemble_gt_pro": np.round(whole / pupils, 1),
        }
    )


def employers(
    seed: int, territory: Territory, registry: Registry, divisions: pd.Series
) -> pd.DataFrame:
    """Return employer establishments: one row a commune, never fewer than its hosts of a year.

    Parameters
    ----------
    seed : seed of the draw
    territory : communes; the totals of the académie (Insee, 2018) are spread over them
    registry, divisions : hosts and their NAF division
    """
    draw = stream(seed, "employeurs")
    sectors = list(P.EMPLOYERS)
    naf = read_reference("naf.csv").set_index("division_naf")["secteur"]
    sector = divisions.map(naf).map(sectors.index).to_numpy()
    floor = _most_hosts(registry, sector, len(territory.communes), len(sectors))
    counts = _spread(draw, territory, floor)
    total, everyone = counts.sum(axis=1), sum(P.EMPLOYERS.values())
    large = draw.binomial(total, P.EMPLOYERS_10 / everyone)
    small = draw.binomial(total - large, P.EMPLOYERS_1_9 / (everyone - P.EMPLOYERS_10))
    by = dict(zip(sectors, counts.T, strict=True))
    return pd.DataFrame(
        {
            "CODGEO": territory.communes["code"],
            "ETTOT25": total,
            "ETAZ25": by["AZ"],
            "ETBE25": by["BE"],
            "ETFZ25": by["FZ"],
            "ETGU25": by["GZ"] + by["HU"],
            "ETGZ25": by["GZ"],
            "ETOQ25": by["OQ"],
            "ETTEF125": small,
            "ETTEFP1025": large,
        }
    )


def private_employers(
    seed: int,
    territory: Territory,
    registry: Registry,
    companies: pd.DataFrame,
    everyone: pd.DataFrame,
) -> pd.DataFrame:
    """Return the private employers as the Urssaf counts them: one row a commune and APE code.

    Parameters
    ----------
    seed : seed of the draw
    registry, companies : hosts; those of the last year are all among the employers
    everyone : employers by sector, as made by `employers`: the private ones keep its numbers
    """
    draw = stream(seed, "employeurs_ape")
    codes, names = list(P.PRIVATE_EMPLOYERS), territory.communes
    weights = np.array(list(P.PRIVATE_EMPLOYERS.values()), dtype=np.float64)
    of = read_reference("naf.csv").set_index("division_naf")
    sector = np.array([of["secteur"][code[:2]] for code in codes])
    hosts = _last_hosts(registry, companies, [code[:2] for code in codes], len(names))
    counts = np.zeros((len(names), len(codes)), dtype=np.int64)
    for name, column in (("BE", "ETBE25"), ("FZ", "ETFZ25"), ("GZ", "ETGZ25"), ("HU", "ETGU25")):
        total = everyone[column].to_numpy() - (everyone["ETGZ25"] if name == "HU" else 0)
        counts[:, sector == name] = _divide(draw, total, hosts, weights, sector == name)
    social = sector == "OQ"
    room = np.maximum(everyone["ETOQ25"].to_numpy() - hosts[:, social].sum(axis=1), 0)
    total = hosts[:, social].sum(axis=1) + draw.binomial(room, P.PRIVATE_SHARE)
    counts[:, social] = _divide(draw, total, hosts, weights, social)
    commune, code = np.nonzero(counts)
    now = counts[commune, code]
    before = draw.binomial(now + 1, 0.95)
    here = names.iloc[commune].reset_index(drop=True)
    first, second = EMPLOYER_YEARS
    return pd.DataFrame(
        {
            "Commune": here["code"] + " " + here["nom"],
            "Code commune": here["code"],
            "Code APE": take(codes, code),
            f"Nombre d'établissements {first}": _or_empty(before),
            f"Effectifs salariés {first}": _or_empty(before * 9),
            f"Nombre d'établissements {second}": now,
            f"Effectifs salariés {second}": now * 9 + draw.integers(0, 9, len(now)),
        }
    )


def _or_empty(counts: Ints) -> "pd.Series[pd.Int64Dtype]":
    return pd.Series(counts, dtype="Int64").where(counts > 0)


def _last_hosts(
    registry: Registry, companies: pd.DataFrame, divisions: list[str], communes: int
) -> Ints:
    """Return the private hosts of the last year, commune × division."""
    rows = np.flatnonzero(registry.total[-1] > 0)
    rows = rows[~companies["public"].to_numpy()[rows]]
    at = pd.Index(divisions).get_indexer(companies["division"].to_numpy()[rows])
    rows, at = rows[at >= 0], at[at >= 0]
    flat = registry.commune[rows] * len(divisions) + at
    return np.bincount(flat, minlength=communes * len(divisions)).reshape(communes, -1)


def _divide(
    draw: np.random.Generator, total: Ints, hosts: Ints, weights: Floats, kept: Flags
) -> Ints:
    """Divide the employers of a sector among its divisions, above the hosts of each."""
    floor = hosts[:, kept]
    rest = np.maximum(np.asarray(total) - floor.sum(axis=1), 0)
    return floor + draw.multinomial(rest, weights[kept] / weights[kept].sum())


def _spread(draw: np.random.Generator, territory: Territory, floor: Ints) -> Ints:
    """Spread the establishments of each sector over the communes, above `floor`."""
    people = territory.communes["population"].to_numpy(dtype=np.float64)
    counts = np.zeros_like(floor)
    for rank, (name, total) in enumerate(P.EMPLOYERS.items()):
        weight = people ** SPREAD[name] * draw.gamma(6, 1 / 6, len(people))
        room = np.maximum(weight / weight.sum() * total - floor[:, rank], 0) + 1e-9
        rest = max(total - int(floor[:, rank].sum()), 0)
        counts[:, rank] = floor[:, rank] + draw.multinomial(rest, room / room.sum())
    return counts


def _most_hosts(registry: Registry, sector: Ints, communes: int, sectors: int) -> Ints:
    """Return the most hosts of one year, commune × sector."""
    most = np.zeros(communes * sectors, dtype=np.int64)
    for active in registry.total:
        rows = np.flatnonzero(active > 0)
        flat = registry.commune[rows] * sectors + sector[rows]
        most = np.maximum(most, np.bincount(flat, minlength=len(most)))
    return most.reshape(communes, sectors)
