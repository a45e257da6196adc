"""Where pupils live and where they are hosted: by hand, then as properties of the demonstration."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analytics.absence import Absence
from analytics.catalogue.asking import NotComputedError, ask
from analytics.catalogue.attribution import ABROAD, ELSEWHERE, TOTAL, attribution_balance
from analytics.verdicts.standing import standing
from data import reads
from data.counts import COUNTS
from data.intake.importing import import_folder
from data.reads.attributions import NotAttributedError
from data.scope import Role, Scope
from data.selection import ATTRIBUTIONS, HOST, RESIDENCE, SCHOOL, Selection
from data.store import store
from data.store.store import NotDiffusedError, Store
from tests.conftest import some
from tests.data.conftest import BRAVO, DELTA, write, write_academy
from tests.data.published import version_of

ALL = Scope.daet()
YEAR = Selection("2025-2026")
HEADER = (
    "uai;annee_scolaire;niveau;commune_residence;ville_residence;code_postal_residence;"
    "eleves_residents"
)
_BRAVO = f"{BRAVO};2025-2026;2PRO"
HOMES = (
    f"{_BRAVO};35001;;;3",  # where the school stands
    f"{_BRAVO};35004;;;1",  # in the other BEF
    f"{_BRAVO};;La Lande;35000;1",  # the same commune, by its name
    f"{_BRAVO};67482;;;2",  # a known commune, beyond the académie
    f"{_BRAVO};;Strasbourg;67000;1",  # the same by its postcode
    f"{_BRAVO};;Nulle part;35000;4",  # found nowhere: spread as the others
)
STAGES = (
    "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;debut;siret;commune_accueil;pays",
    *(
        f"{_BRAVO};commerce;1;{state};{agreed};12/01/2026;;{place}"
        for state, agreed, place in (
            ("signé", "01/12/2025", "35001;"),
            ("signé", "01/12/2025", "35005;"),
            ("accord", "13/01/2026", ";LU"),
            ("accord", "01/12/2025", ";"),
            ("accord", "01/12/2025", "67482;"),
            ("sans lieu", "", ";"),
        )
    ),
)


def _open(root: Path, homes: tuple[str, ...]) -> Store:
    folder = write_academy(root / "depot")
    communes = folder / "communes.csv"
    named = communes.read_text(encoding="utf-8").replace("Commune 4", "La Lande")
    communes.write_text(named, encoding="utf-8")
    write(folder, "stages.csv", *STAGES)
    if homes:
        write(folder, "residences.csv", HEADER, *homes)
    import_folder(folder, root / "home")
    return Store(version_of(root / "home"))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Bravo tells where 12 pupils live, Delta nothing."""
    return _open(tmp_path_factory.mktemp("few"), HOMES)


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Store:
    """A small demonstration store."""
    return Store(version_of(demo_home))


def by(opened: Store, attribution: str, column: str, group: str = "bef") -> dict[str, float]:
    selection = replace(YEAR, attribution=attribution)
    table = reads.reader_of(opened, ALL).states(selection, (group,), (column,))
    return dict(zip(table[group].fillna("ailleurs"), table[column], strict=True))


# --- by hand -----------------------------------------------------------------------------------


def test_shares_are_those_of_the_pupils_whose_commune_is_known(few: Store) -> None:
    table = few.read(ALL, "SELECT * FROM residence ORDER BY uai, share, bef")
    told = table[table["uai"] == BRAVO]
    assert told[["commune", "bef", "pupils", "share"]].fillna("").values.tolist() == [
        ["35004", "O2", 2, 0.25],
        ["35001", "O1", 3, 0.375],
        ["", "", 3, 0.375],
    ]
    silent = table[table["uai"] == DELTA]
    assert silent[["commune", "bef", "share"]].values.tolist() == [["35005", "O2", 1.0]]
    assert silent["told_year"].isna().all()


