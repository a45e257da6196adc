"""Stores with holes: every page opens, and never says 0 % of what nobody told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.catalogue import CATALOGUE
from analytics.catalogue.asking import NotComputedError, ask
from data import reads
from data.intake.importing import import_folder, undo
from data.scope import Scope
from data.selection import Selection
from data.store import store
from data.store.store import NotDiffusedError
from proofs._pages import failures
from tests.data.conftest import BRAVO, DELTA, STAGES, STAGES_HEADER, write, write_academy

# What is known without any follow-up.
PUPILS_HEADER = "uai;annee_scolaire;niveau;famille;effectif"
_OPEN = {"non_renseigne", "fiabilite", "tissu", "apl"}


def _store(
    *, keep: str = "", dues: str = "", without: tuple[str, ...] = ()
) -> Callable[[Path], None]:
    """Build the small académie with other pupils, or without some of its files."""

    def build(home: Path) -> None:
        folder = write_academy(home.with_name(f"{home.name}.depot"))
        for name in without:
            (folder / name).unlink()
        if dues:
            write(folder, "effectifs.csv", PUPILS_HEADER, *dues.split())
            (folder / "periodes.csv").unlink(missing_ok=True)
        if keep:
            lines = [line for line in STAGES if keep in line]
            write(folder, "stages.csv", STAGES_HEADER, *lines)
        import_folder(folder, home, force=True)

    return build


def _undone(home: Path) -> None:
    _store(without=("effectifs.csv", "periodes.csv"))(home)
    more = home.with_name(f"{home.name}.more")
    write(
        more,
        "effectifs.csv",
        PUPILS_HEADER,
        f"{BRAVO};2025-2026;2PRO;commerce;11",
    )
    import_folder(more, home)
    undo("L0002", home)


ODD: dict[str, Callable[[Path], None]] = {
    "no enrolment": _store(without=("effectifs.csv", "periodes.csv")),
    "emptied by an undo": _undone,
    "no follow-up": _store(),
    "only 3e": _store(dues=f"{BRAVO};2025-2026;3E;;40"),
    "only 2de": _store(dues=f"{BRAVO};2025-2026;2GT;;40"),
    "one school, one BEF": _store(dues=f"{DELTA};2025-2026;2PRO;bois;12"),
    "a campaign nobody followed": _store(
        dues=f"{BRAVO};2024-2025;2PRO;commerce;11 {BRAVO};2025-2026;2PRO;commerce;11"
    ),
    "all without a place": _store(keep="sans lieu"),
}


@pytest.fixture(params=ODD)
def odd_home(request: pytest.FixtureRequest, built_once: Callable[..., Path]) -> Path:
    name = str(request.param)
    return built_once(f"odd-{name}", ODD[name])


@pytest.mark.parametrize("level", ["interne", "diffusion"])
def test_every_page_opens(odd_home: Path, monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setenv("EQUISTAGE_HOME", str(odd_home))
    assert list(failures(level)) == []


@pytest.mark.parametrize("scope", [Scope.daet(), Scope.outside()], ids=["interne", "diffusion"])
def test_no_measure_of_what_nobody_told_has_a_value(real_home: Path, scope: Scope) -> None:
    path = store.current_path(real_home)
    assert path is not None
    opened, asked = store.Store(path), 0
    year = reads.reader_of(opened, scope).years()["year"].iloc[-1]
    bef = reads.lists.befs(opened, scope)["bef"].iloc[0]
    for sheet in (
        sheet for sheet in CATALOGUE.values() if sheet.computed and sheet.id not in _OPEN
    ):
        for key in (measure.key for measure in sheet.measures):
            for by in ((), *((group,) for group in sheet.groups)):
                for selection in (Selection(year, "pro"), Selection(year, "pro", bef=bef)):
                    try:
                        table = ask(opened, scope, selection, sheet.id, by, key)
                    except (NotComputedError, NotDiffusedError):
                        continue
                    asked += 1
                    assert table["value"].isna().all(), (sheet.id, key, by, selection)
    assert asked > 50 * scope.in_charge
    opened.close()
