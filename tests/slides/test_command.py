"""`python -m slides`: one command, one file, one message."""

from pathlib import Path

import pytest

from slides.__main__ import main
from tests.slides.reading import opened_deck


@pytest.fixture(autouse=True)
def home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EQUISTAGE_HOME", str(demo_home))


@pytest.mark.parametrize("code", ["BEF-12", "POLE-12"])
def test_a_pole_is_named_by_its_code_or_that_of_its_bef(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    out = tmp_path / "copil.pptx"
    assert main(["--pole", code, "--out", str(out)]) == 0
    assert "Vosges Est" in capsys.readouterr().out
    assert "Vosges Est" in opened_deck(out.read_bytes()).core_properties.title


def test_the_parts_asked_for_are_the_deck_in_their_order(tmp_path: Path) -> None:
    out = tmp_path / "copil.pptx"
    assert main(["--pole", "BEF-12", "--parties", "11,2", "--out", str(out)]) == 0
    titles = [slide.shapes.title.text_frame.text for slide in opened_deck(out.read_bytes()).slides]
    assert len(titles) == 3
    assert titles[1].startswith("Actions du pôle")


def test_an_unknown_part_is_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--parties", "2,99"]) == 1
    assert "13 (Vigilance" in capsys.readouterr().err


def test_an_unknown_pole_is_one_message_that_lists_the_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--pole", "BEF-99", "--out", str(tmp_path / "x.pptx")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "BEF-99" in told
    assert "BEF-13 (Vosges Ouest)" in told
    assert not (tmp_path / "x.pptx").exists()


def test_nothing_published_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EQUISTAGE_HOME", str(tmp_path))
    assert main([]) == 1
    assert "Aucune version publiée" in capsys.readouterr().err


def test_a_template_that_lacks_layouts_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pptx import Presentation

    path = tmp_path / "charte.pptx"
    Presentation().save(str(path))
    assert main(["--template", str(path), "--out", str(tmp_path / "x.pptx")]) == 1
    assert "Titre et deux figures" in capsys.readouterr().err


def test_a_deck_is_refreshed_beside_itself_and_the_report_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "copil.pptx"
    assert main(["--pole", "BEF-12", "--campagne", "2024-2025", "--out", str(out)]) == 0
    assert main(["refresh", str(out), "--campagne", "2025-2026"]) == 0
    assert (tmp_path / "copil-actualise.pptx").is_file()
    told = capsys.readouterr().out
    assert "valeurs changées" in told
    assert "Chiffres clés" in told


def test_a_missing_deck_is_one_message(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["refresh", str(tmp_path / "rien.pptx")]) == 1
    assert "lisible" in capsys.readouterr().err
