"""A sheet of paper in pixels, from its top left corner: all that images are drawn with."""

import io
import threading
from collections.abc import Sequence
from math import cos, radians, sin
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from figures.image.known import UnknownDrawingError
from figures.image.still import Form
from figures.image.words import FAMILIES, font, line_width, parsed, width

CLEAR = "rgba(0,0,0,0)"
Rgba = tuple[float, float, float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
_INCH = 72.0  # a pixel is a point
_SHARP = 2  # dots of a PNG a pixel
# Texts stay texts, and the same figure makes the same file. Nothing else in the product draws
# with this library, so that one setting serves every thread.
mpl.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "equistage", "path.simplify": False}
_SEEN_AS = ", ".join(f"'{name}'" if " " in name else name for name in FAMILIES) + ", sans-serif"
_DASHES: dict[str, tuple[int, ...] | None] = {
    "solid": None,
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
    "longdashdot": (5, 2, 1, 2),
}  # of the width of the line, or of the least one
_LEAST_DASH = 3.0  # pixels
_CAP = 0.36  # of the size of a font: from its base line to the middle of its capitals
LINE = 1.3  # height of a line over the size of its font
_writing = threading.Lock()  # the library keeps some state of its fonts for all threads


class Paper:
    """Draw on a white sheet; what is drawn later lies above.

    Parameters
    ----------
    width, height : pixels
    title, text : what it shows, for who does not see it
    """

    def __init__(self, width: float, height: float, title: str, text: str) -> None:
        self.width, self.height = width, height
        self._told = (title, text)
        self._sheet = Figure(figsize=(width / _INCH, height / _INCH), dpi=_INCH, facecolor="white")
        flipped = Affine2D().scale(1 / _INCH, -1 / _INCH).translate(0, height / _INCH)
        self._place = flipped + self._sheet.dpi_scale_trans
        self._count = 0
        self.clip: Box | None = None

    def line(
        self,
        x: Sequence[float],
        y: Sequence[float],
        color: str,
        width: float,
        dash: str = "solid",
        name: str = "",
    ) -> None:
        """A line through points; a missing one breaks it."""
        pattern = _DASHES[dash]
        unit = max(width, _LEAST_DASH) / width
        drawn = Line2D(
            np.asarray(x, float),
            np.asarray(y, float),
            color=rgba(color),
            linewidth=width,
            linestyle="solid" if pattern is None else (0, [unit * part for part in pattern]),
            solid_capstyle="butt",
            dash_capstyle="butt",
            solid_joinstyle="round",
            transform=self._place,
        )
        self._add(drawn, name)

    def path(
        self,
        path: Path,
        fill: str | None,
        edge: str | None = None,
        width: float = 0,
        opacity: float = 1,
        name: str = "",
    ) -> None:
        """A path in pixels."""
        drawn = PathPatch(
            path,
            facecolor="none" if fill is None else rgba(fill),
            edgecolor="none" if edge is None or not width else rgba(edge),
            linewidth=width if edge is not None else 0,
            joinstyle="round",
            alpha=None if opacity == 1 else opacity,
            transform=self._place,
        )
        self._add(drawn, name)

    def box(
        self, box: Box, fill: str | None, edge: str | None = None, width: float = 0, name: str = ""
    ) -> None:
        """A rectangle."""
        self.path(closed([_corners(box)]), fill, edge, width, name=name)

    def hatching(self, box: Box, color: str, gap: float = 6, width: float = 1) -> None:
        """Lines at 45° over a rectangle."""
        left, top, right, bottom = box
        tall = bottom - top
        starts = np.arange(left - tall, right, gap * 2**0.5)
        x = np.column_stack([starts, starts + tall, np.full(len(starts), np.nan)]).ravel()
        y = np.tile([bottom, top, np.nan], len(starts))
        kept, self.clip = self.clip, box
        self.line(x.tolist(), y.tolist(), color, width)
        self.clip = kept

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        color: str,
        across: str = "left",
        up: str = "middle",
        *,
        bold: bool = False,
        upright: bool = False,
        halo: str | None = None,
    ) -> None:
        """A text that may have markup.

        Parameters
        ----------
        x, y : its anchor
        across, up : which part of the text stands there: left, center or right; top, middle,
            bottom, or base (of its first line)
        upright : turned a quarter, read from below
        halo : colour around the letters
        """
        lines = parsed(f"<b>{text}</b>" if bold else text)
        angle = 90 if upright else 0
        along, turned = cos(radians(angle)), sin(radians(angle))
        step = LINE * size
        first = {
            "base": 0.0,
            "top": size,
            "middle": _CAP * size - step * (len(lines) - 1) / 2,
            "bottom": -0.25 * size - step * (len(lines) - 1),
        }[up]
        for rank, line in enumerate(lines):
            whole = line_width(line, size)
            start = -{"left": 0.0, "center": 0.5, "right": 1.0}[across] * whole
            down = first + rank * step
            for run in line:
                right, below = start * along + down * turned, down * along - start * turned
                at = (x + right, y + below)
                look = font(run.bold, run.italic)
                if halo is not None:  # the letters' outlines, under letters that stay a text
                    around = TextPath((0, 0), run.text, size=size, prop=look)
                    place = Affine2D().scale(1, -1).translate(*at)
                    self.path(place.transform_path(around), None, halo, 2.4)
                look.set_size(size)
                drawn = Text(
                    *at, run.text, color=rgba(color), fontproperties=look, parse_math=False,
                    horizontalalignment="left", verticalalignment="baseline",
                    rotation=angle, rotation_mode="anchor", transform=self._place,
                )  # fmt: skip
                self._add(drawn, "", clipped=False)
                start += width(run.text, size, bold=run.bold, italic=run.italic)

    def written(self, form: Form) -> bytes:
        """The sheet as a file."""
        stream = io.BytesIO()
        with _writing:
            if form is Form.PNG:
                FigureCanvasAgg(self._sheet)
                told = {"Title": self._told[0], "Software": None}
                self._sheet.savefig(stream, format="png", dpi=_SHARP * _INCH, metadata=told)
                return stream.getvalue()
            FigureCanvasSVG(self._sheet)
            bare = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            self._sheet.savefig(stream, format="svg", metadata=bare)
        return self._for_others(stream.getvalue().decode()).encode()

    def _for_others(self, svg: str) -> str:
        """Say what the image shows, and let it be read with the fonts of another machine."""
        title, text = (escape(words) for words in self._told)
        svg = svg[svg.index("<svg") :]
        end = svg.index(">") + 1
        opened = svg[: end - 1] + ' lang="fr" role="img">'
        told = f"<title>{title}</title>" + (f"<desc>{text}</desc>" if text else "")
        head = '<?xml version="1.0" encoding="utf-8"?>\n'
        families = ", ".join(f"'{name}'" for name in font().get_family())
        return head + opened + told + svg[end:].replace(families, _SEEN_AS)

    def _add(self, drawn: Artist, name: str, clipped: bool = True) -> None:
        self._count += 1
        drawn.set_zorder(self._count)
        if name:
            drawn.set_gid(name)
        self._sheet.add_artist(drawn)
        if self.clip is not None and clipped:
            left, top, right, bottom = self.clip
            drawn.set_clip_box(TransformedBbox(Bbox([[left, top], [right, bottom]]), self._place))


def rgba(color: Any) -> Rgba:
    """A colour of a figure: #rrggbb, a name, rgb(…) or rgba(…).

    Raises
    ------
    UnknownDrawingError : it is none of these
    """
    text = str(color)
    try:
        if text.startswith("rgb"):
            parts = [float(part) for part in text[text.index("(") + 1 : -1].split(",")]
            red, green, blue = (part / 255 for part in parts[:3])
            return red, green, blue, parts[3] if len(parts) > 3 else 1.0
        if isinstance(color, str):
            return to_rgba(color)
    except ValueError:
        pass
    raise UnknownDrawingError(f"unknown colour {color!r}")


def closed(rings: Sequence[np.ndarray]) -> Path:
    """One area made of closed rings, holes turning the other way."""
    codes = [np.full(len(ring), Path.LINETO, Path.code_type) for ring in rings]
    for code in codes:
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(np.concatenate(rings), np.concatenate(codes))


def _corners(box: Box) -> np.ndarray:
    left, top, right, bottom = box
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)])
