"""Communes: every code of a file is one in force, moved and told, or unknown and told."""

import duckdb
import pandas as pd
import pytest

from data.contracts import CONTRACTS, ZONING
from data.identifiers import uai_letter
from data.intake.importing import import_folder
from data.linking.communes import ABOUT, judge, settle_codes
from data.model.batches import fill_live
from data.model.building import prepare
from data.reference import REFERENCE
from data.reference.academies import DEFAULT, academies
from geo.travel import great_circle, own_distance
from tests.conftest import shared
from tests.data.conftest import BRAVO, write
from tests.data.published import rows

FRANCE = pd.read_parquet(
    REFERENCE / "france" / "communes.parquet", columns=["code", "nom", "codes_postaux"]
)
POSTCODES = set(FRANCE["codes_postaux"].str.split("|").explode())
PASSAGE = pd.read_csv(
    REFERENCE / "france" / "communes_passage.csv", dtype=str, keep_default_na=False
).drop_duplicates("ancien")
ZONED = FRANCE.assign(zoned=FRANCE["code"].str.startswith(("54", "55", "57", "88")))


def judged(
    codes: list[str],
    cities: list[str | None] | None = None,
    file: str | list[str] = "a.csv",
) -> pd.DataFrame:
    cells = pd.DataFrame({"file": file, "code": codes, "city": cities or [None] * len(codes)})
    known = ZONED.set_index("code")
    passage = PASSAGE.set_index("ancien")
    cells["known"] = cells["code"].isin(known.index)
    cells["name"] = cells["code"].map(known["nom"])
    cells["zoned"] = cells["code"].map(known["zoned"]).eq(True)
    cells["postal"] = cells["code"].isin(POSTCODES)
    cells["today"] = cells["code"].map(passage["code"])
    return judge(cells, ZONED)


def test_any_code_is_in_force_or_moved_and_told_or_unknown_and_told():
    """All the numbers of five figures, and those of Corsica."""
    every = [f"{n:05d}" for n in range(100_000)]
    every += [f"2{letter}{n:03d}" for letter in "AB" for n in range(1000)]
    found = judged(every).set_index("code")
    in_force = found.index.isin(FRANCE["code"])
    assert (found["to"][in_force] == found.index[in_force]).all()
    old = found["verdict"].eq("moved").to_numpy()
    assert (found["to"][old] == found.index[old].map(PASSAGE.set_index("ancien")["code"])).all()
    dead = found.index.isin(PASSAGE["ancien"]) & ~in_force & ~old
    assert found.index[dead].isin(POSTCODES).all()
    others = found[~in_force & ~old]
    assert set(others["verdict"]) == {"postcode", "unknown", "abroad", "overseas"}
    assert set(others.loc[others["verdict"] == "postcode", "to"]) <= set(FRANCE["code"])
    assert others.loc[others["verdict"] == "unknown", "to"].isna().all()
    for verdict, codes in (("abroad", "99[1-5]"), ("overseas", "97[578]|98")):  # in no list
        assert others.index[others["verdict"] == verdict].str.match(codes).all()
    assert set(found["verdict"]) <= {"stays", *ABOUT}


def test_every_department_keeps_its_codes_in_a_file_of_its_own():
    files = FRANCE["code"].str[:2].tolist()
    found = judged(FRANCE["code"].tolist(), FRANCE["nom"].tolist(), files)
    assert (found["to"] == found["code"]).all()


def test_a_column_of_postcodes_is_never_read_as_codes():
    """The postcodes of each département in a file: all are read as postcodes, or are unknown."""
    pairs = FRANCE.assign(postcode=FRANCE["codes_postaux"].str.split("|")).explode("postcode")
    single = pairs.groupby("postcode")["code"].agg(["nunique", "first"])
    postcodes = single.index.tolist()
    found = judged(postcodes, file=[p[:3] if p > "97" else p[:2] for p in postcodes])
    assert found["verdict"].isin(["postcode", "both", "unknown"]).all()
    assert (found["to"][found["code"].between("75001", "75020")] == "75056").all()
    read = found.dropna(subset="to")
    assert (read["to"].to_numpy() == single["first"][read["code"]].to_numpy()).all()
    assert (single["nunique"][read["code"]] == 1).all()


