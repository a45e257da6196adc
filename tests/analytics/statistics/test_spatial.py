from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analytics.statistics.spatial import (
    connected_zones,
    global_moran,
    local_moran,
    told_apart,
    two_sided,
)


def linked(units: int, *pairs: tuple[int, int]) -> csr_array:
    """Binary weights of a list of borders."""
    weights = np.zeros((units, units))
    for a, b in pairs:
        weights[a, b] = weights[b, a] = 1
    return csr_array(weights)


def line(units: int) -> csr_array:
    return linked(units, *((i, i + 1) for i in range(units - 1)))


def ring(units: int) -> csr_array:
    return linked(units, *((i, (i + 1) % units) for i in range(units)))


# Values and borders of a few units, then an order of the units; 8! and 9! orders take long.
graphs = st.sampled_from([4, 5, 6, 10, 12]).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 9), min_size=n, max_size=n),
        st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1]),
            max_size=2 * n,
        ).map(lambda pairs: linked(n, *pairs)),
        st.permutations(range(n)).map(list),
    )
)


def test_global_index_by_hand() -> None:
    # 1 2 3 4 in a line: z = -3/2 -1/2 1/2 3/2; products 3/4, -1/4, 3/4 twice; 4/6 × 5/2 / 5.
    found = global_moran([1, 2, 3, 4], line(4))
    assert (found.statistic, found.expected) == pytest.approx((1 / 3, -1 / 3))
    assert global_moran([1, 9, 1, 9], ring(4)).statistic == pytest.approx(-1)


def test_global_p_is_that_of_all_orders_on_few_units() -> None:
    values, weights = [1, 2, 3, 4, 9], line(5)
    orders = np.array([global_moran(o, weights).statistic for o in permutations(values)])
    found = global_moran(values, weights)
    upper = np.mean(orders >= found.statistic - 1e-9)
    assert found.p_value == pytest.approx(2 * upper)
    assert (found.expected, found.variance) == pytest.approx((orders.mean(), orders.var()))


def test_local_index_by_hand() -> None:
    found = local_moran([1, 2, 3, 4], line(4))
    assert found.statistic.tolist() == pytest.approx([0.6, 0.4, 0.4, 0.6])
    assert found.quadrant.tolist() == ["low-low", "low-low", "high-high", "high-high"]
    # The neighbour of the first is the lowest of the three others: one deal in three.
    assert found.p_value[0] == pytest.approx(2 / 3)


def test_quadrants_name_the_unit_then_its_neighbours() -> None:
    found = local_moran([9, 1, 9, 1, 5], linked(5, (0, 1), (2, 3), (1, 4)))
    assert found.quadrant.tolist()[:4] == ["high-low", "low-high", "high-low", "low-high"]
    assert found.quadrant[4] == ""  # exactly on the mean


def test_a_unit_without_neighbours_has_no_p() -> None:
    found = local_moran([5, 1, 2, 3], linked(4, (1, 2), (2, 3)))
    assert np.isnan([found.statistic[0], found.score[0], found.p_value[0]]).all()
    assert found.quadrant[0] == ""
    assert not np.isnan(found.p_value[1:]).any()


def test_a_missing_value_leaves_its_unit_and_its_links_out() -> None:
    values = [1, np.nan, 3, 4, 6, 2]
    kept = [0, 2, 3, 4, 5]
    without = line(6)[kept][:, kept]
    known = [1.0, 3, 4, 6, 2]
    assert global_moran(values, line(6)) == global_moran(known, without)
    found, alone = local_moran(values, line(6)), local_moran(known, without)
    np.testing.assert_equal(found.p_value[kept], alone.p_value)
    assert np.isnan(found.p_value[[0, 1]]).all()  # the first lost its only neighbour
    assert np.isnan(found.p_value).sum() == 2


@pytest.mark.parametrize("values", [[5, 5, 5, 5], [0.1 + 0.2, 0.3, 0.3, 0.3], [np.nan] * 4])
def test_equal_or_missing_values_have_no_index(values: list) -> None:
    assert np.isnan(
        [global_moran(values, ring(4)).statistic, *local_moran(values, ring(4)).p_value]
    ).all()
    assert (told_apart(local_moran(values, ring(4))) == "").all()


def test_without_any_link_there_is_no_index() -> None:
    assert np.isnan(global_moran([1, 2, 3, 4], linked(4)).p_value)
    assert np.isnan(local_moran([1, 2, 3, 4], linked(4)).p_value).all()


def test_all_neighbours_of_all_tell_nothing() -> None:
    weights = linked(12, *((i, j) for i in range(12) for j in range(i)))
    rng = np.random.default_rng(1)
    assert global_moran(rng.random(12), weights).p_value == 1
    assert local_moran(rng.random(12), weights).p_value.tolist() == [1] * 12


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([1, 2, 3], line(4), "one value"),
        ([1, 2, 3, np.inf], line(4), "finite"),
        ([1, 2, 3, 4], -1 * line(4), "negative"),
        ([1, 2, 3, 4], csr_array(np.eye(4)), "own neighbour"),
    ],
)
def test_what_is_impossible_is_refused(values: list, weights: csr_array, message: str) -> None:
    for measure in (global_moran, local_moran):
        with pytest.raises(ValueError, match=message):
            measure(values, weights)


