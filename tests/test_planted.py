"""Effects planted in the demonstration data are found again; the one that is not there is not.

Eight seeds here, twenty in `python -m benchmarks planted`. Allowed misses: what a binomial of 5 %
passes once in a thousand at most.
"""

from collections.abc import Callable

import pytest
from scipy.stats import binom

from benchmarks.planted import Found, run
from data.demo import parameters as P

SEEDS = range(4001, 4009)
MISSES = int(binom.ppf(0.999, len(SEEDS), 0.05))
PLANTED = {"IPS": P.SLOPE_POINTS, "rural": P.RURAL_POINTS, "starved": P.STARVED[2]}


@pytest.fixture(scope="module")
def found(made_once: Callable[..., dict[str, list[Found]]]) -> dict[str, list[Found]]:
    return made_once("planted", lambda: run(SEEDS))


@pytest.mark.parametrize("name", list(PLANTED))
def test_what_was_planted_lies_in_the_intervals(found: dict[str, list[Found]], name: str) -> None:
    draws = found[name]
    assert all(draw.planted == PLANTED[name] and draw.told for draw in draws)
    assert sum(not draw.held for draw in draws) <= MISSES
    assert sum(draw.claimed for draw in draws) > len(draws) / 3


def test_the_null_bef_is_not_claimed(found: dict[str, list[Found]]) -> None:
    draws = found["null"]
    assert sum(draw.claimed for draw in draws) <= MISSES
    assert sum(draw.told and not draw.held for draw in draws) <= MISSES
    assert abs(draws[0].planted) < 0.5  # others' mean: not exactly 0


@pytest.mark.parametrize("track", ["pro", "college"])
def test_gaps_of_the_page_hold_those_of_the_drawn_rates(
    found: dict[str, list[Found]], track: str
) -> None:
    names = [name for name in found if name.endswith(f"({track})")]
    assert len(names) == 2
    for name in names:
        assert sum(not draw.held for draw in found[name]) <= MISSES, name