def test_the_city_beside_a_postcode_tells_its_commune():
    both = FRANCE[FRANCE["codes_postaux"].str.split("|").str[0].isin(FRANCE["code"])]
    both = both[both["code"].str.startswith(("54", "57", "88"))]
    postcodes = both["codes_postaux"].str.split("|").str[0]
    found = judged([*postcodes, "54395"], [*both["nom"], "Nancy"])
    changed = found.iloc[:-1]
    assert changed["to"].tolist() == both["code"].tolist()
    assert (changed["verdict"][changed["code"] != changed["to"]] == "both").all()


def test_a_code_that_is_a_postcode_too_stays_a_code_among_codes():
    found = judged(["54395", "54110", "54000"]).set_index("code")  # 54000 is a postcode only
    assert found["to"].to_dict() == {"54395": "54395", "54110": "54110", "54000": "54395"}
    assert found["verdict"].to_dict()["54110"] == "doubtful"
    assert judged(["54395", "54110"])["verdict"].eq("stays").all()


@pytest.mark.parametrize("department", ["54", "55", "57", "88", "01", "2A", "974"])
def test_codes_that_are_all_postcodes_too_stay_codes_and_are_told(department):
    both = sorted(c for c in POSTCODES & set(FRANCE["code"]) if c.startswith(department))[:3]
    if len(both) < 2:
        return
    found = judged(both)
    assert found["to"].tolist() == both
    assert found["verdict"].eq("ambiguous").all()
    only_code = next(c for c in FRANCE["code"] if c.startswith(department) and c not in POSTCODES)
    assert judged([*both, only_code])["verdict"].eq("stays").all()
    names = FRANCE.set_index("code")["nom"][both].tolist()
    assert judged(both, names)["verdict"].eq("stays").all()


def test_a_code_is_judged_in_its_own_file():
    one, other = judged(["54000", "54110"], file="a.csv"), judged(["54110"], file="b.csv")
    assert one.set_index("code")["to"]["54110"] != "54110"
    assert other["to"].tolist() == ["54110"]


@pytest.fixture
def placed(academy):
    """The small académie, with a file of each form that says communes."""

    def with_stages(*codes: str):
        return write(
            academy,
            "stages.csv",
            "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;date_convention;debut;siret;"
            "entreprise;commune_accueil",
            *(
                f"{BRAVO};2025-2026;2PRO;commerce;1;signé;01/12/2025;10/12/2025;12/01/2026;;H{i};{c}"
                for i, c in enumerate(codes)
            ),
        ).parent

    return with_stages


def test_codes_of_hosts_are_settled_at_publication_and_told(placed, tmp_path):
    folder = placed("35001", "75101", "99138", "2A004", "00000", "35999", "35238")
    report = import_folder(folder, tmp_path / "home")
    found = rows(report, "SELECT value, reason FROM repair WHERE file = 'stages.csv' ORDER BY 1")
    assert [(value, "Insee (code postal ?)" in reason) for value, reason in found] == [
        ("00000", True),
        ("35999", True),
        ("75101", False),
    ]
    assert rows(report, "SELECT host_commune FROM placement ORDER BY ALL") == [
        (code,) for code in ("2A004", "35001", "35238", "75056", "99138")
    ] + [(None,), (None,)]
    told = rows(report, "SELECT text, amount, detail FROM remark WHERE topic = 'Communes'")
    about = {text.split(" : ", 1)[1]: (amount, detail) for text, amount, detail in told}
    assert about == {
        ABOUT["moved"]: (1, "75101 → 75056"),
        ABOUT["unknown"]: (2, "00000, 35999"),
        ABOUT["abroad"]: (1, "99138"),
        ABOUT["beyond"]: (1, "35238"),
    }


def test_a_code_that_the_zoning_in_force_knows_is_never_moved(placed, tmp_path):
    folder = placed("35001")
    old = next(c for c in PASSAGE["ancien"] if c.startswith("35"))
    for name in ("communes.csv", "commune_bef.csv", "communes.geojson", "stages.csv"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("35001", old), encoding="utf-8")
    report = import_folder(folder, tmp_path / "home")
    assert rows(report, "SELECT host_commune FROM placement") == [(old,)]


