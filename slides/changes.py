"""The digest as slides: its sentences, then its signals as a table."""

from dataclasses import replace

from analytics.disclosure import Published
from figures.cards.card import Card
from figures.cards.columns import Column
from figures.cards.kinds import Rows
from figures.marks import MARKS, ZONING
from figures.pole.digest import KINDS, METHOD, SIGNALS, Content
from figures.words import french
from slides import deck
from slides.material import HIDDEN, REOPEN, definitions
from slides.native import pen
from slides.outline import ACADEMY, Figure, Outline, Slide

KEY = "changements"
_KEPT = "vue-changements"  # of settings that a refreshed deck does not know: left as it is
_WIDTHS = (0.46, 0.12, 0.12, 0.30)
_NO_SENDER = "Aucun établissement n’a cessé ni repris ses envois."


def digest_slides(
    content: Content, examined: Published, part: int, link: str, key: str = KEY
) -> tuple[Slide, ...]:
    """Slides of a digest.

    Parameters
    ----------
    content : what is told, made from `examined`
    examined : table of the changes, one row a BEF and indicator; its level is that of the slides
    part : of the deck where they stand
    link : address that reopens the view
    key : stable name in the deck
    """
    notes = (
        *definitions(tuple(dict.fromkeys(examined.table["indicator"]))),
        f"{content.source}. Filtres\u00a0: {content.caption}.",
        f"{REOPEN}{link}",
    )
    source = f"{content.source} · {ZONING} · {MARKS[examined.level]}\n{HIDDEN}"
    told = Slide(
        key, part, f"{content.title}\u00a0: {content.lead}", content.caption, source,
        text=_paragraphs(content), notes=notes,
    )  # fmt: skip
    if content.table.empty:
        return (told,)
    count = french.plural(len(content.table), "changement passe", "changements passent")
    title = f"{content.title}\u00a0: {count} la variation ordinaire"
    return told, replace(
        told,
        key=f"{key}-signaux",
        title=title,
        text=(),
        figures=tuple(filter(None, [_signals(content, examined, key)])),
    )


def digest_deck(
    content: Content, examined: Published, bef: str | None, version: str, link: str
) -> bytes:
    """The digest alone, as a file: to be pasted in any deck.

    Parameters
    ----------
    content, examined, link : as `digest_slides`
    bef : of the pôle; None: the académie
    version : of the data
    """
    perimeter, year = bef or ACADEMY, examined.about.period
    slides = digest_slides(content, examined, 2, link, _KEPT)
    return deck.write(Outline(perimeter, year, perimeter, examined.level, version, slides))


def _paragraphs(content: Content) -> tuple[str, ...]:
    """One paragraph a kind of news, then how to read them; no news is said too."""
    kinds = {item.kind for item in content.items}
    lines = [
        f"{heading}. " + " ".join(item.text for item in content.items if item.kind == kind)
        for kind, heading in KINDS.items()
        if kind in kinds
    ]
    if not kinds & {"silent", "back"}:
        lines.append(_NO_SENDER)
    return (*lines, METHOD)


def _signals(content: Content, examined: Published, key: str) -> Figure | None:
    rows = content.table
    rows = rows.assign(what=rows["name"] + "\u00a0: " + rows["label"])  # one row, one label
    published = examined.remade(rows).titled("Ce qui sort de la variation ordinaire")
    columns = (
        Column("what", f"{SIGNALS['name']} et {SIGNALS['label'].lower()}"),
        *(Column(name, SIGNALS[name]) for name in ("before", "now", "change")),
    )
    return pen.figure(Card(f"{key}-tableau", published, columns, Rows(_WIDTHS)))
