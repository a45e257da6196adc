"""Cases of likeness between words."""

from pathlib import Path
from typing import Any

from rapidfuzz.distance import Jaro, JaroWinkler, Levenshtein

from tests.oracles.cases import Parts


def words(inputs: Any, folder: Path) -> Parts:
    measures = {
        "jaro_winkler": JaroWinkler.similarity,
        "jaro": Jaro.similarity,
        "levenshtein": Levenshtein.distance,
    }
    found = {name: [f(row["a"], row["b"]) for row in inputs] for name, f in measures.items()}
    # The last pair is the case's distance, the others its similarities.
    return {name: v[-1:] if name == "levenshtein" else v[:-1] for name, v in found.items()}
