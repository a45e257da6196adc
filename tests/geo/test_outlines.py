"""Outlines: any usual boundary file gives the same communes, or one clear message."""

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data.readers import Limits
from geo.outlines import (
    DEGREES,
    METRES,
    OutlineError,
    describe,
    is_boundary_file,
    merge,
    read_communes,
)

CODES = ["01001", "54395", "2A004"]
SQUARES = [shapely.box(6.0 + 0.1 * i, 48.5, 6.1 + 0.1 * i, 48.6) for i in range(3)]


def frame(codes: list, column: str = "code", crs: str | None = DEGREES) -> gpd.GeoDataFrame:
    shapes = gpd.GeoSeries(SQUARES[: len(codes)], crs=DEGREES)
    shapes = shapes.to_crs(crs) if crs else shapes.set_crs(None, allow_override=True)
    return gpd.GeoDataFrame({column: codes}, geometry=shapes)


def zipped(folder: Path, shapes: gpd.GeoDataFrame, leave_out: str = "", inside: str = "") -> Path:
    shapes.to_file(folder / "communes.shp")
    archive = folder / "communes.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for part in folder.glob("communes.*"):
            if part.suffix not in (".zip", leave_out):
                opened.write(part, inside + part.name)
    return archive


def save(folder: Path, shapes: gpd.GeoDataFrame, form: str) -> Path:
    if form == "zip":
        return zipped(folder, shapes)
    path = folder / f"communes.{form}"
    shapes.to_file(path)
    return path


@pytest.mark.parametrize("crs", [DEGREES, METRES, "EPSG:3857", "EPSG:27572"])
@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip", "shp"])
def test_every_form_and_system_gives_the_same_communes(tmp_path, form, crs):
    read = read_communes(save(tmp_path, frame(CODES, crs=crs), form))
    expected = frame(CODES).to_crs(METRES).sort_values("code", ignore_index=True)
    assert list(read["code"]) == sorted(CODES)
    assert read.crs == METRES
    assert read.normalize().geom_equals_exact(expected.normalize(), tolerance=0.5).all()


@pytest.mark.parametrize("column", ["code", "insee", "code_insee", "INSEE_COM", "codgeo", "CODGEO"])
@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip"])
def test_the_usual_names_of_the_code_are_known(tmp_path, form, column):
    assert list(read_communes(save(tmp_path, frame(CODES, column), form))["code"]) == sorted(CODES)


@pytest.mark.parametrize("codes", [[1001, 54395], [1001.0, 54395.0], ["1001", " 54395 "]])
@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip"])
def test_codes_that_are_numbers_get_their_zero_back(tmp_path, form, codes):
    assert list(read_communes(save(tmp_path, frame(codes), form))["code"]) == ["01001", "54395"]


def test_our_name_of_the_code_wins_over_the_others(tmp_path):
    shapes = frame(CODES).assign(insee=["99999"] * 3)
    assert list(read_communes(save(tmp_path, shapes, "geojson"))["code"]) == sorted(CODES)


def test_the_layer_with_a_code_is_found_in_a_geopackage(tmp_path):
    path = tmp_path / "admin.gpkg"
    frame(["x"], "nom").to_file(path, layer="regions")
    frame(CODES, "insee_com").to_file(path, layer="communes")
    assert len(read_communes(path)) == 3


def test_a_shapefile_in_a_folder_of_the_zip_among_others_is_found(tmp_path):
    archive = zipped(tmp_path, frame(CODES), inside="ADMIN/1_DONNEES/")
    with zipfile.ZipFile(archive, "a") as opened:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            opened.write(tmp_path / f"communes{suffix}", f"ADMIN/EPCI{suffix}")
        opened.writestr("__MACOSX/._communes.shp", "x")
    assert len(read_communes(archive)) == 3


def test_the_zip_with_two_sets_of_communes_is_refused(tmp_path):
    archive = zipped(tmp_path, frame(CODES))
    with zipfile.ZipFile(archive, "a") as opened:
        opened.write(tmp_path / "communes.shp", "anciennes_communes.shp")
    with pytest.raises(OutlineError, match=r"un seul jeu de contours attendu, 2 trouvés"):
        read_communes(archive)


