"""Whatever the académie, what a store takes of the national files is what they hold of it.

The files are counted again without the intake: by Python's csv and openpyxl, whose rows are of an
académie by the start of their UAI.
"""

import csv
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
from openpyxl import load_workbook  # type: ignore[import-untyped]

from data.intake.importing import import_folder
from data.reference.academies import academies
from data.store import store
from proofs import BrokenError, MissingError, Proof

NATIONAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real" / "france"
APART = ("Corse", "La Réunion", "Reims", "Strasbourg")  # the files at hand leave them out
# File, column of the UAI, columns that are summed -> table of the store and its columns.
_SUMS = (
    (
        "fr-en-lycee_pro-effectifs-niveau-sexe-lv_2019-2022.csv",
        "numero_lycee",
        "niveaux_lycees_pro",
        {"2ndes_pro": "seconde", "1eres_pro": "premiere", "terminales_pro": "terminale"},
    ),
    (
        "fr-en-lycee_gt-effectifs-niveau-sexe-lv_2020-2022.csv",
        "numero_lycee",
        "niveaux_lycees_gt",
        {"2ndes_gt": "seconde"},
    ),
    ("donnees-dnb_2021.csv", "numero_college", "effectifs_colleges", {"3eme_total": "troisieme"}),
    (
        "orion_constat_2020_effectifs-uai-mef.csv",
        "UAI",
        "effectifs_mef",
        {"Nombre d'élèves : Total": "eleves"},
    ),
    ("fr-en-ips-lycees-ap2022.csv", "uai", "ips_lycees", {"effectifs_voie_pro": "eleves_pro"}),
)
_OF_THE_FILE = {"ips_lycees": "annee = '2022-2023'"}  # another file has other years
_DIRECTORIES = (
    ("fr-en-annuaire-education_lycees_2024-03.csv", "Identifiant_de_l_etablissement"),
    ("lycees_pro_filtered_2026-02.csv", "uai"),
    ("fr-en-annuaire-education_occitanie_2024-11.csv", "Identifiant_de_l_etablissement"),
    ("fr-en-annuaire-education_ille-et-vilaine_2023-06.csv", "Identifiant_de_l_etablissement"),
    ("fr-en-annuaire-education_val-de-marne-ecoles_2026-05.csv", "Identifiant_de_l_etablissement"),
    (
        "fr-en-adresse-et-geolocalisation-etablissements-premier-et-second-degre_colleges.csv",
        "numero_uai",
    ),
    ("donnees-dnb_2021.csv", "numero_college"),
)
_NOT_OURS = {"Ecole", "Médico-social", "Service Administratif", "Information et orientation"}

Counts = dict[str, Counter[str]]  # UAI prefix -> what -> how many


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (NATIONAL / name).open(encoding="utf-8-sig", newline="") as stream:
        separator = ";" if ";" in stream.readline() else ","
        stream.seek(0)
        yield from csv.DictReader(stream, delimiter=separator)


@cache
def counted() -> tuple[Counts, dict[str, set[str]]]:
    """Count the raw files: sums and rows by UAI prefix, and the schools of each prefix."""
    sums: Counts = defaultdict(Counter)
    for name, uai, table, columns in _SUMS:
        for row in _rows(name):
            own = sums[row[uai].strip()[:3]]
            own[f"{table}: rows"] += 1
            for raw, column in columns.items():
                own[f"{table}.{column}"] += int(float(row[raw].strip() or 0))
    schools: dict[str, set[str]] = defaultdict(set)
    for name, uai in _DIRECTORIES:
        for row in _rows(name):
            nature = row.get("libelle_nature") or ""
            if row.get("Type_etablissement", row.get("type_etablissement")) in _NOT_OURS:
                continue
            if not nature.startswith(("ECOLE DE NIVEAU ELEM", "ECOLE MAT", "ECOLE ELEM")):
                schools[row[uai].strip()[:3]].add(row[uai].strip())
    sheet = load_workbook(NATIONAL / "ival-2024-154664.xlsx", read_only=True)["LP"]
    lines = [list(line) for line in sheet.iter_rows(values_only=True)]
    at = next(line.index("UAI") for line in lines[:3] if "UAI" in line)
    for line in lines:
        if (code := str(line[at] or "").strip())[:7].isdigit():
            schools[code[:3]].add(code)
    return sums, schools


def taken(name: str) -> tuple[Counter[str], set[str]]:
    """Import the files of one académie; return the same sums, and its schools."""
    prefixes = list(academies()[name].prefixes)
    with tempfile.TemporaryDirectory() as home:
        import_folder(NATIONAL, Path(home), academie=name)
        path = store.current_path(Path(home))
        assert path is not None
        found: Counter[str] = Counter()
        with duckdb.connect(str(path), read_only=True) as con:
            for _, _, table, columns in _SUMS:
                told = ", ".join(
                    ["count(*)", *(f"coalesce(sum({c}), 0)::BIGINT" for c in columns.values())]
                )
                row = con.execute(
                    f"SELECT {told} FROM kept.{table} WHERE left(uai, 3) IN (SELECT unnest(?)) "
                    f"AND {_OF_THE_FILE.get(table, 'true')}",
                    [prefixes],
                ).fetchall()[0]
                names = [f"{table}: rows", *(f"{table}.{c}" for c in columns.values())]
                found.update(dict(zip(names, row, strict=True)))
            schools = {row[0] for row in con.execute("SELECT uai FROM school").fetchall()}
    return found, schools


def run(size: int, seed: int) -> Iterator[str]:
    """Compare `size` académies, those drawn first where it is not all."""
    if not NATIONAL.exists():
        raise MissingError(f"{NATIONAL} is not on this machine")
    names = [name for name in academies() if name not in APART]
    random.Random(seed).shuffle(names)
    raw, listed = counted()
    for name in sorted(names[:size]):
        prefixes = academies()[name].prefixes
        expected = sum((raw[prefix] for prefix in prefixes), Counter())
        ours = set().union(*(listed[prefix] for prefix in prefixes))
        found, schools = taken(name)
        wrong = {k: (found[k], n) for k, n in expected.items() if found[k] != n}
        if wrong or schools != ours:
            apart = sorted(schools ^ ours)
            raise BrokenError(f"{name}: {wrong}, schools apart: {len(apart)} {apart[:5]}")
        pupils = sum(n for k, n in expected.items() if "rows" not in k)
        yield f"{name}: {len(ours)} schools, {pupils} pupils in five files, equal"


PROOF = Proof(run, "académies", full=26, sample=2, seed=3)