def test_dues_follow_the_pupils(few: Store) -> None:
    assert by(few, SCHOOL, "due") == {"O1": 11, "O2": 14}
    assert by(few, RESIDENCE, "due") == {"O1": 11 * 3 / 8, "O2": 14 + 11 / 4, "ailleurs": 33 / 8}
    assert by(few, RESIDENCE, "due", "commune") == {
        "35001": 11 * 3 / 8,
        "35004": 11 / 4,
        "35005": 14,
        "ailleurs": 33 / 8,
    }
    assert by(few, RESIDENCE, "signed") == {"O1": 0, "O2": 0, "ailleurs": 0}  # nothing dated
    assert by(few, RESIDENCE, "placed") == {"O1": 15 / 8, "O2": 5 / 4, "ailleurs": 15 / 8}


def test_placements_follow_their_host(few: Store) -> None:
    assert by(few, SCHOOL, "placed") == {"O1": 5, "O2": 0}
    assert by(few, HOST, "placed") == {"O1": 1, "O2": 1, "ailleurs": 3}
    assert by(few, HOST, "placed", "commune") == {"35001": 1, "35005": 1, "ailleurs": 3}


def test_the_bef_selected_is_that_of_the_attribution(few: Store) -> None:
    for attribution, due in ((SCHOOL, 14), (RESIDENCE, 14 + 11 / 4)):
        selection = replace(YEAR, bef="O2", attribution=attribution)
        assert reads.reader_of(few, ALL).states(selection, (), ("due",))["due"].iloc[0] == due
    hosted = replace(YEAR, bef="O2", attribution=HOST)
    assert reads.reader_of(few, ALL).states(hosted, (), ("placed",))["placed"].iloc[0] == 1


def test_what_enters_and_what_leaves(few: Store) -> None:
    table = attribution_balance(few, ALL, YEAR).set_index("bef").drop(columns="label")
    assert table.loc["O1"].tolist() == [
        11, 33 / 8, 0, 55 / 8, 11, 5, 15 / 8, 1, 0, 4,
    ]  # fmt: skip
    assert table.loc["O2", ["due_in", "due_out", "host_in", "host_out"]].tolist() == [
        11 / 4, 0, 1, 0,
    ]  # fmt: skip
    assert table.loc[ELSEWHERE, "due_home"] == 33 / 8
    assert table["placed_host"].to_dict() == {
        "O1": 1, "O2": 1, ELSEWHERE: 1, ABROAD: 1, "inconnu": 1, TOTAL: 5,
    }  # fmt: skip


def test_what_is_supposed_is_remarked(few: Store) -> None:
    found = reads.imports.remarks(few, ALL)
    found = found[found["topic"] == "Résidences"].set_index("text")["amount"].to_dict()
    told = {text.split(" : ")[0]: amount for text, amount in found.items()}
    assert told["Élèves qui vivent hors de l’académie"] == 3
    assert told["Commune introuvable"] == 4
    assert told["Établissement sans commune de résidence pour un niveau"] == 1
    assert told["Établissement et niveau dont le total n’est pas l’effectif"] == 1


def test_lines_in_another_order_say_the_same(few: Store, tmp_path: Path) -> None:
    turned = _open(tmp_path, HOMES[::-1])
    columns = "year, uai, level, commune, bef, pupils, share"
    one, two = (s.read(ALL, f"SELECT {columns} FROM residence ORDER BY ALL") for s in (few, turned))
    assert one.equals(two)


def test_the_nearest_year_stands_in(tmp_path: Path) -> None:
    homes = [f"{BRAVO};{year};2PRO;{code};;;1" for year, code in (
        ("2022-2023", "35002"), ("2024-2025", "35004"),
    )]  # fmt: skip
    opened = _open(tmp_path, tuple(homes))
    assert by(opened, RESIDENCE, "due") == {"O2": 25}
    assert "de l’année la plus proche" in reads.imports.remarks(opened, ALL)["text"].str.cat()


def test_without_any_file_residence_is_the_school(tmp_path: Path) -> None:
    opened = _open(tmp_path, ())
    assert by(opened, RESIDENCE, "due") == by(opened, SCHOOL, "due")
    balance = attribution_balance(opened, ALL, YEAR).set_index("bef")
    assert balance.loc[TOTAL, "due_told"] == 0


