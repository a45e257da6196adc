"""Counts of the followed periods, by hand; every indicator over every grouping."""

from pathlib import Path

import pytest

from analytics.catalogue import CATALOGUE
from analytics.catalogue.asking import NotComputedError, ask
from data import reads
from data.counts import COUNTS, DATES, STATES
from data.intake.importing import import_folder
from data.reads.period_counts import GROUPS
from data.scope import Scope
from data.selection import Selection
from data.store.store import Store
from tests.data.conftest import BRAVO, DELTA, write, write_academy
from tests.data.published import version_of

ALL = Scope.daet()
HEADER = (
    "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;date_convention;debut;siret;"
    "commune_accueil;pays;naf;jours_prevus;jours_faits;canal;tuteur_forme;visite;"
    "evaluation_rendue;interrompu"
)
_GROUP = f"{BRAVO};2025-2026;2PRO;commerce;1"
# The period starts on 12/01/2026: J-21 is 22/12/2025, J-7 is 05/01/2026, J+7 is 19/01/2026.
PUPILS = (
    # agreed on J-21, signed on J-7: never late, in the BEF of the school, in an expected activity
    f"{_GROUP};signé;22/12/2025;05/01/2026;12/01/2026;73282932000074;35001;;4711A;15;12;pôle;"
    "oui;oui;oui;non",
    # agreed the day after J-7, signed on J+7: late, in another BEF, nothing told of the rest
    f"{_GROUP};signé;06/01/2026;19/01/2026;12/01/2026;;35005;;;15;;;;;;",
    # agreed the day after the start: without a host at J0, abroad, unexpected activity
    f"{_GROUP};accord;13/01/2026;;12/01/2026;;;LU;0111Z;10;10;famille;non;non;non;oui",
)
CASES = (
    "demande;bef;uai;annee_scolaire;niveau;famille;ouverte_le;resolue_le;debut",
    f"D1;O1;{BRAVO};2025-2026;2PRO;commerce;01/12/2025;12/01/2026;12/01/2026",  # on the first day
    f"D2;O1;{BRAVO};2025-2026;2PRO;commerce;01/12/2025;13/01/2026;12/01/2026",  # a day too late
    f"D3;O1;{BRAVO};2025-2026;2PRO;commerce;01/12/2025;;12/01/2026",  # never
)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Bravo follows three pupils of eleven; Delta follows nobody."""
    root = tmp_path_factory.mktemp("three")
    folder = write_academy(root / "depot")
    write(folder, "stages.csv", HEADER, *PUPILS)
    write(folder, "recours.csv", *CASES)
    write(folder, "poles.csv", "code_pole;libelle_pole;bef", "P1;Pôle du littoral;O1")
    import_folder(folder, root / "home")
    return Store(version_of(root / "home"))


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Store:
    """A small demonstration store."""
    return Store(version_of(demo_home))


YEAR = Selection("2025-2026")


def _of(opened: Store, uai: str) -> dict[str, int]:
    table = reads.reader_of(opened, ALL).states(YEAR, ("uai", "period"), tuple(COUNTS))
    return table[(table["uai"] == uai) & (table["period"] == 1)].iloc[0].to_dict()


def test_three_pupils_at_four_dates(three: Store) -> None:
    row = _of(three, BRAVO)
    at = {end: tuple(row[f"{state}{end}"] for state in STATES) for end in DATES}
    assert at == {
        "_j21": (0, 1, 2, 8),
        "_j7": (1, 0, 2, 8),
        "": (1, 1, 1, 8),
        "_p7": (2, 1, 0, 8),
    }


def test_three_placements_counted_by_hand(three: Store) -> None:
    row = _of(three, BRAVO)
    expected = {
        "due": 11, "placed": 3, "late": 2, "late_unknown": 0,
        "days_known": 2, "days_unknown": 1, "days_planned": 25, "days_done": 22,
        "by_pole": 1, "by_family": 1, "by_school": 0, "channel_unknown": 1,
        "evaluated": 1, "evaluated_unknown": 1, "visited": 1, "visited_unknown": 1,
        "interrupted": 1, "interrupted_unknown": 1,
        "naf_asked": 3, "naf_expected": 1, "naf_unknown": 1,
        "in_own_bef": 1, "in_other_bef": 1, "beyond_academy": 0, "abroad": 1, "place_unknown": 0,
        "siret_valid": 1, "located": 3,
        "cases": 3, "cases_solved": 1, "cases_undated": 0, "cases_unknown": 0,
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected


def test_a_silent_school_has_dues_and_nothing_else(three: Store) -> None:
    row = _of(three, DELTA)
    told = {name: row[name] for name in COUNTS if row[name]}
    assert told == {"due": 7, "cases_unknown": 7, **{f"unknown{end}": 7 for end in DATES}}


def test_a_signature_without_a_date_of_agreement_is_unknown_until_it_is_there(
    tmp_path: Path,
) -> None:
    folder = write_academy(tmp_path / "depot")
    write(
        folder,
        "stages.csv",
        "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;date_convention;debut;siret",
        f"{_GROUP};signé;;10/01/2026;12/01/2026;",
    )
    import_folder(folder, tmp_path / "home")
    row = _of(Store(version_of(tmp_path / "home")), BRAVO)
    assert [row[f"unknown{end}"] for end in ("_j21", "_j7", "", "_p7")] == [11, 11, 10, 10]
    assert (row["signed"], row["late"], row["late_unknown"]) == (1, 0, 1)


def test_pole_commune_and_public_group_the_same_dues(three: Store) -> None:
    by_pole = (
        reads.reader_of(three, ALL).states(YEAR, ("pole",)).set_index("pole", drop=True)["due"]
    )
    whole = int(reads.reader_of(three, ALL).states(YEAR, ())["due"].iloc[0])
    assert by_pole.sum() == whole
    assert by_pole.index[0] == "P1"
    assert by_pole.index.isna().sum() == 1  # a file of pôles that forgets a BEF leaves it without
    assert reads.reader_of(three, ALL).states(YEAR, ("commune",))["commune"].tolist() == [
        "35001",
        "35005",
    ]
    assert set(reads.reader_of(three, ALL).states(YEAR, ("public",))["public"]) == {"inconnu"}
    assert reads.lists.poles(three, ALL)["label"].tolist() == ["Pôle du littoral"]


def test_without_a_file_of_poles_each_bef_has_its_own(academy_home: Path) -> None:
    assert reads.lists.poles(Store(version_of(academy_home)), ALL)["bef"].tolist() == ["O1", "O2"]


def test_the_counts_of_the_store_are_those_that_are_described(demo: Store) -> None:
    columns = set(demo.read(ALL, "SELECT * FROM period_state LIMIT 0").columns)
    named = {"uai", "year", "level", "track", "family", "period", "bef", "commune", "pole"}
    about = {"public", "starts", "weeks", "origin", "sent", "begun", "same_day"}
    assert columns - named - about == set(COUNTS)


@pytest.mark.parametrize("by", [(), *((name,) for name in GROUPS), ("bef", "family")])
def test_states_add_up_to_the_dues_at_each_date_and_groups_to_the_whole(
    demo: Store, by: tuple[str, ...]
) -> None:
    table = reads.reader_of(demo, ALL).states(Selection(""), by, tuple(COUNTS))
    for end in DATES:
        assert (table[[f"{s}{end}" for s in STATES]].sum(axis=1) == table["due"]).all()
    places = ["in_own_bef", "in_other_bef", "beyond_academy", "abroad", "place_unknown"]
    assert (table[places].sum(axis=1) == table["placed"]).all()
    whole = reads.reader_of(demo, ALL).states(Selection(""), (), tuple(COUNTS)).iloc[0]
    assert table[list(COUNTS)].sum().to_dict() == whole[list(COUNTS)].to_dict()


def test_more_is_signed_as_days_go(demo: Store) -> None:
    row = reads.reader_of(demo, ALL).states(YEAR, (), tuple(COUNTS)).iloc[0]
    assert row["signed_j21"] < row["signed_j7"] < row["signed"] < row["signed_p7"]
    assert row["without_j21"] > row["without_j7"] > row["without"] > row["without_p7"] > 0


def test_a_column_that_is_no_count_is_refused(demo: Store) -> None:
    with pytest.raises(KeyError, match="not a count"):
        reads.reader_of(demo, ALL).states(YEAR, (), ("due) FROM info --",))


COMPUTED = [
    (sheet.id, measure.key, by)
    for sheet in CATALOGUE.values()
    if sheet.computed
    for measure in sheet.measures
    for by in ((), *((name,) for name in sheet.groups))
    if not (by == () and sheet.id == "solde") and not (by and measure.key == "uai")
]
FORM = {"value", "count", "n", "unknown", "low", "high", "rate_min", "rate_max", "absence"}


@pytest.mark.parametrize(("indicator", "key", "by"), COMPUTED)
def test_every_indicator_over_every_grouping(
    demo: Store, indicator: str, key: str, by: tuple[str, ...]
) -> None:
    table = ask(demo, ALL, Selection("" if "year" in by else "2025-2026"), indicator, by, key)
    assert set(table.columns) >= FORM | set(by)
    assert len(table)
    assert not table.duplicated(list(by)).any() if by else len(table) == 1
    assert table["value"].notna().any() or key in {"etranger", "hors"}
    assert (table["absence"].notna()).all()
    missing = table["value"].isna()
    assert (table.loc[missing, "absence"] != "").all()  # absence has a name
    held = table.dropna(subset=["value", "low", "high"])
    capped = held["value"].clip(upper=1) if CATALOGUE[indicator].additive else held["value"]
    assert (held["low"] <= capped + 1e-9).all()
    assert (capped <= held["high"] + 1e-9).all()


def test_what_is_not_computed_is_refused_never_invented(demo: Store) -> None:
    for indicator in (s.id for s in CATALOGUE.values() if not s.computed):
        with pytest.raises(NotComputedError, match="pas encore calculé"):
            ask(demo, ALL, YEAR, indicator)
    with pytest.raises(NotComputedError, match="ne se calcule pas par"):
        ask(demo, ALL, YEAR, "penetration", ("uai",))
    with pytest.raises(KeyError):
        ask(demo, ALL, YEAR, "inconnu")


def test_balances_add_up_to_nothing(demo: Store) -> None:
    for level in ("bef", "pole", "commune"):
        assert ask(demo, ALL, YEAR, "solde", (level,))["value"].sum() == 0


def test_hosts_that_do_not_add_up_by_hand(three: Store) -> None:
    hosts = reads.hosts.engaged(three, ALL, YEAR, ("bef",))
    assert hosts[["bef", "hosts", "placements"]].values.tolist() == [["O1", 1, 1]]
    trips = reads.hosts.distances(three, ALL, YEAR, ()).iloc[0]
    assert (trips["trips"], trips["trips_unknown"]) == (1, 0)
    assert trips["median"] < 5  # inside one commune
    assert ask(three, ALL, YEAR, "fidelite")["absence"].iloc[0] == "non mesuré"


def test_the_top_tenth_and_the_quantiles_on_known_hosts(demo: Store) -> None:
    placed = demo.read(
        ALL,
        """SELECT company, sum(placements)::INT AS n FROM hosting WHERE year = '2025-2026'
           GROUP BY company""",
    )["n"].sort_values(ascending=False, ignore_index=True)
    tenth = len(placed) / 10
    top = placed[: int(tenth)].sum() + (tenth - int(tenth)) * placed[int(tenth)]
    row = reads.hosts.engaged(demo, ALL, YEAR, ()).iloc[0]
    assert row["top"] == pytest.approx(top)
    assert row["squares"] == (placed**2).sum()
    assert (row["hosts"], row["placements"]) == (len(placed), placed.sum())
