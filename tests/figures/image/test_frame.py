"""An image travels alone: it says what it shows, of whom, from which file, for whom."""

import io
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from analytics.disclosure import About, diffused, internal
from figures.bars import amount_bars
from figures.cards.card import WIDE, WIDTH
from figures.image import archive, image
from figures.image.still import Form, Still
from figures.image.words import width, wrapped
from figures.maps.classes import SECRET, UNKNOWN, MapClass
from figures.maps.legends import HATCHED, OUTLINED, Grid, Legend
from figures.marks import MARKS, ZONING
from tests.figures.image.drawn import ABOUT, SVG, all_text, svg, texts

ROWS = pd.DataFrame({"label": ["Metz"], "amount": [3.0], "shown": ["3 sur 9"], "text": ["x"]})
BARS = Still(internal(ROWS, ABOUT), amount_bars(internal(ROWS, ABOUT)), "barres", alt="Barres")


def test_it_says_all_that_a_reader_must_know() -> None:
    root = svg(replace(BARS, extra="objectif : 95 %", note="Ce qui manque est un minimum."))
    words = all_text(root)
    for told in (
        ABOUT.title,
        f"{ABOUT.caption} · objectif : 95 %",
        ABOUT.source,
        ZONING,
        MARKS[BARS.published.level],
        "Ce qui manque est un minimum.",
        "Metz",
        "3 sur 9",
    ):
        assert told in words


def test_the_mark_and_the_name_are_those_of_the_level() -> None:
    others = replace(BARS, published=diffused(ROWS, ABOUT))
    assert MARKS[others.published.level] in all_text(svg(others))
    assert MARKS[BARS.published.level] not in all_text(svg(others))
    assert others.file_name(Form.PNG) == "equistage-barres-diffusion.png"
    assert BARS.file_name(Form.SVG) == "equistage-barres-interne.svg"


def test_its_texts_are_texts_in_fonts_that_others_have() -> None:
    source = image(BARS, Form.SVG).decode()
    assert "<text" in source
    assert "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif" in source
    assert source.count("<title>") == 1
    assert f"<title>{ABOUT.title}</title><desc>Barres</desc>" in source
    assert 'lang="fr" role="img"' in source


def test_a_title_with_signs_of_markup_is_read_as_it_is_written() -> None:
    about = About("Part < 5 % & « autre » <b>", *("a", "b", "c", "d"))
    root = svg(replace(BARS, published=internal(ROWS, about)))
    assert about.title in texts(root)
    found = root.find(f"{SVG}title")
    assert found is not None and found.text == about.title


def test_a_long_title_is_cut_in_lines_that_hold_in_the_image() -> None:
    about = About("Un titre qui ne finit pas " * 8, "a", "b", "c", "d")
    lines = wrapped(about.title, 17, WIDTH - 48, bold=True)
    assert len(lines) > 2
    assert max(width(line, 17, bold=True) for line in lines) <= WIDTH - 48
    tall = svg(replace(BARS, published=internal(ROWS, about)))
    box = [float(n) for n in tall.get("viewBox", "").split()]
    assert box[3] > float(svg(BARS).get("viewBox", "").split()[3]) + 30
    assert set(lines) <= {text.strip() for text in texts(tall)} | set(lines[-1:])


def test_legends_are_those_of_the_screen() -> None:
    classes = (MapClass("classe_0", "0 à 5 %", "#e6f0f1"), UNKNOWN, SECRET)
    items = list(zip(classes, (4, 1, 0), strict=True))
    legend = Legend(items, (HATCHED, OUTLINED), 1234)
    cell = (MapClass("classe_00", "besoin faible", "#ecc09b"), 57)
    grid = Grid([[cell]], "offre faible → forte", "besoin ↑")
    words = texts(svg(replace(BARS, legends=(legend, grid))))
    assert "0 à 5 % (4)" in words
    assert "non renseigné (1)" in words
    assert not [text for text in words if text.startswith("secret")]  # no area has it
    assert "près de l’étranger\u00a0: ses lieux sont inconnus (1\u00a0234)" in words
    assert "zone blanche" in words
    assert {"57", "offre faible → forte", "besoin ↑"} <= set(words)


@pytest.mark.parametrize("across", [WIDTH, WIDE])
def test_a_png_is_sharp_and_not_blank(across: float) -> None:
    picture = Image.open(io.BytesIO(image(replace(BARS, width=across), Form.PNG)))
    assert picture.width == 2 * across
    tall = float(svg(replace(BARS, width=across)).get("viewBox", "").split()[3])
    assert picture.height == pytest.approx(2 * tall, abs=1)
    pixels = np.asarray(picture.convert("RGB"))
    assert (pixels == 255).all(axis=2).mean() > 0.3  # white paper
    assert (pixels == (0xC8, 0x70, 0x2A)).all(axis=2).sum() > 10_000  # the bar


def test_two_at_once_give_the_same_bytes_as_one() -> None:
    alone = {form: image(BARS, form) for form in Form}
    found: dict[tuple[int, Form], bytes] = {}

    def draw(rank: int) -> None:
        for form in Form:
            found[rank, form] = image(BARS, form)

    threads = [threading.Thread(target=draw, args=(rank,)) for rank in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(blob == alone[form] for (_, form), blob in found.items())


def test_an_archive_has_each_figure_in_both_forms_and_is_always_the_same() -> None:
    others = replace(BARS, key="autres", published=diffused(ROWS, ABOUT))
    blob = archive([BARS, others])
    with zipfile.ZipFile(io.BytesIO(blob)) as zipped:
        assert zipped.namelist() == [
            "equistage-barres-interne.svg",
            "equistage-barres-interne.png",
            "equistage-autres-diffusion.svg",
            "equistage-autres-diffusion.png",
        ]
        assert zipped.read("equistage-barres-interne.svg") == image(BARS, Form.SVG)
    assert archive([BARS, others]) == blob