def test_the_zoning_of_a_later_batch_is_the_one_that_judges(academy, placed, tmp_path):
    folder = placed("35001")
    old = next(c for c in PASSAGE["ancien"] if c.startswith("35"))
    path = folder / "stages.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("35001", old), encoding="utf-8")
    first = import_folder(folder, tmp_path / "home")
    today = PASSAGE.set_index("ancien")["code"][old]
    assert rows(first, "SELECT host_commune FROM placement") == [(today,)]
    later = tmp_path / "later"
    later.mkdir()
    for name in ("communes.csv", "commune_bef.csv", "communes.geojson"):
        text = (folder / name).read_text(encoding="utf-8")
        (later / name).write_text(text.replace("35006", old), encoding="utf-8")
    second = import_folder(later, tmp_path / "home")
    assert rows(second, "SELECT host_commune FROM placement") == [(old,)]


@pytest.mark.parametrize("back", [False, True])
def test_outlines_of_another_vintage_draw_what_a_commune_became_or_was_made_of(
    academy, tmp_path, back
):
    pair = next(p for p in zip(PASSAGE["ancien"], PASSAGE["code"], strict=True) if p[0][:2] == "35")
    zoned, drawn = reversed(pair) if back else pair
    for name, code in (
        ("communes.csv", zoned),
        ("commune_bef.csv", zoned),
        ("communes.geojson", drawn),
    ):
        path = academy / name
        path.write_text(path.read_text(encoding="utf-8").replace("35006", code), encoding="utf-8")
    report = import_folder(academy, tmp_path / "home")
    # a commune in force has its own shipped outline; an older one, that of what it became
    assert rows(report, "SELECT amount, detail FROM remark WHERE topic = 'Contours'") == [
        (1, "" if back else zoned)
    ]
    assert rows(report, f"SELECT level FROM outline_point WHERE code = '{zoned}'") == [("commune",)]


EMPLOYERS = "CODGEO;ETTOT24;ETAZ24;ETBE24;ETFZ24;ETGU24;ETGZ24;ETOQ24;ETTEF124;ETTEFP1024"


PARIS = (
    "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature;"
    "code_bassin_formation;libelle_bassin_formation",
    f"0750001{uai_letter('0750001')};Lycée;75101;1;OUVERT;LYCEE PROFESSIONNEL;01000;BASSIN PARIS",
)


def employers(*counts):
    return tuple(f"{code};{n};{n};0;0;0;0;0;{n};0" for code, n in counts)


def test_rows_of_merged_communes_add_up_and_those_of_arrondissements_do_not(academy, tmp_path):
    old, today = next(
        (o, t) for o, t in zip(PASSAGE["ancien"], PASSAGE["code"], strict=True) if o[:2] == "35"
    )
    for name in ("communes.csv", "commune_bef.csv", "communes.geojson"):
        path = academy / name
        path.write_text(path.read_text(encoding="utf-8").replace("35006", today), encoding="utf-8")
    counted = "SELECT commune, sum(establishments)::INT FROM fabric GROUP BY ALL"
    write(academy, "employeurs_2024.csv", EMPLOYERS, *employers((old, 3), (today, 5)))
    report = import_folder(academy, tmp_path / "home")
    assert rows(report, counted) == [(today, 8)]

    write(tmp_path / "paris", "annuaire.csv", *PARIS)
    told = employers(("75056", 7), ("75101", 4), ("75102", 3))
    write(tmp_path / "paris", "employeurs_2024.csv", EMPLOYERS, *told)
    report = import_folder(tmp_path / "paris", tmp_path / "other")
    assert rows(report, counted) == [("75056", 7)]
    said = "SELECT amount, detail FROM remark WHERE text LIKE '%arrondissements,%'"
    assert rows(report, said) == [(2, "75101, 75102")]

    write(tmp_path / "again", "annuaire.csv", *PARIS)
    told = employers(("75101", 2), ("75102", 6))
    write(tmp_path / "again", "employeurs_2024.csv", EMPLOYERS, *told)
    report = import_folder(tmp_path / "again", tmp_path / "third")
    assert rows(report, counted) == [("75056", 8)]


