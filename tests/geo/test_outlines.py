"""Outlines: any usual boundary file gives the same communes, or one clear message."""

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.readers import Limits
from data.readers.outline_files import is_boundary_file, read_communes
from geo.outlines import (
    DEGREES,
    OutlineError,
    check_places,
    describe,
    lighten,
    merge,
    simplified,
    sound_coverage,
)
from geo.territories import projections
from tests.conftest import shared

METRES = "EPSG:2154"

CODES = ["01001", "54395", "2A004"]
SQUARES = [shapely.box(6.0 + 0.1 * i, 48.5, 6.1 + 0.1 * i, 48.6) for i in range(3)]


def frame(codes: list, column: str = "code", crs: int | str | None = DEGREES) -> gpd.GeoDataFrame:
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
    expected = frame(CODES).sort_values("code", ignore_index=True)
    assert list(read["code"]) == sorted(CODES)
    assert read.crs == DEGREES
    apart = shapely.hausdorff_distance(read.geometry.to_numpy(), expected.geometry.to_numpy())
    assert apart.max() < 5e-6  # half a metre


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


def test_the_zip_with_two_sets_of_communes_is_refused_with_their_names(tmp_path):
    zipped(tmp_path, frame(CODES))
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for name in ("communes_2024", "communes_2025"):
            for suffix in (".shp", ".shx", ".dbf", ".prj"):
                opened.write(tmp_path / f"communes{suffix}", name + suffix)
    said = r"un seul jeu de contours attendu, 2 trouvés \(« communes_2024 », « communes_2025 »\)"
    with pytest.raises(OutlineError, match=said):
        read_communes(archive)


def test_crossed_rings_are_mended_and_heights_forgotten(tmp_path):
    bow = shapely.Polygon([(6, 48, 1), (6.1, 48.1, 1), (6.1, 48, 1), (6, 48.1, 1)])
    shapes = gpd.GeoDataFrame({"code": ["54395"]}, geometry=[bow], crs=DEGREES)
    read = read_communes(save(tmp_path, shapes, "gpkg"))
    assert read.geometry.is_valid.all()
    assert not read.geometry.has_z.any()
    assert shapely.area(read.geometry.to_numpy()[0]) > 0


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


# Two communes of each territory, the south-west corner of their squares of 0.05°, near where they
# are, and the area of a square on the ellipsoid, km². Lambert-93 stretches Corsica by 0.4 %.
PLACES = {
    "metropole": (["54395", "54547"], (6.15, 48.65), 20.474),
    "corse": (["2A004", "2B033"], (8.7, 41.9), 23.033),
    "guadeloupe": (["97105", "97120"], (-61.75, 16.0), 29.607),
    "martinique": (["97209", "97213"], (-61.05, 14.6), 29.801),
    "guyane": (["97302", "97304"], (-52.4, 4.8), 30.667),
    "reunion": (["97411", "97415"], (55.4, -20.95), 28.792),
    "mayotte": (["97611", "97608"], (45.15, -12.8), 30.031),
}
SYSTEMS = {
    "degrés": "EPSG:4326",
    "CRS84": "OGC:CRS84",
    "Mercator": "EPSG:3857",
    "légal": None,  # that of the territory
}


def place(name: str, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    codes, (west, south), _ = PLACES[name]
    shapes = [
        shapely.box(west + 0.05 * i, south, west + 0.05 * (i + 1), south + 0.05) for i in range(2)
    ]
    drawn = gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs=DEGREES)
    return drawn.to_crs(crs or int(projections(drawn["code"]).iloc[0]))


def undeclared(shapes: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """The same numbers, said to be in another system."""
    return shapes.set_crs(crs, allow_override=True)


def turned(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    swapped = shapely.transform(shapes.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    return shapes.set_geometry(gpd.GeoSeries(swapped, crs=shapes.crs))


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip"])
@pytest.mark.parametrize("name", PLACES)
def test_areas_are_right_in_every_territory_form_and_system(tmp_path, name, form, system):
    shapes = place(name, SYSTEMS[system])
    points = describe(read_communes(save(tmp_path, shapes, form))).points
    assert points["area_km2"].tolist() == pytest.approx([PLACES[name][2]] * 2, rel=4.5e-3)
    merged = merge(
        read_communes(tmp_path / f"communes.{form}"), shapes.assign(z="A").set_index("code")["z"]
    )
    assert describe(merged).points["area_km2"].iloc[0] == pytest.approx(
        2 * PLACES[name][2], rel=4.5e-3
    )


@pytest.mark.parametrize("form", ["geojson", "gpkg", "zip"])
@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda name: turned(place(name)), "hors de France.*latitude et longitude sont inversées"),
        (lambda name: turned(place(name, None)), "hors de France"),
        (lambda name: undeclared(place(name), "EPSG:2154"), "hors de France.*déclarées en mètres"),
        (lambda name: undeclared(place(name), "EPSG:3857"), "hors de France.*déclarées en mètres"),
        (lambda name: undeclared(place(name, None), "EPSG:4326"), "mètres, déclarées en degrés"),
        (lambda name: place(name).set_geometry(place(name).translate(20, 3)), "hors de France"),
    ],
)
def test_outlines_that_are_not_in_their_territory_are_refused(tmp_path, name, form, fault, said):
    with pytest.raises(OutlineError, match=said):
        read_communes(save(tmp_path, fault(name), form))


