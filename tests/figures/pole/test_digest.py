import re
from collections.abc import Callable
from html.parser import HTMLParser

import pandas as pd
import pytest

from analytics.disclosure import About, Published, internal
from analytics.verdicts.digest import changes_of, rectified_of, silences_of
from benchmarks.control import null_counts
from figures.pole.digest import (
    KINDS,
    NOTHING,
    Content,
    Item,
    change_sentence,
    describe_changes,
    digest_content,
    digest_html,
    rectified_sentence,
    silence_sentence,
)
from figures.print.pdf import pdf
from figures.words import french
from tests.analytics.verdicts.test_trends import LAST, moved

ABOUT = About("Ce qui a changé", "Voie professionnelle · toute l’académie", LAST, "école", "source")


def _published(table: pd.DataFrame) -> Published:
    return internal(table.assign(name="Bassin <" + table["bef"].astype(str) + ">"), ABOUT)


@pytest.fixture(scope="module")
def tables() -> tuple[Published, Published, Published]:
    before = null_counts(1)
    there = (before["bef"] == "BEF-02") & (before["year"] == "2023-2024")
    now = before.assign(signed=before["signed"].mask(there, before["signed"] - 1).clip(0))
    now = moved(now, "BEF-01", -0.08)
    made = (changes_of(now), silences_of(now), rectified_of(before, now, LAST))
    changes, silences, rectified = (_published(table) for table in made)
    return changes, silences, rectified


@pytest.fixture(scope="module")
def content(tables: tuple[Published, Published, Published]) -> Content:
    return digest_content(*tables)


def test_each_sentence_is_made_again_from_its_row(
    content: Content, tables: tuple[Published, Published, Published]
) -> None:
    changes, silences, rectified = (table.table for table in tables)
    expected = [
        *(change_sentence(row, LAST) for _, row in changes[changes["signal"]].iterrows()),
        *(silence_sentence(r, "silent", LAST) for _, r in silences.query("silent > 0").iterrows()),
        *(silence_sentence(r, "back", LAST) for _, r in silences.query("back > 0").iterrows()),
        *(rectified_sentence(row) for _, row in rectified.iterrows()),
    ]
    assert sorted(item.text for item in content.items) == sorted(expected)
    assert {item.kind for item in content.items} == {"unfavourable", "silent", "back", "rectified"}


def test_the_numbers_of_a_sentence_are_those_of_its_row(
    content: Content, tables: tuple[Published, Published, Published]
) -> None:
    """Read back from the words, they equal the table to the digit shown."""
    row = tables[0].table.query("signal").iloc[0]
    text = next(item.text for item in content.items if item.kind == "unfavourable")
    plain = text.replace("\u00a0", "").replace("−", "-").replace(",", ".")
    words = plain.partition("J0")[2].replace(LAST, "")
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", words)]
    shown = [row[name] * 100 for name in ("now", "before", "change", "low", "high")]
    assert numbers[:5] == pytest.approx([round(value, 1) for value in shown])
    assert numbers[5:] == [round(row["n"]), round(row["unknown"])]


def test_the_head_counts_the_table(
    content: Content, tables: tuple[Published, Published, Published]
) -> None:
    examined, signals = (int(tables[0].table[name].sum()) for name in ("examined", "signal"))
    assert content.lead == f"{examined}\u00a0indicateurs examinés, {signals}\u00a0signal."
    assert len(content.table) == signals


def test_without_any_signal_the_default_is_said() -> None:
    changes = changes_of(null_counts(1))
    assert not changes["signal"].any()
    content = digest_content(_published(changes), _published(silences_of(null_counts(1)).head(0)))
    assert content.lead == f"104\u00a0indicateurs examinés, 0\u00a0signal. {NOTHING}"
    assert content.items == ()


def test_words_are_neutral_and_kinds_are_ordered(content: Content) -> None:
    text = " ".join(item.text for item in content.items).lower()
    for word in ("échec", "mauvais", "retard", "faute", "pire", "chute"):
        assert word not in text
    order = [list(KINDS).index(item.kind) for item in content.items]
    assert order == sorted(order)


class _Outside(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [name for name, _ in attrs if name in ("src", "href", "action", "onload")]


def test_the_page_needs_nothing_from_outside_and_escapes_all(content: Content) -> None:
    page = digest_html(content, "Document <interne>", "24/11/2026")
    seen = _Outside()
    seen.feed(page)
    assert seen.links == []
    assert not seen.tags & {"script", "link", "img", "iframe", "bef-01"}
    assert "url(" not in page
    assert "http" not in page
    assert "Bassin &lt;BEF-01&gt;" in page
    assert "Document &lt;interne&gt;" in page
    for told in (content.lead, content.source, "page du 24/11/2026", "toute l’académie"):
        assert told in page


def test_a_long_page_says_how_many_are_left(content: Content) -> None:
    many = Content("t", "l", content.items * 9, content.table, "c", "s")
    left = len(many.items) - 12
    assert f"{french.plural(left, 'autre')} sont à l’écran" in digest_html(many, "m", "d")


@pytest.mark.parametrize("signals", [1, 5, 12, 40])
def test_however_much_has_changed_it_is_one_sheet(
    content: Content, poppler: Callable[..., str], signals: int
) -> None:
    text = next(item.text for item in content.items if item.kind == "unfavourable")
    long = text.replace("Bassin <BEF-01>", "Sarrebourg – Sarreguemines – Bitche")
    kinds = list(KINDS) * signals
    items = tuple(Item(kind, long) for kind in sorted(kinds[:signals], key=kinds.index))
    table = pd.concat([content.table] * signals, ignore_index=True)
    table["name"] = "Sarrebourg – Sarreguemines – Bitche"
    many = Content(content.title, content.lead, items, table, content.caption, content.source)
    page = digest_html(many, "Document interne", "24/11/2026")
    assert "Pages:           1\n" in poppler(pdf(page), "pdfinfo")
    assert ("<table>" in page) == (signals <= 5)


def test_the_twin_says_a_verdict_for_every_row(
    tables: tuple[Published, Published, Published],
) -> None:
    table = describe_changes(tables[0].table)
    assert (table["verdict"] != "").all()
    assert (table.loc[table["signal"], "verdict"] == "Changement").all()
    assert table["points"].to_numpy() == pytest.approx(100 * table["change"].to_numpy(float))
