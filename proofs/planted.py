"""Effects planted in the demonstration are found again in their intervals, and no other is claimed.

The states of the generator (see `benchmarks.planted`). Allowed misses of n intervals of 95 %: what
a binomial of 5 % passes once in a thousand at most.
"""

from collections.abc import Iterator

from scipy.stats import binom

from benchmarks.planted import run as draws_of
from demo import parameters as P
from proofs import BrokenError, Proof, within

PLANTED = {"IPS": P.SLOPE_POINTS, "rural": P.RURAL_POINTS, "starved": P.STARVED[2]}


def run(size: int, seed: int) -> Iterator[str]:
    """Draw `size` académies from seed `seed` on."""
    misses = int(binom.ppf(0.999, size, 0.05))
    for name, draws in draws_of(range(seed, seed + size)).items():
        told = [draw for draw in draws if draw.told]
        lost = sum(not draw.held for draw in told)
        claimed = sum(draw.claimed for draw in told)
        if name in PLANTED:
            if any(draw.planted != PLANTED[name] or not draw.told for draw in draws):
                raise BrokenError(f"{name}: not planted as written, or without an interval")
            if claimed <= size / 3:
                raise BrokenError(f"{name}: claimed {claimed} times of {size} only")
        elif name == "null":
            if abs(draws[0].planted) >= 0.5:  # others' mean: not exactly 0
                raise BrokenError(f"null: planted {draws[0].planted:.2f} points")
            yield within(claimed, misses, f"null claimed, of {size}")
        elif len(told) < size:
            lost += size - len(told)
        yield within(lost, misses, f"{name}: outside the interval, of {size}, {claimed} claimed")


PROOF = Proof(run, "académies", full=60, sample=8, seed=4001)