def test_crossed_rings_are_mended_and_heights_forgotten(tmp_path):
    bow = shapely.Polygon([(6, 48, 1), (6.1, 48.1, 1), (6.1, 48, 1), (6, 48.1, 1)])
    shapes = gpd.GeoDataFrame({"code": ["54395"]}, geometry=[bow], crs=DEGREES)
    read = read_communes(save(tmp_path, shapes, "gpkg"))
    assert read.geometry.is_valid.all()
    assert not read.geometry.has_z.any()
    assert read.geometry.area.iloc[0] > 0


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (frame(CODES, "nom"), r"propriété « code » \(ou « insee »"),
        (frame(["54395", "54395"]), r"code répété \(54395\)"),
        (frame(["54395", "Nancy"]), r"1 codes ne sont pas des codes Insee.*« NANCY »"),
        (frame(["54395", None]), r"1 codes ne sont pas des codes Insee"),
        (frame(["54395", "200000001"]), r"codes Insee"),
        (
            gpd.GeoDataFrame({"code": ["54395"]}, geometry=[shapely.Point(6, 48)], crs=DEGREES),
            r"des polygones sont attendus \(voir 54395\)",
        ),
    ],
)
def test_outlines_that_cannot_be_used_say_why(tmp_path, shapes, said):
    with pytest.raises(OutlineError, match=said):
        read_communes(save(tmp_path, shapes, "geojson"))


def test_a_missing_geometry_is_said_with_its_code(tmp_path):
    shapes = frame(CODES)
    shapes.loc[0, "geometry"] = None
    with pytest.raises(OutlineError, match=r"des polygones sont attendus.*01001"):
        read_communes(save(tmp_path, shapes, "geojson"))


def test_a_shapefile_without_its_prj_is_refused(tmp_path):
    with pytest.raises(OutlineError, match=r"système de coordonnées absent.*\.prj"):
        read_communes(zipped(tmp_path, frame(CODES), leave_out=".prj"))


@pytest.mark.parametrize("part", [".dbf", ".shx", ".shp"])
def test_a_shapefile_without_one_of_its_parts_is_refused(tmp_path, part):
    with pytest.raises(OutlineError, match=r"communes\.zip"):
        read_communes(zipped(tmp_path, frame(CODES), leave_out=part))


def test_metres_declared_as_degrees_are_refused(tmp_path):
    path = save(tmp_path, frame(CODES, crs=METRES), "geojson")
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["crs"]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(OutlineError, match="coordonnées en mètres, déclarées en degrés"):
        read_communes(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", b""),
        ("a.geojson", b"{"),
        ("a.geojson", b"<html></html>"),
        ("a.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("a.gpkg", b"SQLite format 3\x00" + bytes(200)),
        ("a.gpkg", b"PK\x03\x04"),
        ("a.geojson", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>"),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(20)),
        ("a.zip", b"PK\x03\x04 coupe"),
    ],
)
def test_a_broken_file_gives_one_message_that_names_it(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(OutlineError, match=f"« {name} »"):
        read_communes(path)


def test_a_truncated_geojson_is_refused(tmp_path):
    path = save(tmp_path, frame(CODES), "geojson")
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(OutlineError, match="contours illisibles"):
        read_communes(path)


def test_an_empty_collection_and_an_absent_file_are_refused(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(OutlineError, match=r"« a\.geojson »"):
        read_communes(path)
    with pytest.raises(OutlineError, match="introuvable"):
        read_communes(tmp_path / "b.geojson")


def test_a_zip_that_unfolds_too_far_is_refused(tmp_path):
    archive = zipped(tmp_path, frame(CODES))
    with pytest.raises(OutlineError, match=r"contient 5 fichiers \(2 au plus\)"):
        read_communes(archive, Limits(entries=2))


def test_boundary_files_are_told_from_archives_of_tables(tmp_path):
    assert is_boundary_file(zipped(tmp_path, frame(CODES)))
    with zipfile.ZipFile(tmp_path / "tables.zip", "w") as opened:
        opened.writestr("a.csv", "x")
    assert not is_boundary_file(tmp_path / "tables.zip")
    assert is_boundary_file(tmp_path / "COMMUNES.GPKG")
    assert not is_boundary_file(tmp_path / "communes.csv")


def test_what_is_read_merges_in_zones_and_is_drawn(tmp_path):
    communes = read_communes(save(tmp_path, frame(CODES, crs=METRES), "gpkg"))
    zones = merge(communes, communes.set_index("code").assign(z=["A", "A", "B"])["z"])
    assert list(zones["code"]) == ["A", "B"]
    drawn = json.loads(describe(communes).geojson)
    assert [feature["id"] for feature in drawn["features"]] == sorted(CODES)
