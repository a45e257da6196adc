"""A count has a day: what is known of a period follows from when its rows were observed."""

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from analytics.services import changes
from analytics.services.desk import Held
from analytics.verdicts.snapshots import Moment, differences
from data import clock, reads
from data.counts import DATES, STATES
from data.intake.importing import import_folder, rebuild, undo
from data.readers import IntakeError
from data.scope import Scope
from data.selection import Selection
from data.store import store
from slides.content import ContentError, outline
from tests.conftest import shared
from tests.data.conftest import BRAVO, DELTA, STAGES_HEADER, stage, write, write_academy
from tests.data.published import rows, version_of

START = date(2026, 1, 12)  # of Bravo's only dated period, that ends on 30/01/2026
DAET = Scope.daet()
NEVER_RENEWED = ("due", "placement", "period_state", "campaign_day", "hosting", "import_file")


def followed(
    folder: Path,
    home: Path,
    today: date,
    *lines: str,
    header: str = "",
    declared: date | None = None,
    force: bool = False,
):
    """Publish the small académie and followed rows on a day."""
    write_academy(folder)
    write(folder, "stages.csv", header or STAGES_HEADER, *lines)
    with clock.set_to(today):
        return import_folder(folder, home, observed=declared, force=force)


def bravo(report) -> dict[str, int]:
    """States of Bravo's period at each date, zeros left out, and whether it has begun."""
    names = [f"{state}{end}" for end in DATES for state in STATES]
    columns = ", ".join(f'"{name}"' for name in (*names, "begun"))
    found = rows(report, f"SELECT {columns} FROM period_state WHERE uai = '{BRAVO}'")
    return {name: value for name, value in zip((*names, "begun"), found[0], strict=True) if value}


@pytest.mark.parametrize("before", [22, 21, 7, 1, 0, -6, -7])
def test_a_row_is_known_at_the_dates_that_its_day_of_observation_has_reached(tmp_path, before):
    today = START - timedelta(days=before)
    report = followed(tmp_path / "depot", tmp_path / "home", today, stage("sans lieu"))
    found = bravo(report)
    for end, offset in DATES.items():
        known = int(-before >= offset)
        assert found.get(f"without{end}", 0) == known
        assert found[f"unknown{end}"] == 11 - known  # ten pupils have no row
    assert found.get("begun", False) == (before <= 0)


def test_what_is_signed_of_a_period_to_come_stays_signed_and_nothing_is_without_a_host(tmp_path):
    lines = [stage("signé", "01/09/2025", "10/09/2025"), stage("accord", "01/09/2025")]
    day = date(2025, 9, 15)
    found = bravo(followed(tmp_path / "depot", tmp_path / "home", day, *lines, stage("sans lieu")))
    assert found == {f"signed{end}": 1 for end in DATES} | {f"unknown{end}": 10 for end in DATES}


def test_a_signed_row_seen_too_early_is_unknown_as_its_neighbours_are(tmp_path):
    """Alone in the known ones, the signed of an early file would make a rate too high."""
    header = STAGES_HEADER + ";date_extraction"
    lines = [stage("signé", "01/12/2025", "10/12/2025"), stage("sans lieu")]
    dated = [f"{line};11/01/2026" for line in lines]  # the day before the first one
    dated.append(f"{DELTA};2025-2026;CAP1;bois;1;sans lieu;;;01/12/2025;;01/03/2026")
    report = followed(
        tmp_path / "depot", tmp_path / "home", date(2026, 3, 1), *dated, header=header
    )
    with_later = [f"{stage('sans lieu')};12/01/2026"]
    later = followed(
        tmp_path / "depot2", tmp_path / "home", date(2026, 3, 1), *with_later, header=header
    )
    assert bravo(later)["without"] == 1  # the later extract stands for the group
    found = bravo(report)
    assert (found.get("without", 0), found["unknown"], found.get("signed", 0)) == (0, 11, 0)
    assert (found["signed_j7"], found["without_j7"]) == (1, 1)


def test_the_column_goes_before_the_declared_day_and_that_before_the_day_of_the_import(tmp_path):
    header = STAGES_HEADER + ";date_extraction"
    today, declared = date(2026, 2, 1), date(2026, 1, 12)
    written, names = "05/01/2026", ("without_j7", "without", "without_p7")
    for cell, said, expected, how in (
        (written, declared, (1, 0, 0), "05/01/2026 (colonne du fichier)"),
        ("", declared, (1, 1, 0), "12/01/2026 ("),
        ("", None, (1, 1, 1), "01/02/2026 (jour de l’import)"),
    ):
        name = f"{cell[:2]}{said}"
        report = followed(
            tmp_path / name / "depot",
            tmp_path / name / "home",
            today,
            f"{stage('sans lieu')};{cell}",
            header=header,
            declared=said,
        )
        found = bravo(report)
        assert tuple(found.get(n, 0) for n in names) == expected
        assert f"observé au {how}" in " ".join(report.remarks["text"])