def test_a_line_without_place_or_of_an_unknown_school_is_refused(tmp_path: Path) -> None:
    folder = write_academy(tmp_path / "depot")
    lines = (f"{_BRAVO};;;;2", "0350003C;2025-2026;2PRO;35001;;;2", *HOMES)
    write(folder, "residences.csv", HEADER, *lines)
    report = import_folder(folder, tmp_path / "home", force=True)
    row = report.files.set_index("contract").loc["residences"]
    assert (row["read"], row["accepted"], row["rejected"]) == (8, 6, 2)


def test_a_silent_school_stays_unknown_by_residence(tmp_path: Path) -> None:
    thirds = tuple(f"{DELTA};2025-2026;CAP1;{c};;;1" for c in ("35001", "35002", "35005"))
    opened = _open(tmp_path, thirds)
    rates = ask(opened, ALL, replace(YEAR, attribution=RESIDENCE, level="CAP1"), "taux_acces",
                ("bef",))  # fmt: skip
    assert rates["absence"].tolist() == [Absence.UNKNOWN, Absence.UNKNOWN]


# --- whom it is for ----------------------------------------------------------------------------


def test_a_perimeter_cuts_all_attributions_alike(few: Store) -> None:
    mine = Scope(Role.DAET, frozenset({"O1"}))
    for attribution, column in ((RESIDENCE, "due"), (RESIDENCE, "placed"), (HOST, "placed")):
        totals = [
            float(
                reads.reader_of(few, mine)
                .states(replace(YEAR, attribution=a), (), (column,))
                .iloc[0, 0]
            )
            for a in (SCHOOL, attribution)
        ]
        assert totals[0] == pytest.approx(totals[1], abs=1e-9)
        assert totals[0] > 0
    assert reads.reader_of(few, Scope(Role.DAET)).states(
        replace(YEAR, attribution=HOST), (), ("placed",)
    )["placed"].tolist() == [0]


@pytest.mark.parametrize("attribution", [RESIDENCE, HOST])
def test_to_others_only_the_schools_are_told(few: Store, attribution: str) -> None:
    outside, selection = Scope.outside(), replace(YEAR, attribution=attribution)
    for asked in (
        lambda: reads.reader_of(few, outside).states(selection, ("bef",)),
        lambda: ask(few, outside, selection, "taux_acces", ("bef",)),
        lambda: reads.reader_of(few, outside).dates(selection),
        lambda: attribution_balance(few, outside, YEAR),
    ):
        with pytest.raises(NotDiffusedError, match="par établissement est diffusée"):
            asked()
    for table in ("residence", "host_place"):
        with pytest.raises(store.StoreError):
            few.read(outside, f"SELECT * FROM {table}")


def test_a_due_has_no_host(few: Store) -> None:
    selection = replace(YEAR, attribution=HOST)
    with pytest.raises(NotAttributedError, match="seuls les placements"):
        reads.reader_of(few, ALL).states(selection, ("bef",))
    for indicator in ("taux_acces", "manque", "canal"):
        table = ask(few, ALL, selection, indicator, ("bef",))
        assert (table["absence"] == Absence.NOT_APPLICABLE).all()
        assert table["value"].isna().all()


def test_other_indicators_keep_their_own_attribution(few: Store) -> None:
    for attribution in ATTRIBUTIONS:
        selection = replace(YEAR, attribution=attribution)
        hosts = ask(few, ALL, selection, "entreprises_engagees", ("bef",))
        assert hosts.equals(ask(few, ALL, YEAR, "entreprises_engagees", ("bef",)))
    with pytest.raises(NotComputedError, match="que par établissement"):
        ask(few, ALL, replace(YEAR, attribution=RESIDENCE), "distance")


