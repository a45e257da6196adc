"""A version made again is compared with what it was."""

from pathlib import Path

import duckdb
import pytest

from data.intake import renewing

ROWS = [("2023-2024", 5, 3, 1, 1, 0), ("2024-2025", 4, 4, 0, 0, 0)]


def _version(path: Path, rows: list[tuple]) -> Path:
    with duckdb.connect(str(path)) as con:
        con.execute(
            "CREATE TABLE period_state (year VARCHAR, due BIGINT, signed BIGINT, agreed BIGINT, "
            '"without" BIGINT, "unknown" BIGINT)'
        )
        for row in rows:
            con.execute("INSERT INTO period_state VALUES (?, ?, ?, ?, ?, ?)", row)
    return path


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (ROWS, []),
        ([("2023-2024", 3, 2, 1, 0, 0), ("2023-2024", 2, 1, 0, 1, 0), ROWS[1]], []),
        ([ROWS[0], ("2024-2025", 4, 3, 0, 0, 1)], ["2024-2025"]),
        ([ROWS[1]], ["2023-2024"]),
        ([*ROWS, ("2025-2026", 1, 0, 0, 0, 1)], ["2025-2026"]),
        ([], ["2023-2024", "2024-2025"]),
    ],
)
def test_the_campaigns_whose_counts_changed_are_named(tmp_path, now, changed):
    then = _version(tmp_path / "l’ancienne.duckdb", ROWS)
    assert renewing.changed(then, _version(tmp_path / "now.duckdb", now)) == changed