def test_a_day_to_come_is_refused(tmp_path):
    today = date(2026, 2, 1)
    with pytest.raises(IntakeError, match="02/02/2026, est à venir"):
        followed(
            tmp_path / "a",
            tmp_path / "home",
            today,
            stage("sans lieu"),
            declared=today + timedelta(days=1),
        )
    assert store.current_path(tmp_path / "home") is None
    header = STAGES_HEADER + ";situation_au"
    lines = [stage("sans lieu") + f";{day}" for day in ["01/02/2026"] * 20 + ["02/02/2026"]]
    report = followed(tmp_path / "b", tmp_path / "home", today, *lines, header=header, force=True)
    found = rows(report, "SELECT line, value, reason FROM reject")
    assert found == [(22, "2026-02-02", "jour d’observation à venir")]


def tables(path: Path) -> dict[str, list]:
    """What a version says of days, row by row."""
    with duckdb.connect(str(path), read_only=True) as con:
        found = {
            name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in NEVER_RENEWED
        }
        found["as_of"] = con.execute("SELECT value FROM info WHERE key = 'as_of'").fetchall()
        return found


def test_a_version_built_again_or_after_an_undo_speaks_of_the_same_day(tmp_path):
    home = tmp_path / "home"
    followed(tmp_path / "depot", home, date(2026, 1, 14), stage("sans lieu"))
    first = tables(version_of(home))
    assert first["as_of"] == [("2026-01-14",)]
    with clock.set_to(date(2026, 2, 20)):
        rebuild(home)
    assert tables(version_of(home)) == first
    later = write(
        tmp_path / "suite", "stages.csv", STAGES_HEADER, *[stage("signé", "", "12/01/2026")] * 2
    )
    with clock.set_to(date(2026, 2, 21)):
        report = import_folder(later.parent, home)
    assert tables(version_of(home))["as_of"] == [("2026-02-21",)]
    with clock.set_to(date(2026, 6, 1)):
        undo(report.batch, home)
    assert tables(version_of(home)) == first


def test_rows_of_an_older_edition_were_observed_on_the_day_of_their_import(tmp_path):
    home = tmp_path / "home"
    followed(tmp_path / "depot", home, date(2026, 1, 14), stage("sans lieu"))
    with duckdb.connect(str(version_of(home))) as con:
        con.execute("ALTER TABLE kept.file DROP COLUMN observed_on")
        con.execute("ALTER TABLE kept.file DROP COLUMN declared")
        con.execute("ALTER TABLE kept.stages DROP COLUMN observe_le")
    with clock.set_to(date(2026, 6, 1)):
        rebuild(home)
    assert tables(version_of(home))["as_of"] == [("2026-01-14",)]


def test_a_campaign_of_next_june_is_to_come_and_nobody_is_without_a_host(tmp_path):
    with clock.set_to(date(2026, 11, 30)):
        report = import_folder(shared("cases/01-future-campaign"), tmp_path / "home", force=True)
    names = [f"{state}{end}" for end in DATES for state in STATES]
    columns = ", ".join(f'"{name}"' for name in names)
    found = rows(report, f"SELECT due, begun, {columns} FROM period_state")
    assert found == [(10, False, *(2, 0, 0, 8) * len(DATES))]
    opened = store.Store(report.version)
    assert reads.reader_of(opened, DAET).states(Selection(""), (), ("due",))["due"].tolist() == [0]
    assert reads.reader_of(opened, DAET).years().empty
    with pytest.raises(ContentError, match="Aucune campagne n’a commencé au 30/11/2026"):
        outline(opened, DAET)
    opened.close()


@pytest.mark.parametrize(("day", "known"), [(29, False), (30, True), (31, True)])
def test_what_is_known_at_the_end_only_is_unknown_before_it(tmp_path, day, known):
    header = STAGES_HEADER + ";evaluation_rendue;visite;interrompu;jours_prevus;jours_faits"
    lines = [
        stage("signé", "01/12/2025", "10/12/2025") + ";oui;non;non;15;10",
        stage("signé", "01/12/2025", "10/12/2025") + ";non;non;non;15;15",
    ]
    report = followed(
        tmp_path / "depot", tmp_path / "home", date(2026, 1, day), *lines, header=header
    )
    counts = (
        "evaluated, evaluated_unknown, visited_unknown, interrupted_unknown, days_known, days_done"
    )
    found = rows(report, f"SELECT placed, {counts} FROM period_state WHERE uai = '{BRAVO}'")
    assert found == [(2, 1, 0, 0, 0, 2, 25) if known else (2, 0, 2, 2, 2, 0, 0)]


