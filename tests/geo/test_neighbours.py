import numpy as np
import shapely

from geo.neighbours import borders, hatching, shapes_of, sides, touching

# A row of three unit squares; the last is alone, one unit away.
SQUARES = np.array([shapely.box(x, 0, x + 1, 1) for x in (0, 1, 3)], dtype=object)


def length(lines: tuple[np.ndarray, np.ndarray]) -> float:
    steps = np.hypot(np.diff(lines[0]), np.diff(lines[1]))
    return float(np.nansum(steps))


def test_squares_that_share_a_side_touch() -> None:
    links = touching(SQUARES).toarray()
    assert links.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_a_shared_side_stands_once_with_both_its_squares() -> None:
    found = sides(SQUARES)
    assert len(found.one) == 11
    assert (found.other >= 0).sum() == 1


def test_the_outline_of_a_zone_leaves_its_inner_sides_out() -> None:
    found = sides(SQUARES)
    assert length(borders(found, np.array([1, 1, 0]))) == 6
    assert length(borders(found, np.array([1, 2, 0]))) == 7  # two zones that touch
    assert length(borders(found, np.array([0, 0, 3]))) == 4
    assert len(borders(found, np.zeros(3, dtype=int))[0]) == 0


def test_outlines_are_those_of_the_union() -> None:
    grid = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)])
    rng = np.random.default_rng(0)
    for _ in range(20):
        zone = rng.integers(0, 2, len(grid))
        union = shapely.union_all(grid[zone == 1])
        assert length(borders(sides(grid), zone)) == shapely.length(union)


def test_hatching_stays_inside() -> None:
    lon, lat = hatching(SQUARES[:1], 0.2)
    known = ~np.isnan(lon)
    assert known.any()
    assert shapely.box(-1e-3, -1e-3, 1.001, 1.001).contains(
        shapely.multipoints(np.column_stack((lon[known], lat[known])))
    )
    assert len(hatching(SQUARES[:0])[0]) == 0


def test_shapes_follow_the_codes() -> None:
    square = shapely.geometry.mapping(SQUARES[1])
    found = shapes_of({"features": [{"id": "b", "geometry": square}]}, ["a", "b"])
    assert found[0].is_empty
    assert found[1].equals(SQUARES[1])


def test_nothing_is_hatched_where_there_is_nothing() -> None:
    for shapes in ([], [shapely.Polygon()], [shapely.MultiPolygon(), shapely.Polygon()]):
        assert [len(line) for line in hatching(np.array(shapes))] == [0, 0]
