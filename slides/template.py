"""The template of a deck: ours, and what another one must have to replace it.

`python -m slides.template` builds ours again, from the blank template of python-pptx.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Inches

from data.faults import FaultError
from figures import palette

OURS = Path(__file__).parent / "template" / "equistage.pptx"
COVER, ONE, TWO, TABLE, TEXT = LAYOUTS = (
    "Couverture",
    "Titre et figure",
    "Titre et deux figures",
    "Titre et tableau",
    "Texte",
)
# Places of a layout, by the index of their placeholder.
TITLE, CAPTION, MAIN, SECOND, SOURCE = 0, 10, 11, 12, 13
_PLACES = {
    **dict.fromkeys((ONE, TABLE, TEXT), (CAPTION, MAIN, SOURCE)),
    TWO: (CAPTION, MAIN, SECOND, SOURCE),
    COVER: (CAPTION, SOURCE),
}
_NAMES = {
    TITLE: "Titre",
    CAPTION: "Périmètre",
    MAIN: "Figure",
    SECOND: "Seconde figure",
    SOURCE: "Source",
}
# Left, top, width, height in inches; 16:9, 13.333 × 7.5.
_BOXES = {
    TITLE: (0.55, 0.38, 12.23, 0.92),
    CAPTION: (0.55, 1.36, 12.23, 0.34),
    MAIN: (0.55, 1.78, 12.23, 4.80),
    SECOND: (6.82, 1.78, 5.96, 4.80),
    SOURCE: (0.55, 6.70, 11.45, 0.62),
}
_COVER_BOXES = {
    TITLE: (0.9, 2.1, 11.5, 1.5),
    CAPTION: (0.9, 3.75, 11.5, 0.9),
    SOURCE: (0.9, 6.3, 11.5, 0.9),
}
_TWO_BOXES = {MAIN: (0.55, 1.78, 5.96, 4.80)}
_SIZES = {TITLE: 2400, CAPTION: 1200, MAIN: 1600, SECOND: 1600, SOURCE: 900}
_COVER_SIZES = {TITLE: 3600, CAPTION: 1800, SOURCE: 1100}
_INKS = {TITLE: "tx1", CAPTION: "accent6", MAIN: "tx1", SECOND: "tx1", SOURCE: "accent6"}
_COLOURS = {
    "dk1": palette.INK,
    "lt1": palette.PAPER,
    "dk2": palette.ACCENT,
    "lt2": palette.INDISTINCT_AREA,
    "accent1": palette.ACCENT,
    "accent2": palette.FAVOURABLE,
    "accent3": palette.UNFAVOURABLE,
    "accent4": palette.AGREED,
    "accent5": palette.INDISTINCT,
    "accent6": palette.MUTED,
    "hlink": palette.ACCENT,
    "folHlink": palette.MUTED,
}
_FONT = "Liberation Sans"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = f'xmlns:a="{_A}" xmlns:p="{_P}" xmlns:r="{_R}"'


class TemplateError(FaultError):
    """A template cannot be used; its text is the message shown, in French."""


def opened(path: Path = OURS) -> Deck:
    """Open a template, its own slides left out, and check that it has our layouts and places.

    Raises
    ------
    TemplateError : it is no .pptx, or it lacks layouts or places
    """
    if not path.is_file():
        raise TemplateError(f"Modèle introuvable\u00a0: {path}")
    try:
        deck = Presentation(str(path))
    except Exception as error:  # python-pptx lets through what zip, XML or the format refuse
        raise TemplateError(
            f"{path.name} n’est pas une présentation .pptx lisible\u00a0: l’enregistrer à nouveau "
            "depuis PowerPoint ou LibreOffice."
        ) from error
    if missing := _missing(deck):
        listed = "\u00a0; ".join(missing)
        raise TemplateError(
            f"Le modèle {path.name} n’a pas ce qu’il faut\u00a0: {listed}. "
            f"Partir de slides/template/{OURS.name} et garder les noms des dispositions."
        )
    _drop_slides(deck)
    return deck


def layout(deck: Deck, name: str) -> SlideLayout:
    """The layout of that name."""
    return next(found for found in deck.slide_layouts if found.name == name)


def _missing(deck: Deck) -> list[str]:
    found = {each.name: _places_of(each) for each in deck.slide_layouts}
    missing = [f"disposition «\u00a0{name}\u00a0»" for name in LAYOUTS if name not in found]
    for name in LAYOUTS:
        wanted = {TITLE, *_PLACES[name]}
        missing += [
            f"«\u00a0{name}\u00a0» sans l’espace réservé n°\u00a0{idx}"
            for idx in sorted(wanted - found.get(name, wanted))
        ]
    return missing


def _places_of(each: Any) -> set[int]:
    return {place.placeholder_format.idx for place in each.placeholders}


def _drop_slides(deck: Deck) -> None:
    slides = deck.slides._sldIdLst
    for entry in list(slides):
        deck.part.drop_rel(entry.rId)
        slides.remove(entry)


def build(path: Path) -> None:
    """Write our template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _theme(deck)
    _master(deck)
    layouts = list(deck.slide_layouts)
    for spare in layouts[len(LAYOUTS) :]:
        deck.slide_layouts.remove(spare)
    for each, name in zip(layouts, LAYOUTS, strict=False):
        _fill_layout(each, name)
    path.parent.mkdir(exist_ok=True)
    deck.save(str(path))