def test_a_request_to_the_pole_is_solved_or_not_once_its_first_day_was_reached(tmp_path):
    for day, expected in ((11, [(2, 0, 2)]), (12, [(2, 1, 0)])):
        folder = tmp_path / str(day)
        write_academy(folder)
        write(
            folder,
            "recours.csv",
            "demande;bef;uai;annee_scolaire;niveau;famille;ouverte_le;resolue_le;debut",
            f"D1;O1;{BRAVO};2025-2026;2PRO;commerce;01/12/2025;;12/01/2026",
            f"D2;O1;{BRAVO};2025-2026;2PRO;commerce;01/12/2025;05/01/2026;12/01/2026",
        )
        with clock.set_to(date(2026, 1, day)):
            report = import_folder(folder, folder / "home")
        counts = "sum(cases), sum(cases_solved), sum(cases_undated)"
        assert rows(report, f"SELECT {counts} FROM period_state WHERE uai = '{BRAVO}'") == expected


def two_campaigns(folder: Path, today: date) -> store.Store:
    """Bravo in two campaigns of three periods; the second one is running."""
    write_academy(folder)
    planned, told = [], []
    for year in (2024, 2025):
        for period, (month, weeks) in enumerate(((11, 3), (1, 3), (6, 4)), start=1):
            start = date(year + (month < 9), month, 10)
            label = f"{BRAVO};{year}-{year + 1};2PRO;commerce;{period}"
            end = start + timedelta(days=18)
            planned.append(f"{label};{start:%d/%m/%Y};{end:%d/%m/%Y};{weeks};10")
            signed = start - timedelta(days=30)
            done = f"signé;;{signed:%d/%m/%Y}" if signed <= today else "sans lieu;;"
            told += [f"{label};{done};{start:%d/%m/%Y};"] * 8
            told += [f"{label};sans lieu;;;{start:%d/%m/%Y};"] * 2
    header = "uai;annee_scolaire;niveau;famille;periode"
    write(
        folder,
        "effectifs.csv",
        "uai;annee_scolaire;niveau;famille;effectif",
        *(f"{BRAVO};{year};2PRO;commerce;10" for year in ("2024-2025", "2025-2026")),
    )
    write(folder, "periodes.csv", f"{header};debut;fin;semaines;eleves_concernes", *planned)
    write(folder, "stages.csv", STAGES_HEADER, *told)
    with clock.set_to(today):
        return store.Store(import_folder(folder, folder / "home").version)


def test_a_running_campaign_is_counted_and_compared_by_the_same_day_of_the_year(tmp_path):
    opened = two_campaigns(tmp_path, date(2026, 1, 20))
    assert reads.days.running(opened, DAET) == "2025-2026"
    every = Selection("")
    due = reads.reader_of(opened, DAET).states(every, ("year",), ("due", "signed", "without"))
    assert due[["due", "signed", "without"]].to_numpy().tolist() == [[30, 24, 6], [20, 16, 4]]
    compared = reads.days.comparable(opened, DAET, every)
    due = reads.reader_of(opened, DAET).states(compared, ("year",), ("due", "signed", "without"))
    assert due[["due", "signed", "without"]].to_numpy().tolist() == [[20, 16, 4], [20, 16, 4]]
    past = reads.days.comparable(opened, DAET, Selection("2024-2025"))
    assert not past.same_day
    desk = Held(reads.reader_of(opened, DAET))
    points = changes.trend(desk, Selection("2025-2026"), "taux_acces", by_term=False).points
    assert points["n"].tolist() == [20, 20]
    opened.close()


def test_a_day_ends_a_campaign_once_its_last_period_has_begun(tmp_path):
    opened = two_campaigns(tmp_path, date(2026, 6, 10))
    assert reads.days.running(opened, DAET) == ""
    due = reads.reader_of(opened, DAET).states(Selection("", same_day=True), ("year",), ("due",))
    assert due["due"].tolist() == [30, 30]
    opened.close()


