"""The demonstration files: repeatable, recognised by their contracts, hardly a cell refused."""

import json

import pandas as pd

from data.contracts import CONTRACTS
from demo import generate, write
from demo import parameters as P
from demo.streams import stream
from tests.conftest import some
from tests.demo.conftest import SMALL

NEEDED = {
    "annuaire.csv": "etablissements",
    "colleges.csv": "colleges",
    "ips_colleges.csv": "ips_colleges",
    "ips_lycees.csv": "ips_lycees",
    "education_prioritaire.csv": "education_prioritaire",
    "effectifs.csv": "effectifs",
    "residences.csv": "residences",
    "poles.csv": "poles",
    "periodes.csv": "periodes",
    "entreprises.csv": "entreprises",
    "recours.csv": "recours",
    "employeurs.csv": "employeurs",
    "employeurs_ape.csv": "employeurs_ape",
    "demonstration.csv": "demonstration",
    **{f"stages_{label}.csv": "stages" for label in P.YEAR_LABELS},
}


def test_same_seed_gives_the_same_bytes(tmp_path, small):
    write(small, tmp_path / "a")
    write(generate(seed=7, share=SMALL), tmp_path / "b")
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted([*NEEDED, "verite.json"])
    for name in some(names):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_another_seed_gives_other_placements(small):
    other = generate(seed=8, share=SMALL)
    name = f"stages_{P.YEAR_LABELS[-1]}.csv"
    assert not other.files[name].equals(small.files[name])


def test_streams_of_two_tables_or_years_differ():
    draws = [stream(*key).random() for key in ((1, "a"), (1, "b"), (1, "a", 2022), (2, "a"))]
    assert len(set(draws)) == len(draws)
    assert stream(1, "a").random() == draws[0]


def test_each_file_is_recognised_by_its_contract(small):
    assert set(small.files) == set(NEEDED)
    for file, name in NEEDED.items():
        found = CONTRACTS[name].match(list(small.files[file].columns))
        assert CONTRACTS[name].missing_headers(found) == [], file
        columns = small.files[file].columns
        if file == "employeurs_ape.csv":  # as the Urssaf writes it: a label, and years gone by
            columns = columns.drop(["Commune", *columns[columns.str.endswith("2024")]])
        assert len(found) == len(columns), f"{file}: a column nobody reads"


def test_no_row_is_refused_and_only_spoilt_columns_are_emptied(small, tmp_path):
    write(small, tmp_path)
    spoilt = set()
    for file, name in NEEDED.items():
        frame = pd.read_csv(tmp_path / file, sep=";", dtype=str, keep_default_na=False)
        contract = CONTRACTS[name]
        for column, position in contract.match(list(frame.columns)).items():
            kept = next(c for c in contract.columns if c.name == column)
            cells = frame.iloc[:, position].unique()
            assert not (kept.cell_needed and "" in cells), (file, column)
            if kept.is_free_text:
                continue
            bad = [text for text in cells if kept.parse(text).error]
            if bad:
                assert not kept.rejects, (file, column, bad[:3])
                spoilt.add((name, column))
    assert spoilt == {("stages", "siret"), ("stages", "code_postal_accueil")}


def test_keys_are_unique(whole):
    for file, name in NEEDED.items():
        contract = CONTRACTS[name]
        frame = whole.files[file]
        found = contract.match(list(frame.columns))
        if contract.key:
            assert (
                not frame.iloc[:, [found[k] for k in contract.key if k in found]].duplicated().any()
            ), file


def test_truth_survives_json(small):
    assert json.loads(json.dumps(small.truth)) is not None
    assert small.truth["graine"] == 7