def test_overseas_communes_drawn_beside_the_metropole_are_refused(tmp_path):
    shapes = place("metropole").assign(code=["97411", "97415"])
    with pytest.raises(OutlineError, match=r"hors de France.*leur département d’outre-mer"):
        read_communes(save(tmp_path, shapes, "geojson"))


def test_outlines_in_france_but_not_at_their_communes_are_refused(tmp_path):
    places = pd.DataFrame({"code": ["54395", "54547"], "lon": [6.18, 6.2], "lat": [48.69, 48.66]})
    right = read_communes(save(tmp_path, place("metropole"), "gpkg"))
    check_places(right, places, "communes.gpkg")
    mercator = undeclared(place("metropole", "EPSG:3857"), "EPSG:2154")
    wrong = read_communes(save(tmp_path, mercator, "geojson"))
    with pytest.raises(OutlineError, match=r"pas là où sont ces communes.*système de coordonnées"):
        check_places(wrong, places, "communes.geojson")


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("named", ["commune", "COMMUNES", "adm_commune_2026"])
def test_the_layer_of_the_communes_is_taken_wherever_it_stands(tmp_path, named, order):
    path = tmp_path / "communes.gpkg"
    layers = {
        "departement": frame(["54"], crs=METRES),
        named: frame(CODES),
        "commune_associee_ou_deleguee": frame(["54001"]),
        "chflieu_commune": frame(CODES).set_geometry(frame(CODES).representative_point()),
    }
    for name, shapes in list(layers.items())[::order]:
        shapes.to_file(path, layer=name)
    assert list(read_communes(path)["code"]) == sorted(CODES)


def test_layers_that_nothing_tells_apart_are_refused_with_their_names(tmp_path):
    path = tmp_path / "communes.gpkg"
    for name in ("a", "b"):
        frame(CODES).to_file(path, layer=name)
    with pytest.raises(OutlineError, match=r"2 trouvés \(« a », « b »\).*le nommer « commune »"):
        read_communes(path)


@pytest.mark.parametrize(
    "column", ["depcom", "code_commune", "com_code", "com_current_code", "INSEECOM", "ref:INSEE"]
)
def test_other_usual_names_of_the_code_are_known(tmp_path, column):
    assert len(read_communes(save(tmp_path, frame(CODES, column), "geojson"))) == 3


def test_a_code_may_stand_in_a_list_or_be_the_features_own(tmp_path):
    path = save(tmp_path, frame(CODES), "geojson")
    content = json.loads(path.read_text(encoding="utf-8"))
    for feature in content["features"]:
        feature["properties"] = {"insee_com": [feature["properties"]["code"]]}
    path.write_text(json.dumps(content), encoding="utf-8")
    assert list(read_communes(path)["code"]) == sorted(CODES)
    for feature in content["features"]:
        feature["id"] = feature["properties"].pop("insee_com")[0]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert list(read_communes(path)["code"]) == sorted(CODES)


def test_outlines_that_overlap_are_mended_and_the_moved_area_is_told():
    one, two = shapely.box(6.0, 48.5, 6.1, 48.6), shapely.box(6.099, 48.5, 6.2, 48.6)
    shapes = gpd.GeoDataFrame({"code": ["54395", "54547"]}, geometry=[one, two], crs=DEGREES)
    mended, said = sound_coverage(shapes, "communes.gpkg")
    # 0.001° of longitude by 0.1° of latitude: 0.82 km², given to one of the two
    assert "0,82 km² changent de commune" in said
    merged = merge(mended, pd.Series("A", index=["54395", "54547"]))
    whole = describe(shapes.iloc[:1].set_geometry([shapely.union(one, two)], crs=DEGREES)).points
    assert describe(merged).points["area_km2"].iloc[0] == pytest.approx(
        whole["area_km2"].iloc[0], rel=1e-4
    )
    assert sound_coverage(mended, "communes.gpkg")[1] == ""