# --- the demonstration -------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["bef", "pole", "commune", "uai", "public", "level", "family"])
@pytest.mark.parametrize("track", ["pro", "college", None])
def test_by_residence_every_count_keeps_its_total(
    demo: Store, group: str, track: str | None
) -> None:
    school = Selection("", track)
    home = replace(school, attribution=RESIDENCE)
    names = list(COUNTS)
    whole = (
        reads.reader_of(demo, ALL).states(school, (), tuple(COUNTS))[names].iloc[0].to_numpy(float)
    )
    spread = reads.reader_of(demo, ALL).states(home, (group,), tuple(COUNTS))[names]
    assert np.allclose(spread.sum().to_numpy(float), whole, rtol=1e-9, atol=1e-9)
    if group in ("uai", "public", "level", "family"):  # what residence does not move
        kept = reads.reader_of(demo, ALL).states(school, (group,), tuple(COUNTS))[names]
        assert np.allclose(spread.to_numpy(float), kept.to_numpy(float), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("group", ["bef", "pole", "commune", "uai", "public", "level", "period"])
def test_by_host_placements_keep_their_total(demo: Store, group: str) -> None:
    for year in ("", "2025-2026"):
        school = Selection(year)
        whole = reads.reader_of(demo, ALL).states(school, (), ("placed",))["placed"].sum()
        host = replace(school, attribution=HOST)
        assert (
            reads.reader_of(demo, ALL).states(host, (group,), ("placed",))["placed"].sum()
            == whole
            > 0
        )


def test_the_balance_reconciles_in_each_bef(demo: Store) -> None:
    table = attribution_balance(demo, ALL, YEAR)
    for school, moved, there in (
        ("due_school", "due", "due_home"),
        ("placed_school", "host", "placed_host"),
    ):
        expected = table[school] + table[f"{moved}_in"] - table[f"{moved}_out"]
        assert np.allclose(table[there], expected, rtol=0, atol=1e-9)
    rows, total = table[table["bef"] != TOTAL], table[table["bef"] == TOTAL].iloc[0]
    for names in (("due_school", "due_home"), ("placed_school", "placed_home", "placed_host")):
        for name in some(names):
            assert rows[name].sum() == pytest.approx(total[names[0]], abs=1e-9)
    states = {
        RESIDENCE: ("due", "due_home"),
        HOST: ("placed", "placed_host"),
    }
    for attribution, (column, name) in states.items():
        found = by(demo, attribution, column)
        told = rows.set_index("bef")[name]
        assert all(told[b] == pytest.approx(found.get(b, 0)) for b in told.index if "BEF" in b)


def test_shares_add_up_to_one_for_every_school_and_level_due(demo: Store) -> None:
    sums = demo.read(
        ALL,
        """SELECT uai, year, level, fsum(share) AS share FROM residence
           GROUP BY ALL ORDER BY ALL""",
    )
    assert np.allclose(sums["share"], 1, rtol=0, atol=1e-12)
    due = demo.read(ALL, "SELECT DISTINCT uai, year, level FROM period_state ORDER BY ALL")
    assert sums[["uai", "year", "level"]].equals(due)


def test_most_pupils_live_near_their_school_and_some_beyond(demo: Store) -> None:
    row = attribution_balance(demo, ALL, Selection("2025-2026", "college")).iloc[-1]
    assert 0.02 < row["due_in"] / row["due_school"] < 0.2
    pro = attribution_balance(demo, ALL, Selection("2025-2026", "pro"))
    assert 0 < pro.set_index("bef").loc[ELSEWHERE, "due_home"] < 0.03 * row["due_school"]


def test_bef_are_told_apart_by_school_only(demo: Store) -> None:
    assert len(standing(demo, ALL, YEAR, "taux_acces"))
    for attribution in (RESIDENCE, HOST):
        assert standing(demo, ALL, replace(YEAR, attribution=attribution), "taux_acces").empty


def test_the_communes_of_a_bef_add_up_to_it(demo: Store) -> None:
    chosen = replace(YEAR, attribution=RESIDENCE)
    columns = ("due", "signed", "unknown")
    fine = reads.reader_of(demo, ALL).states(chosen, ("bef", "commune"), columns)
    coarse = reads.reader_of(demo, ALL).states(chosen, ("bef",), columns)
    added = fine.groupby("bef", dropna=False)[list(columns)].sum().sort_index()
    assert len(fine) > 10 * len(coarse)
    assert np.allclose(added, coarse.set_index("bef").sort_index()[list(columns)], rtol=1e-9)