def _theme(deck: Deck) -> None:
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "ÉquiStage")
    scheme = root.find(f".//{{{_A}}}clrScheme")
    scheme.set("name", "ÉquiStage")
    for name, value in _COLOURS.items():
        slot = scheme.find(f"{{{_A}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{_A}}}srgbClr", val=value[1:].upper())
    for latin in root.iterfind(f".//{{{_A}}}fontScheme//{{{_A}}}latin"):
        latin.set("typeface", _FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(deck: Deck) -> None:
    """One style of title, of text, and the number of the slide; the rest is in the layouts."""
    element = deck.slide_master._element
    tree = element.cSld.spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    tree.append(_placeholder(2, "Titre", TITLE, _BOXES[TITLE], 2400, "tx1", "title"))
    tree.append(_placeholder(3, "Texte", 1, _BOXES[MAIN], 1600, "tx1", "body"))
    tree.append(_number(4))
    styles = element.find(f"{{{_P}}}txStyles")
    styles.getparent().replace(styles, etree.fromstring(_TEXT_STYLES))


def _fill_layout(each: SlideLayout, name: str) -> None:
    cover = name == COVER
    each._element.cSld.set("name", name)
    each._element.attrib.pop("type", None)
    tree = each._element.cSld.spTree
    for shape in list(tree)[2:]:
        tree.remove(shape)
    tree.append(_bar(2, cover))
    boxes = {**_BOXES, **(_COVER_BOXES if cover else {}), **(_TWO_BOXES if name == TWO else {})}
    sizes = {**_SIZES, **(_COVER_SIZES if cover else {})}
    for place, number in zip((TITLE, *_PLACES[name]), range(3, 12), strict=False):
        title, text = place == TITLE, place in (CAPTION, SOURCE) or name == TEXT
        kind = "title" if title else "body" if text else ""
        anchor = "b" if cover and title else "t"
        look = (boxes[place], sizes[place], _INKS[place], kind, anchor)
        tree.append(_placeholder(number, _NAMES[place], place, *look))
    if not cover:
        tree.append(_number(12))


def _placeholder(
    number: int, name: str, idx: int, box: Sequence[float], size: int, ink: str, kind: str,
    anchor: str = "t",
) -> etree._Element:  # fmt: skip
    x, y, w, h = (round(914400 * v) for v in box)
    typed = f'type="{kind}" ' if kind else ""
    ph = typed if kind == "title" else f'{typed}idx="{idx}"'
    bold = ' b="1"' if kind == "title" else ""
    return etree.fromstring(
        f"""<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>
        <p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {ph}/></p:nvPr></p:nvSpPr>
        <p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>
        <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>
        <p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/>
        </a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>
        <a:defRPr sz="{size}"{bold}><a:solidFill><a:schemeClr val="{ink}"/></a:solidFill></a:defRPr>
        </a:lvl1pPr></a:lstStyle><a:p><a:r><a:rPr lang="fr-FR"/><a:t>{name}</a:t></a:r></a:p>
        </p:txBody></p:sp>"""
    )


def _bar(number: int, cover: bool) -> etree._Element:
    """A short line of the accent above the title."""
    x, y = (0.9, 1.85) if cover else (0.55, 0.22)
    return etree.fromstring(
        f"""<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="Filet"/><p:cNvSpPr/><p:nvPr
        userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{round(914400 * x)}"
        y="{round(914400 * y)}"/><a:ext cx="1097280" cy="54864"/></a:xfrm>
        <a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>
        </a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>"""
    )


def _number(number: int) -> etree._Element:
    return etree.fromstring(
        f"""<p:sp {_NS}><p:nvSpPr><p:cNvPr id="{number}" name="Numéro"/><p:cNvSpPr>
        <a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>
        <p:ph type="sldNum" sz="quarter" idx="4"/></p:nvPr>
        </p:nvSpPr><p:spPr><a:xfrm><a:off x="11100000" y="6126480"/><a:ext cx="586000"
        cy="210000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>
        <p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle><a:lvl1pPr algn="r">
        <a:defRPr sz="900"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill></a:defRPr>
        </a:lvl1pPr></a:lstStyle><a:p><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}"
        type="slidenum"><a:rPr lang="fr-FR"/><a:t>‹N°›</a:t></a:fld></a:p></p:txBody></p:sp>"""
    )


def _style(tag: str, size: int, bold: bool) -> str:
    face = "+mj" if tag == "titleStyle" else "+mn"
    levels = (
        ""
        if tag == "otherStyle"
        else (
            f'<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:buNone/><a:defRPr '
            f'sz="{size}" b="{int(bold)}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            f'<a:latin typeface="{face}-lt"/><a:ea typeface="{face}-ea"/>'
            f'<a:cs typeface="{face}-cs"/>'
            "</a:defRPr></a:lvl1pPr>"
        )
    )
    return f"<p:{tag}>{levels}</p:{tag}>"


_TEXT_STYLES = (
    f"<p:txStyles {_NS}>{_style('titleStyle', 2400, True)}{_style('bodyStyle', 1600, False)}"
    f"{_style('otherStyle', 1200, False)}</p:txStyles>"
)

if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else OURS)