@given(graphs)
def test_order_of_units_and_scale_of_values_do_not_matter(graph: tuple) -> None:
    values, weights, order = np.array(graph[0], dtype=float), graph[1], graph[2]
    found, local = global_moran(values, weights), local_moran(values, weights)
    moved_values, moved = 3 * values[order] + 7, weights[order][:, order]
    other, moved_local = global_moran(moved_values, moved), local_moran(moved_values, moved)
    np.testing.assert_allclose(
        [other.statistic, other.p_value], [found.statistic, found.p_value], atol=1e-9
    )
    np.testing.assert_allclose(moved_local.p_value, local.p_value[order], atol=1e-9)
    assert moved_local.quadrant.tolist() == local.quadrant[order].tolist()


@given(graphs)
def test_local_indices_add_up_and_p_lies_in_0_1(graph: tuple) -> None:
    values, weights, _ = graph
    found, local = global_moran(values, weights), local_moran(values, weights)
    if not np.isnan(found.statistic):
        total = found.statistic * weights.sum()
        assert np.nansum(local.statistic) == pytest.approx(total, abs=1e-9)
    for p in (found.p_value, *local.p_value):
        assert np.isnan(p) or 0 < p <= 1


def test_moments_are_near_the_enumeration_on_values_that_lean() -> None:
    # Rates near 100 %: 15 units are enumerated, the same with unequal weights are not.
    rng = np.random.default_rng(4)
    weights = csr_array(linked(15, *((i, (i + d) % 15) for i in range(15) for d in (1, 2, 3))))
    nearly = weights.copy()
    nearly.data = 1 + 1e-6 * rng.random(len(nearly.data))
    gaps = []
    for _ in range(20):
        values = 1 - rng.gamma(4, 0.02, 15)
        exact, moments = (local_moran(values, w).p_value for w in (weights, nearly))
        assert not np.array_equal(exact, moments)
        gaps.append(np.abs(moments - exact).mean())
    assert np.median(gaps) < 0.02


def test_chance_rarely_colours_a_map_and_a_planted_zone_is_seen() -> None:
    rng = np.random.default_rng(7)
    grid = [(i, j) for i in range(12) for j in range(12)]
    pairs = [
        (a, b)
        for a, (i, j) in enumerate(grid)
        for b, (k, m) in enumerate(grid[:a])
        if max(abs(i - k), abs(j - m)) == 1
    ]
    weights = linked(144, *pairs)
    maps = [rng.binomial(60, 0.93, 144) / 60 for _ in range(150)]
    coloured = [(told_apart(local_moran(values, weights)) != "").any() for values in maps]
    assert np.mean(coloured) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 150)
    planted = np.array([i < 4 and j < 4 for i, j in grid])
    seen = told_apart(local_moran(maps[0] - 0.3 * planted, weights))
    assert (seen[planted] == "low-low").mean() > 0.8
    assert (seen[~planted] == "low-low").sum() == 0


def test_islands_are_not_counted_among_the_tests() -> None:
    moran = local_moran([9, 8, 9, 1, 2, 1, 5, 5, 5], linked(9, (0, 1), (1, 2), (3, 4), (4, 5)))
    assert (told_apart(moran, 0.99) == "").tolist()[6:] == [True] * 3


def test_two_sided_p_is_never_above_1() -> None:
    assert two_sided([0.02, 0.7, 1], [0.99, 0.6, 1]).tolist() == pytest.approx([0.04, 1, 1])


def test_zones_by_hand() -> None:
    flag = np.array([True, False, True, True, True, False, True])
    assert connected_zones(flag, line(7)).tolist() == [2, 0, 1, 1, 1, 0, 3]
    assert connected_zones(flag, line(7), smallest=2).tolist() == [0, 0, 1, 1, 1, 0, 0]
    sizes = [9, 1, 1, 1, 1, 1, 30]
    assert connected_zones(flag, line(7), sizes).tolist() == [2, 0, 3, 3, 3, 0, 1]


def test_zones_of_one_size_are_ordered_by_name() -> None:
    flag = np.array([True, False, True])
    assert connected_zones(flag, line(3), names=["b", "c", "a"]).tolist() == [2, 0, 1]


def test_a_link_in_one_direction_holds_and_a_stored_zero_does_not() -> None:
    flag = np.ones(3, dtype=bool)
    one_way = csr_array(([1.0, 0.0], ([1, 2], [0, 1])), shape=(3, 3))
    assert connected_zones(flag, one_way).tolist() == [1, 1, 2]


def test_no_flag_has_no_zone_and_a_flag_is_a_boolean() -> None:
    assert connected_zones(np.zeros(3, dtype=bool), line(3)).tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="boolean"):
        connected_zones([0.2, np.nan, 1], line(3))
    with pytest.raises(ValueError, match="size"):
        connected_zones([True, True], line(2), sizes=[1, -1])
    with pytest.raises(ValueError, match="neighbours"):
        connected_zones([True, True], line(3))


@given(graphs)
def test_zones_do_not_depend_on_the_order_of_units(graph: tuple) -> None:
    values, weights, order = np.array(graph[0]), graph[1], graph[2]
    flag, names = values > 4, np.arange(len(values))
    found = connected_zones(flag, weights, sizes=values, names=names)
    moved = connected_zones(
        flag[order], weights[order][:, order], sizes=values[order], names=names[order]
    )
    assert moved.tolist() == found[order].tolist()
    a, b = weights.nonzero()
    both = flag[a] & flag[b]
    assert (found[a[both]] == found[b[both]]).all()
    assert ((found > 0) == flag).all()