def test_a_campaign_that_has_not_begun_is_none_of_those_that_are_read(tmp_path):
    opened = two_campaigns(tmp_path, date(2025, 9, 20))
    assert reads.reader_of(opened, DAET).years()["year"].tolist() == ["2024-2025"]
    days = reads.days.campaigns(opened, DAET)
    assert days["begun"].tolist() == [True, False]
    assert reads.days.observed(opened, DAET) == date(2025, 9, 20)
    opened.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_states_are_those_that_one_reads_row_by_row(tmp_path, seed):
    """Random rows and days of observation, against the rule written for one row."""
    draw = random.Random(seed)
    today = date(2025, 10, 1) + timedelta(days=draw.randrange(300))
    families = ("commerce", "bois", "auto", "btp", "cuisine")
    starts = {
        (family, n): date(2025, 10, 1) + timedelta(days=draw.randrange(260))
        for family in families
        for n in (1, 2)
    }
    told = []
    for (family, period), start in starts.items():
        late = draw.choice([-40, -21, -14, -7, -1, 0, 3, 7, 30])  # one extract a group
        seen = min(today, start + timedelta(days=late))
        for _ in range(draw.randrange(1, 12)):
            agreed = start - timedelta(days=draw.choice([30, 21, 14, 7, 0, -3, -7]))
            signed = agreed + timedelta(days=draw.choice([0, 1, 7, 14]))
            state = draw.choice(["signé", "accord", "sans lieu", "inconnu"])
            if {"signé": signed, "accord": agreed}.get(state, seen) > seen:
                state = "sans lieu"
            told.append((family, period, start, seen, state, agreed, signed))
    as_of = max(row[3] for row in told)
    lines, expected = [], Counter()
    for family, period, start, seen, state, agreed, signed in told:
        placed, over = state in ("signé", "accord"), state == "signé"
        lines.append(
            f"{BRAVO};2025-2026;2PRO;{family};{period};{state};{agreed if placed else ''};"
            f"{signed if over else ''};{start};;{seen}"
        )
        for end, offset in DATES.items():
            day = start + timedelta(days=offset)
            if seen < day:
                found = "signed" if over and start > as_of else "unknown"
            elif over and signed <= day:
                found = "signed"
            elif placed and agreed <= day:
                found = "agreed"
            else:
                found = "unknown" if state == "inconnu" else "without"
            expected[family, period, found + end] += 1
    write_academy(tmp_path)
    write(
        tmp_path,
        "effectifs.csv",
        "uai;annee_scolaire;niveau;famille;effectif",
        *(f"{BRAVO};2025-2026;2PRO;{family};12" for family in families),
    )
    (tmp_path / "periodes.csv").unlink()
    write(tmp_path, "stages.csv", STAGES_HEADER + ";date_extraction", *lines)
    with clock.set_to(today):
        report = import_folder(tmp_path, tmp_path / "home")
    names = [f"{state}{end}" for end in DATES for state in STATES]
    columns = ", ".join(f'"{name}"' for name in names)
    found = rows(report, f"SELECT family, period, due, begun, {columns} FROM period_state")
    assert len(found) == 2 * len(families)
    for family, period, due, begun, *counts in found:
        by_name = dict(zip(names, counts, strict=True))
        assert begun == (starts[family, period] <= as_of)
        for end in DATES:
            assert sum(by_name[state + end] for state in STATES) == due == 12
            silent = 12 - sum(expected[family, period, state + end] for state in STATES)
            assert by_name[f"unknown{end}"] == expected[family, period, f"unknown{end}"] + silent
            for state in ("signed", "agreed", "without"):
                assert by_name[state + end] == expected[family, period, state + end]


def test_a_snapshot_of_a_running_campaign_has_no_rectification_of_it(tmp_path):
    """And a campaign that runs today is compared with that of then by the same day of the year."""
    autumn = two_campaigns(tmp_path / "autumn", date(2026, 1, 20))
    summer = two_campaigns(tmp_path / "summer", date(2026, 8, 1))
    then = Moment(autumn, "2025-2026")
    grown = differences(then, Moment(summer, "2025-2026"), DAET, Selection(""))
    assert grown["rectification"].isna().all()
    same = differences(then, then, DAET, Selection("")).set_index("indicator")
    assert same.loc["taux_acces", "rectification"] == 0
    before = Moment(autumn, "2024-2025")
    table = differences(before, then, DAET, Selection("")).set_index("indicator")
    row = table.loc["taux_acces"]
    assert (row["corrected_n"], row["same_day_n"], row["today_n"]) == (30, 20, 20)
    assert row["evolution"] == row["today"] - row["same_day"]
    autumn.close()
    summer.close()
