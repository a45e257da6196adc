"""Where no BEF differs from another, at most one page of a pôle in twenty claims a difference.

Four campaigns of an académie where schools differ and BEF do not; a page claims one when its
answer, findings or questions say that a line is above or below.
"""

from collections.abc import Iterator

import pandas as pd

from analytics.pole.findings import Facts, findings
from analytics.pole.spine import count_lines, spine
from analytics.verdicts.trends import FOLLOWED, trends_of
from benchmarks.null_pole import null_rows
from figures.words.findings import answer, sentences
from proofs import Proof, within

CAMPAIGNS = 4


def null_spine(seed: int, bef: str) -> pd.DataFrame:
    """Spine of a BEF like the others."""
    table = count_lines(null_rows(seed))
    return spine(table.assign(shown=table["equal"].fillna(table["value"])), bef)


def null_trend(seed: int) -> pd.DataFrame:
    """Verdict of four campaigns of one BEF that differ by chance and by schools."""
    years = [f"{2022 + i}-{2023 + i}" for i in range(CAMPAIGNS)]
    rows = [null_rows(seed + i, 1).assign(year=year) for i, year in enumerate(years)]
    counts = pd.concat(rows, ignore_index=True).assign(term="1")
    return trends_of(counts, FOLLOWED["taux_acces"]).verdicts


def run(size: int, seed: int) -> Iterator[str]:
    """Draw `size` pages, each of another académie."""
    claimed = 0
    for page in range(size):
        draw = (CAMPAIGNS + 1) * (seed * 1_000_000 + page)
        facts = Facts(null_spine(draw, f"BEF-{page % 13 + 1:02}"), trend=null_trend(draw + 1))
        found = findings(facts)
        said = [answer(found), *sentences(found, "constat"), *sentences(found, "question")]
        claimed += any("au-dess" in text for text in said)
    yield within(claimed, 0.05 * size, f"null pages that claim a difference, of {size}")


PROOF = Proof(run, "pages", full=2_000, sample=60)
