import numpy as np
import pytest

from analytics.verdicts.school_panel import school_panel
from benchmarks.control import panel, panel_shares


def _of(events: list[list[float]], totals: list[list[float]]):
    x, n = np.array(events, float), np.array(totals, float)
    return school_panel(x, n, np.zeros_like(x), np.zeros(len(x), int), 1)


def test_moments_by_hand() -> None:
    """Two schools of equal size, 90 then 80 %, and 70 then 60 %: five points on each side."""
    made = _of([[90, 80], [70, 60]], [[100, 100], [100, 100]])
    assert made.centre == pytest.approx([0.75])
    assert made.effect == pytest.approx(np.array([[0.05, -0.05]]))
    gap, _ = made.contrast(np.array([False, True]))
    assert gap == pytest.approx([-0.10])


def test_a_school_that_falls_silent_makes_no_change() -> None:
    """The crude rate goes from 70 to 90 %; each school stays where it is."""
    made = _of([[90, 90], [50, 0]], [[100, 100], [100, 0]])
    assert made.effect == pytest.approx(np.zeros((1, 2)), abs=1e-12)


def test_moments_that_no_school_links_have_no_effect() -> None:
    made = _of([[90, 0], [0, 50]], [[100, 0], [0, 100]])
    assert np.isnan(made.effect).all()
    assert np.isnan(made.contrast(np.array([False, True]))[0]).all()


def test_a_moment_without_any_period_is_missing_and_the_others_stay() -> None:
    made = _of([[90, 0, 80]], [[100, 0, 100]])
    assert made.effect[0, [0, 2]] == pytest.approx([0.05, -0.05])
    assert np.isnan(made.effect[0, 1])


def test_what_formations_explain_is_no_change() -> None:
    x, n = np.array([[90.0, 80.0]]), np.array([[100.0, 100.0]])
    made = school_panel(x, n, x + 3, np.zeros(1, int), 1)
    assert made.effect == pytest.approx(np.zeros((1, 2)))


def test_one_chance_variance_without_correlation() -> None:
    """The error of a difference of two rates, pq(1/n + 1/n), where schools agree."""
    made = _of([[90, 90], [90, 90]], [[100, 100], [100, 100]])
    _, error = made.contrast(np.array([False, True]))
    assert made.rho == 0
    assert error == pytest.approx([np.sqrt(0.09 * 2 / 200)])


def test_limits_are_where_a_moment_becomes_a_signal() -> None:
    made = panel(np.random.default_rng(3), 12, rho=0.01)
    level = np.full(13, 0.01)
    low, high = made.limits(level)
    for bound in (low, high):
        p = made.p_values(bound - made.centre[:, None], made.error)
        inside = (bound > 0) & (bound < 1)
        assert inside.mean() > 0.8
        assert p[inside] == pytest.approx(0.01, abs=1e-3)
    assert (low < made.centre[:, None]).all()


def test_correlation_inside_schools_is_found_again() -> None:
    found = [panel(np.random.default_rng(seed), 12, rho=0.02).rho for seed in range(20)]
    assert np.mean(found) == pytest.approx(0.02, abs=0.004)


@pytest.mark.parametrize("law", [{}, {"rho": 0.02}, {"shock": 0.01}, {"rate": 0.5}])
@pytest.mark.parametrize("moments", [4, 12])
def test_stable_series_with_schools_keep_their_level(moments: int, law: dict[str, float]) -> None:
    """The BEF's last campaign and its series; 13 BEF a panel, alike but by chance."""
    last, series, _ = panel_shares(moments, panels=60, **law)
    assert last <= 0.06
    assert series <= 0.05


def test_a_step_is_seen_and_the_others_stay() -> None:
    last = np.arange(4) == 3
    made = panel(np.random.default_rng(0), 4, step=-0.05, unit=0)
    p = made.p_values(*made.contrast(last))
    assert p[0] < 0.001
    assert (p[1:] > 0.01).all()
