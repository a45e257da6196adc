"""Outline files: GeoJSON, GeoPackage and Shapefile, opened by what they hold."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.contracts.kinds import fold
from data.readers import LIMITS, IntakeError, Limits, extract_archive, holds_shapes
from data.readers.archives import entry_names
from geo.outlines import DEGREES, OutlineError
from geo.territories import inside

CODES = (  # folded; the first that holds codes of communes is used
    "code",
    "insee",
    "code_insee",
    "insee_com",
    "codgeo",
    "code_commune",
    "depcom",
    "com_code",
    "com_current_code",
    "inseecom",
    "com_insee",
    "ref_insee",
    "id",
)
COMMUNE = r"(\d{2}|2[AB])\d{3}"  # a code, whole
_OTHER = r"associee|deleguee|ancienne|arrondissement|chflieu|chef_lieu|centre|point|limite"
SUFFIXES = {".geojson", ".json", ".gpkg", ".shp"}
COMPANIONS = {".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj"}
_POLYGONS = ["Polygon", "MultiPolygon"]
_SAMPLE = 200  # features read to tell what a layer holds
_SQLITE = b"SQLite format 3\x00"
_SHAPE = b"\x00\x00\x27\x0a"


def read_communes(path: Path, limits: Limits = LIMITS) -> gpd.GeoDataFrame:
    """Read commune polygons: `code` and geometry, EPSG:4326.

    Parameters
    ----------
    path : GeoJSON, GeoPackage, Shapefile or zipped Shapefile, in any declared system
    limits : sizes beyond which it is refused

    Raises
    ------
    OutlineError : unreadable, no code, wrong or repeated codes, no system, not polygons, or not
        in France
    """
    frame = read_frame(path, limits)
    frame["code"] = frame["code"].map(commune_code)
    _check_codes(frame, path.name)
    _check_system(frame, path.name)
    frame = frame[["code", "geometry"]]
    placed = frame.to_crs(DEGREES)
    placed = placed.set_geometry(_polygons(placed, path.name))
    _check_france(frame, placed, path.name)
    frame = placed
    return frame.sort_values("code", ignore_index=True)


def _check_codes(frame: gpd.GeoDataFrame, name: str) -> None:
    codes = frame["code"]
    if frame.empty:
        raise OutlineError(f"« {name} » : aucun contour")
    wrong = codes[~codes.str.fullmatch(COMMUNE)]
    if len(wrong):
        shown = ", ".join(f"« {code} »" for code in wrong.head(3))
        raise OutlineError(
            f"« {name} » : {len(wrong)} codes ne sont pas des codes Insee à 5 caractères ({shown})"
        )
    twice = codes[codes.duplicated()]
    if len(twice):
        raise OutlineError(f"« {name} » : code répété ({', '.join(twice.unique()[:3])})")


def _check_system(frame: gpd.GeoDataFrame, name: str) -> None:
    """Refuse outlines that do not say where they are, or that are not where they say."""
    if frame.crs is None:
        raise OutlineError(
            f"« {name} » : système de coordonnées absent ; joindre le .prj, ou déclarer "
            "EPSG:4326 (degrés) ou EPSG:2154 (Lambert-93)"
        )
    largest = np.abs(frame.total_bounds).max()
    if frame.crs.is_geographic and largest > 360:
        raise OutlineError(
            f"« {name} » : coordonnées en mètres, déclarées en degrés ; "
            "l’exporter de nouveau en EPSG:4326"
        )
    if frame.crs.is_projected and largest <= 360:
        raise OutlineError(
            f"« {name} » : contours hors de France : coordonnées en degrés, déclarées en mètres "
            f"({frame.crs.name}) ; l’exporter de nouveau en EPSG:4326"
        )


def _check_france(written: gpd.GeoDataFrame, placed: gpd.GeoDataFrame, name: str) -> None:
    """Refuse communes that are not in the territory of their code.

    Parameters
    ----------
    written, placed : the same communes, in the declared system and in degrees
    """
    away = ~inside(placed["code"], shapely.bounds(placed.geometry.to_numpy()))
    if not away.any():
        return
    turned = gpd.GeoSeries(
        shapely.transform(written.geometry.to_numpy(), lambda xy: xy[:, ::-1]), crs=written.crs
    ).to_crs(DEGREES)
    swapped = inside(placed["code"], turned.bounds.to_numpy()).all()
    shown = ", ".join(placed.loc[away, "code"].head(3))
    raise OutlineError(
        f"« {name} » : contours hors de France ({away.sum()} sur {len(placed)} : {shown}) ; "
        + (
            "latitude et longitude sont inversées"
            if swapped
            else "attendus en métropole ou dans leur département d’outre-mer : vérifier le système "
            "de coordonnées déclaré"
        )
        + " ; l’exporter de nouveau en EPSG:4326"
    )


def _polygons(frame: gpd.GeoDataFrame, name: str) -> gpd.GeoSeries:
    """Return the outlines as sound flat polygons; crossed rings are mended."""
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    bad = ~frame.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy() | shapely.is_empty(shapes)
    if bad.any():
        shown = ", ".join(frame.loc[bad, "code"].head(3))
        raise OutlineError(f"« {name} » : des polygones sont attendus (voir {shown})")
    if not np.isfinite(shapely.bounds(shapes)).all():
        raise OutlineError(f"« {name} » : coordonnées hors du système déclaré")
    crossed = ~shapely.is_valid(shapes)
    shapes[crossed] = shapely.buffer(shapely.make_valid(shapes[crossed]), 0)
    return gpd.GeoSeries(shapes, crs=DEGREES)


def is_boundary_file(path: Path) -> bool:
    """Tell whether a file is one of outlines: by its ending, or a zip that holds a Shapefile."""
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or (suffix == ".zip" and holds_shapes(entry_names(path)))


def names_communes(name: str) -> bool:
    """Tell whether the name of a file says that it holds the outlines of communes."""
    return _rank(name) < 2


def commune_code(value: object) -> str:
    """Text of a commune's code, the leading zero that a number loses restored."""
    if isinstance(value, (list, tuple, np.ndarray)) and len(value) == 1:
        value = value[0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or value is pd.NA or value != value:
        return ""
    text = re.sub(r"""^\["?|"?\]$""", "", str(value).strip()).upper()  # a list of one, as text
    return text.zfill(5) if re.fullmatch(r"\d{4}", text) else text


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
    with _unfolded(path, limits) as files:
        file, layer, column = _layer(files, path)
        try:
            frame = gpd.read_file(file, layer=_name(file, layer), columns=[column])
        except Exception as error:  # as below
            raise _unreadable(path) from error
    if not isinstance(frame, gpd.GeoDataFrame):
        raise OutlineError(f"« {path.name} » : aucun contour, des polygones sont attendus")
    return frame.rename(columns={column: "code"})


@contextmanager
def _unfolded(path: Path, limits: Limits) -> Iterator[list[Path]]:
    """Give the files to open: those of a zip, unfolded under limits, or `path` itself."""
    if not path.is_file():
        raise OutlineError(f"« {path.name} » : fichier introuvable")
    if path.stat().st_size > limits.bytes:
        raise OutlineError(f"« {path.name} » : fichier trop grand, refusé")
    if path.suffix.lower() != ".zip":
        yield [path]
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = extract_archive(path, Path(folder), limits)
        except IntakeError as error:
            raise OutlineError(str(error)) from error
        yield [file for file in files if file.suffix.lower() in SUFFIXES]


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


def _layer(files: list[Path], path: Path) -> tuple[Path, str, str]:
    """Return the file, layer and column of the outlines of communes.

    Layers that their name says of communes go before the others, polygons with codes of communes
    before what has only a column so named.
    """
    layers = [(file, name) for file in files for name in _layers(file, path)]
    for rank in range(3):
        found: dict[bool, list[tuple[Path, str, str]]] = {True: [], False: []}
        for file, name in layers:
            if _rank(name) == rank and (seen := _column(file, name, path)):
                found[seen[1]].append((file, name, seen[0]))
        chosen = found[True] or found[False]
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            shown = ", ".join(f"« {name} »" for _, name, _ in chosen[:5])
            raise OutlineError(
                f"« {path.name} » : un seul jeu de contours attendu, {len(chosen)} trouvés "
                f"({shown}) ; ne laisser que celui des communes, ou le nommer « commune »"
            )
    raise OutlineError(
        f"« {path.name} » : chaque contour doit porter une propriété « code » "
        f"(ou {', '.join(f'« {code} »' for code in CODES[1:])}), code Insee à 5 caractères"
    )


def _rank(name: str) -> int:
    """Tell how well a name says that a layer is of the communes: 0 at best."""
    folded = fold(name)
    if folded in ("commune", "communes"):
        return 0
    return 1 if "commune" in folded and not re.search(_OTHER, folded) else 2


def _layers(file: Path, path: Path) -> list[str]:
    """Names of the layers of a file; one file of one layer has that of the file."""
    _check_form(file, path)
    if file.suffix.lower() != ".gpkg":
        return [file.stem]
    try:
        return [str(name) for name in gpd.list_layers(file)["name"]]
    except Exception as error:  # pyogrio raises many types; all mean the same to the user
        raise _unreadable(path) from error


def _column(file: Path, layer: str, path: Path) -> tuple[str, bool] | None:
    """Return the column of codes of a layer, and whether it holds communes' polygons."""
    try:
        head = gpd.read_file(file, layer=_name(file, layer), rows=_SAMPLE)
    except Exception as error:  # as above
        raise _unreadable(path) from error
    named = {fold(str(name)): str(name) for name in reversed(list(head.columns))}
    columns = [named[code] for code in CODES if code in named]
    if not columns:
        return None
    shares = [head[c].map(commune_code).str.fullmatch(COMMUNE).mean() for c in columns]
    best = int(np.argmax(np.nan_to_num(shares)))
    flat = isinstance(head, gpd.GeoDataFrame) and head.geom_type.isin(_POLYGONS).any()
    return columns[best], bool(flat and shares[best] > 0)


def _name(file: Path, layer: str) -> str | None:
    """Name of a layer to the reader: only a GeoPackage has several."""
    return layer if file.suffix.lower() == ".gpkg" else None
