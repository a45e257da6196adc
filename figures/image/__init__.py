"""The pen of images: SVG and PNG of any card, without a browser nor Plotly."""

import io
import re
import zipfile
from collections.abc import Sequence

from figures.image.still import Form, Still
from figures.sketch import Sketch

_SIZES = re.compile(r' (width|height)="[^"]*"')
_NAMESPACES = re.compile(r' xmlns(:\w+)?="[^"]*"')  # an address: HTML needs none
_DATED = (1980, 1, 1, 0, 0, 0)  # the same figures give the same file


def image(still: Still, form: Form) -> bytes:
    """Draw an image; the same figure gives the same bytes.

    Raises
    ------
    UnknownDrawingError : the figure has something that would be drawn wrong
    """
    from figures.image.frame import framed  # matplotlib: loaded when an image is asked for

    return framed(still).written(form)


def inline(figure: Sketch, width: float, title: str) -> str:
    """Draw a figure for a document that says the rest: SVG as wide as where it stands.

    Parameters
    ----------
    width : at which it is laid out, pixels
    title : what it shows, for who does not see it

    Raises
    ------
    UnknownDrawingError : as `image`
    """
    from figures.image.frame import bare

    svg = bare(figure, width, title).written(Form.SVG).decode()
    opened, _, inside = svg[svg.index("<svg") :].partition(">")
    return f"{_NAMESPACES.sub('', _SIZES.sub('', opened))}>{inside}"


def archive(stills: Sequence[Still]) -> bytes:
    """Zip of images, each in both forms.

    Raises
    ------
    UnknownDrawingError : as `image`
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for still in stills:
            for form in Form:
                entry = zipfile.ZipInfo(still.file_name(form), _DATED)
                zipped.writestr(entry, image(still, form), zipfile.ZIP_DEFLATED)
    return stream.getvalue()
