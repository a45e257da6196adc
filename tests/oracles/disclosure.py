"""Cases of what a reader can deduce of a published table."""

from pathlib import Path
from typing import Any

from secrecy.attack import difference_is_safe
from tests.oracles.cases import Parts


def differencing(inputs: Any, folder: Path) -> Parts:
    areas, counts = inputs["areas"], inputs["counts"]
    sums = {name: sum(counts[unit] for unit in units) for name, units in areas.items()}
    published = [set(areas[name]) for name in inputs["published"]]
    return {
        "difference.A minus B": sums["A"] - sums["B"],
        "safe": difference_is_safe(published, counts, inputs["k"]),
    }
