"""Cases of hosts: how long they stay, how much of the places the largest give."""

from pathlib import Path
from typing import Any

import pandas as pd

from analytics.companies.dependence import effective_number
from analytics.engagement import herfindahl, retention_curve
from analytics.statistics.retention import log_rank, survival_table
from tests.oracles.cases import Parts


def leukaemia(inputs: Any, folder: Path) -> Parts:
    table = pd.read_csv(folder / inputs["csv"])
    arms = {name: (arm["time"], arm["status"]) for name, arm in table.groupby("x")}
    found = pd.concat([survival_table(*arm) for arm in arms.values()])
    short = pd.concat([retention_curve(*arm) for arm in arms.values()])
    return {
        "groups.group": list(arms),
        "groups.time": short["time"],
        "groups.n_risk": found["at_risk"],
        "groups.n_event": found["ended"],
        "groups.surv": short["survival"],
        "groups.se": found["error"],
        "groups.lower_log": short["low"],
        "groups.upper_log": short["high"],
        "logrank_chisq": log_rank(table["time"], table["status"], table["x"]).statistic,
    }


def department_of_justice(inputs: Any, folder: Path) -> Parts:
    shares = inputs["shares_pct"]
    hhi = herfindahl(shares)
    return {"hhi_points": 1e4 * hhi, "hhi": hhi, "effective_number": effective_number(shares)}
