"""Where no unit differs from another, chance colours at most one map in twenty.

Thirteen units, 92 schools, one rate for all, schools alike inside by `rho`; a planted gap of eight
points in a large unit is seen in four maps of five at least.
"""

from collections.abc import Iterator

from benchmarks.comparison import coloured_share, detection_share
from proofs import BrokenError, Proof, within

RHOS = (0.0, 0.01, 0.02, 0.03)
SEEN = 0.8


def run(size: int, seed: int) -> Iterator[str]:
    """Draw `size` null maps for each correlation, then a third as many with a gap."""
    for rho in RHOS:
        coloured = round(size * coloured_share(rho, size, seed))
        yield within(coloured, 0.05 * size, f"null maps coloured of {size}, rho {rho:.2f}")
    maps = -(-size // 3)
    seen, _ = detection_share(-0.08, 0, 0.02, maps, seed)
    line = f"gap of 8 points seen, rho 0.02, {maps} maps: {seen:.1%} (at least {SEEN:.0%})"
    if seen < SEEN:
        raise BrokenError(line)
    yield line


PROOF = Proof(run, "maps", full=5_000, sample=200, seed=11)