@pytest.mark.parametrize(
    ("contract", "column"),
    [
        (contract.name, column.name)
        for contract in CONTRACTS.values()
        if contract not in ZONING
        for column in contract.columns
        if column.kind == "commune"
    ],
)
def test_every_column_of_codes_of_every_contract_is_settled(contract, column):
    """An old code, a postcode of one commune and a number that is nothing, in each column."""

    with duckdb.connect() as con:
        prepare(con)
        names = [c.name for c in CONTRACTS[contract].columns]
        values = ", ".join("?" if name == column else "NULL" for name in names)
        for line, code in enumerate(("54395", "88393", "54000", "54999")):
            con.execute(
                f"INSERT INTO kept.{contract} (_batch, _file, _line, {', '.join(names)}) "
                f"VALUES (1, 'a.csv', {line}, {values})",
                [code],
            )
        con.execute(f"CREATE TEMP TABLE lines AS FROM kept.{contract}")
        fill_live(con, academies()[DEFAULT])
        con.execute(f"DELETE FROM source.{contract}")
        con.execute(f"INSERT INTO source.{contract} BY NAME SELECT * EXCLUDE (_batch) FROM lines")
        settle_codes(con)
        found = con.execute(
            f"SELECT _line, {column} FROM source.{contract} ORDER BY _line"
        ).fetchall()
        told = con.execute("SELECT value FROM repair UNION SELECT value FROM reject ORDER BY 1")
        assert [value for (value,) in told.fetchall()] == ["54000", "54999", "88393"]
    kept = [(0, "54395"), (1, "88321"), (2, "54395")]
    rejects = next(c for c in CONTRACTS[contract].columns if c.name == column).rejects
    assert found == (kept if rejects else [*kept, (3, None)])


def test_a_postcode_among_codes_is_told_as_such(tmp_path):
    report = import_folder(shared("cases") / "04-postcode-in-commune", tmp_path / "home")
    told = rows(
        report, "SELECT text || ' ' || detail FROM remark WHERE topic = 'Communes' ORDER BY 1"
    )
    for code in ("54000", "54999", "57000"):
        line = next(text for (text,) in told if code in text)
        assert "n’est pas un code Insee (code postal ?)" in line
    hosts = dict(
        rows(report, "SELECT host_commune, count(*) FROM placement WHERE period = 1 GROUP BY 1")
    )
    assert hosts == {
        "54395": 2,
        "75056": 2,
        "97105": 1,
        "2A004": 1,
        "99138": 1,
        "55545": 1,
        None: 1,
    }
    homes = dict(rows(report, "SELECT commune, pupils FROM residence WHERE told_year = year"))
    assert homes == {"54395": 7, "57463": 2}


def test_areas_and_the_distance_inside_a_commune_are_right_overseas(tmp_path):
    report = import_folder(shared("cases") / "43-reunion", tmp_path / "home")
    areas = rows(report, "SELECT area_km2 FROM commune")
    assert [area for (area,) in areas] == pytest.approx([115] * 3, abs=0.5)
    inside = rows(
        report,
        """SELECT DISTINCT km FROM hosting h JOIN school s USING (uai)
           WHERE s.commune = h.host_commune""",
    )
    assert [km for (km,) in inside] == pytest.approx([3.0, 3.0], abs=0.05)


def test_distances_in_sql_are_those_of_the_travel_model():

    places = FRANCE.sample(200, random_state=1)[["code"]].merge(
        pd.read_parquet(REFERENCE / "france" / "communes.parquet"), on="code"
    )
    other = places.sample(frac=1, random_state=2).reset_index(drop=True)
    table = pd.DataFrame(
        {
            "lon_a": places["lon"],
            "lat_a": places["lat"],
            "lon_b": other["lon"],
            "lat_b": other["lat"],
            "area": places["area_km2"],
        }
    )
    with duckdb.connect() as con:
        prepare(con)
        found = con.execute(
            """SELECT great_circle_km(lon_a, lat_a, lon_b, lat_b) AS apart,
                      own_distance_km(area) AS own FROM "table" """
        ).df()
    apart = great_circle(*(table[c] for c in ("lon_a", "lat_a", "lon_b", "lat_b"))) / 1000
    assert found["apart"].to_numpy() == pytest.approx(apart, rel=1e-9, abs=1e-9)
    assert found["own"].to_numpy() == pytest.approx(own_distance(table["area"]), rel=1e-12)