def test_a_commune_wholly_under_another_is_refused():
    square = shapely.box(6.0, 48.5, 6.1, 48.6)
    shapes = gpd.GeoDataFrame({"code": ["54395", "54547"]}, geometry=[square, square], crs=DEGREES)
    with pytest.raises(OutlineError, match=r"contours superposés \(voir 54"):
        sound_coverage(shapes, "communes.gpkg")


def test_the_outlines_of_all_france_have_the_areas_of_the_reference():
    """Each territory: the reference's own metres, through degrees and back."""
    folder = shared("reference") / "france"
    given = pd.read_parquet(folder / "outlines.parquet")
    expected = pd.read_parquet(folder / "communes.parquet").set_index("code")["area_km2"]
    given = given.groupby("epsg").head(200)
    shapes = pd.concat(
        gpd.GeoDataFrame(
            {"code": part["code"]}, geometry=gpd.GeoSeries.from_wkb(part["geometry"], crs=int(epsg))
        ).to_crs(DEGREES)
        for epsg, part in given.groupby("epsg")
    )
    points = describe(lighten(shapes.reset_index(drop=True))).points.set_index("code")
    assert len(points) > 200
    own = pd.Series(shapely.area(shapely.from_wkb(given["geometry"])) / 1e6, index=given["code"])
    assert (points["area_km2"] / own).sub(1).abs().max() < 1e-4
    assert (points["area_km2"] / expected).sub(1).abs().median() < 0.01  # before simplification


def test_files_that_people_have_are_read_right_or_refused_with_the_reason():
    """Sixty communes of Meurthe-et-Moselle in every form; two overseas; and what is wrong."""
    refused = {
        "communes_3857_nocrs": "mètres, déclarées en degrés",
        "communes_988": "hors de France",
        "communes_double": "code répété",
        "communes_gc": "polygones",
        "communes_latlon": "hors de France",
        "communes_noprj": "système de coordonnées absent",
        "communes_null": "polygones",
        "communes_point": "polygones",
    }
    files = [p for p in (shared("cases") / "30-outlines").iterdir() if is_boundary_file(p)]
    assert len(files) > 30
    for path in files:
        if path.stem in refused:
            with pytest.raises(OutlineError, match=refused[path.stem]):
                read_communes(path)
            continue
        points = describe(read_communes(path)).points
        if len(points) == 60:
            assert points["area_km2"].sum() == pytest.approx(562.35, abs=0.05), path.name
        else:  # squares of 0.1°
            expected = 11.12**2 * np.cos(np.radians(points["lat"]))
            assert points["area_km2"].to_numpy() == pytest.approx(expected.to_numpy(), rel=0.01)


@pytest.mark.parametrize("other", [(6, 48, 7, 49), (6, 48, 6.5, 49)])
def test_communes_that_still_overlap_merge_and_lose_nothing(other):
    shapes = [shapely.box(6, 48, 7, 49), shapely.box(*other)]
    with pytest.raises(shapely.errors.GEOSException):
        shapely.coverage_union_all(shapes)
    communes = gpd.GeoDataFrame({"code": ["54395", "54547"]}, geometry=shapes, crs=4326)
    merged = merge(communes, pd.Series("A", index=["54395", "54547"]))
    assert merged.geometry.iloc[0].equals(shapely.union_all(shapes))


def test_what_is_no_coverage_is_simplified_all_the_same(monkeypatch):
    wave = shapely.LineString([(x, x % 2 * 0.01) for x in range(11)])
    zone = shapely.Polygon([*wave.coords, (10, 5), (0, 5)])
    shared = simplified(np.array([zone, shapely.box(0, 5, 10, 9)]), 0.1)
    assert shapely.coverage_is_valid(shared)

    def refused(*_):
        raise shapely.errors.GEOSException("point array must contain 0 or >1 elements")

    monkeypatch.setattr(shapely, "coverage_simplify", refused)
    alone = simplified(np.array([zone, shapely.Polygon()]), 0.1)
    assert shapely.get_num_coordinates(alone[0]) == 5
    assert alone[1].is_empty


def test_a_neck_that_rounding_closes_leaves_a_shape_that_can_be_hatched() -> None:
    neck = shapely.Polygon([(6, 48), (6.1, 48), (6.1, 48.1), (6.05, 48.000001), (6, 48.1)])
    zones = gpd.GeoDataFrame({"code": ["54001"]}, geometry=[neck], crs=DEGREES)
    (feature,) = json.loads(describe(zones).geojson)["features"]
    assert shapely.is_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
