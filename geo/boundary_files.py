"""Boundary files: GeoJSON, GeoPackage and Shapefile, opened by what they hold."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd

from data.readers import LIMITS, IntakeError, Limits, extract_archive, holds_shapes
from data.readers.archives import entry_names

CODES = ("code", "insee", "code_insee", "insee_com", "codgeo")  # the first found is used
SUFFIXES = {".geojson", ".json", ".gpkg", ".shp"}
COMPANIONS = {".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj"}
_SQLITE = b"SQLite format 3\x00"
_SHAPE = b"\x00\x00\x27\x0a"


class OutlineError(ValueError):
    """Outlines that cannot be used; its text is the message shown, in French."""


def is_boundary_file(path: Path) -> bool:
    """Tell whether a file is one of outlines: by its ending, or a zip that holds a Shapefile."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or (suffix == ".zip" and holds_shapes(entry_names(path)))


def code_column(names: list[str]) -> str | None:
    """Return the column that holds the commune's code, whatever its case, or None."""
    lower = {name.lower(): name for name in reversed(names)}
    return next((lower[code] for code in CODES if code in lower), None)


def read_frame(path: Path, limits: Limits = LIMITS) -> gpd.GeoDataFrame:
    """Read the outlines of a file: their code column and geometry, as they stand.

    Parameters
    ----------
    path : GeoJSON, GeoPackage, Shapefile (its other files beside it) or zipped Shapefile
    limits : sizes beyond which it is refused

    Raises
    ------
    OutlineError : unreadable, too large, or no layer with a code
    """
    with _unfolded(path, limits) as file:
        _check_form(file, path)
        layer, column = _layer(file, path)
        try:
            frame = gpd.read_file(file, layer=layer, columns=[column])
        except Exception as error:  # pyogrio raises many types; all mean the same to the user
            raise _unreadable(path) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise OutlineError(f"« {path.name} » : aucun contour, des polygones sont attendus")
    return frame.rename(columns={column: "code"})


@contextmanager
def _unfolded(path: Path, limits: Limits) -> Iterator[Path]:
    """Give the file to open: that of a zip, unfolded under limits, or `path` itself."""
    if not path.is_file():
        raise OutlineError(f"« {path.name} » : fichier introuvable")
    if path.stat().st_size > limits.bytes:
        raise OutlineError(f"« {path.name} » : fichier trop grand, refusé")
    if path.suffix.lower() != ".zip":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = extract_archive(path, Path(folder), limits)
        except IntakeError as error:
            raise OutlineError(str(error)) from error
        yield _one_shape(path, files)


def _one_shape(path: Path, files: list[Path]) -> Path:
    """Return the Shapefile of a zip; of several, the only one that its name says of communes."""
    shapes = [file for file in files if file.suffix.lower() in SUFFIXES]
    named = [file for file in shapes if "commune" in file.stem.lower()]
    found = shapes if len(shapes) == 1 else named
    if len(found) != 1:
        raise OutlineError(
            f"« {path.name} » : un seul jeu de contours attendu, {len(shapes)} trouvés ; "
            "ne laisser dans l’archive que celui des communes"
        )
    return found[0]


def _check_form(file: Path, path: Path) -> None:
    """Refuse a file whose first bytes are not those of its ending."""
    with file.open("rb") as stream:
        start = stream.read(4096)
    suffix = file.suffix.lower()
    if suffix == ".gpkg":
        right = start.startswith(_SQLITE)
    elif suffix == ".shp":
        right = start.startswith(_SHAPE)
    else:
        right = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    if not right:
        raise _unreadable(path)


def _unreadable(path: Path) -> OutlineError:
    return OutlineError(
        f"« {path.name} » : contours illisibles (fichier abîmé, incomplet ou d’un autre format) ; "
        "GeoJSON, GeoPackage ou Shapefile zippé (.shp, .shx, .dbf et .prj) attendu"
    )


def _layer(file: Path, path: Path) -> tuple[str, str]:
    """Return the first layer that has a code, and its column."""
    try:
        layers = [str(name) for name in gpd.list_layers(file)["name"]]
        fields = {name: list(gpd.read_file(file, layer=name, rows=1)) for name in layers}
    except Exception as error:  # as above
        raise _unreadable(path) from error
    for name in layers:
        column = code_column([str(field) for field in fields[name]])
        if column:
            return name, column
    raise OutlineError(
        f"« {path.name} » : chaque contour doit porter une propriété « code » "
        f"(ou {', '.join(f'« {code} »' for code in CODES[1:])})"
    )
