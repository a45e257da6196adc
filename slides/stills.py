"""Maps of a deck as images that travel alone, drawn from the cards of its figures."""

from dataclasses import replace

from figures.cards.card import Ground
from figures.cards.sketches import sketch
from figures.image.still import Still
from slides.outline import Figure, Kind, Outline


def maps(outline: Outline) -> list[Figure]:
    """Maps of a deck."""
    return [f for slide in outline.slides for f in slide.figures if f.kind is Kind.MAP]


def stills(outline: Outline, ground: Ground) -> list[Still]:
    """One image a map, named after its figure, its deck and its level.

    Parameters
    ----------
    ground : outlines of every level, of the version that the deck is made from
    """
    cards = (
        replace(figure.card, key=f"{figure.key}-{outline.perimeter}-{outline.year}")
        for figure in maps(outline)
        if figure.card is not None
    )
    drawn = ((card, sketch(card, ground)) for card in cards)
    return [Still.of(card, figure, ground) for card, figure in drawn if figure is not None]
