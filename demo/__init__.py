"""Demonstration data: an invented académie, calibrated, with planted effects and known defects.

Everything is drawn: no pupil, school or company exists. The files pass through the same intake
as real ones.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from demo import parameters as P
from demo import truth
from demo.days import seen_on
from demo.files import exchange, official, residences, stages
from demo.streams import Ints
from demo.territory import Territory, load_territory
from demo.world import access, placements
from demo.world.companies import make_companies
from demo.world.hosts import Registry
from demo.world.periods import make_periods
from demo.world.pupils import make_groups
from demo.world.schools import make_schools

__all__ = ["Demo", "generate", "write"]

TRUTH_FILE = "verite.json"


@dataclass(frozen=True)
class Demo:
    """Exchange files by name, and what they were drawn from."""

    files: dict[str, pd.DataFrame]
    truth: dict[str, Any]


def generate(seed: int = 2026, share: float = 1.0, today: date | None = None) -> Demo:
    """Draw the demonstration data.

    Parameters
    ----------
    seed : the same seed gives the same files, byte for byte
    share : share of the pupils and schools of the académie; the communes and employers stay whole
    today : the files are those of that day, in the middle of their last campaign; None: after it
    """
    territory = load_territory()
    schools = make_schools(seed, share, territory)
    groups = make_groups(seed, schools)
    due = make_periods(seed, groups)
    ips = {c: access.published_ips(seed, schools, c) for c in ("ips_pro", "ips_gt", "ips_clg")}
    rates = _add_rates(seed, schools, due, ips)
    other = np.where(np.isnan(ips["ips_gt"]), ips["ips_clg"], ips["ips_gt"])
    reach = placements.make_reach(territory, schools)
    inputs = placements.Inputs(seed, territory, schools, ips["ips_pro"], other, reach)
    registry = Registry()
    years = [_play(inputs, year, due, registry) for year in range(len(P.YEARS))]
    companies = make_companies(seed, registry, territory)
    files = _tables(seed, territory, schools, groups, ips)
    files |= {
        "periodes.csv": exchange.period_file(due, schools),
        "entreprises.csv": exchange.company_file(companies, territory),
        "recours.csv": _cases(seed, years, schools),
        "employeurs.csv": official.employers(seed, territory, registry, companies["division"]),
    }
    files["employeurs_ape.csv"] = official.private_employers(
        seed, territory, registry, companies, files["employeurs.csv"]
    )
    told: dict[str, Any] = {
        "graine": seed,
        "part": share,
        "effets": truth.planted(),
        "logits": rates.logits,
    }
    of_years = _add_stages(seed, files, years, schools, companies, territory)
    told |= {"annees": of_years, **_told(schools, registry, years, of_years)}
    told["eleves"] = truth.pupils(groups)
    told["recours"] = files["recours.csv"]["annee_scolaire"].value_counts().to_dict()
    return Demo(*(seen_on(files, told, today) if today else (files, told)))


def write(demo: Demo, folder: Path) -> None:
    """Write each file as CSV (semicolons, UTF-8) and the truth as JSON in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    options = csv.WriteOptions(delimiter=";", quoting_style="needed")
    for name, frame in demo.files.items():
        table = pa.Table.from_pandas(frame, preserve_index=False)
        csv.write_csv(table, folder / name, options)
    text = json.dumps(demo.truth, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / TRUTH_FILE).write_text(text + "\n", encoding="utf-8")


def _tables(
    seed: int,
    territory: Territory,
    schools: pd.DataFrame,
    groups: pd.DataFrame,
    ips: dict[str, Any],
) -> dict[str, pd.DataFrame]:
    """Return the files that depend on no placement."""
    return {
        "annuaire.csv": official.directory(seed, schools, territory),
        **official.college_files(schools, territory),
        **official.ips_files(schools, groups, ips),
        "effectifs.csv": exchange.enrolment_file(groups, schools),
        "residences.csv": residences.residence_file(seed, groups, schools, territory),
        "poles.csv": exchange.pole_file(territory),
        "demonstration.csv": pd.DataFrame(
            {"graine_demonstration": [seed], "derniere_annee_scolaire": [P.YEAR_LABELS[-1]]}
        ),
    }


def _add_rates(
    seed: int, schools: pd.DataFrame, due: pd.DataFrame, ips: dict[str, Any]
) -> access.Rates:
    """Add the probability of a signed convention on day 1 to the periods due."""
    pro = (due["family"] >= 0).to_numpy()
    rates = access.vocational_rates(seed, schools, due[pro], ips["ips_pro"])
    due["rate"] = 0.0
    due.loc[pro, "rate"] = rates.signed
    due.loc[~pro, "rate"] = access.school_rates(schools, due[~pro], ips["ips_gt"], seed)
    return rates


def _play(
    inputs: placements.Inputs, year: int, due: pd.DataFrame, registry: Registry
) -> pd.DataFrame:
    """Play one year: states, hosts, quality."""
    rows = placements.expand(inputs, year, due)
    placements.engage(inputs, year, rows, registry)
    placements.add_quality(inputs, year, rows)
    return rows


def _cases(seed: int, years: list[pd.DataFrame], schools: pd.DataFrame) -> pd.DataFrame:
    picked = [exchange.pick_cases(seed, year, rows) for year, rows in enumerate(years)]
    return exchange.case_file(pd.concat(picked, ignore_index=True), schools)


def _add_stages(
    seed: int,
    files: dict[str, pd.DataFrame],
    years: list[pd.DataFrame],
    schools: pd.DataFrame,
    companies: pd.DataFrame,
    territory: Territory,
) -> dict[str, Any]:
    """Add the placements files to `files`; return what is true of each year."""
    told: dict[str, Any] = {}
    silent = stages.silent_schools(seed, schools)
    for year, label in enumerate(P.YEAR_LABELS):
        rows = years[year]
        followed = ~rows["school"].isin(silent[year])
        rows["followed"] = followed
        seen = rows[followed].reset_index(drop=True)
        name = f"stages_{label}.csv"
        files[name], defects = stages.stage_file(seed, year, seen, schools, companies, territory)
        told[label] = {
            "lignes": len(seen),
            "placements_en_france": int((seen["host"] >= 0).sum()),
            "defauts": defects,
            "etablissements_muets": schools["uai"].iloc[silent[year]].tolist(),
            **truth.access_of_year(rows, followed),
        }
    return told


def _told(
    schools: pd.DataFrame, registry: Registry, years: list[pd.DataFrame], told: dict[str, Any]
) -> dict[str, Any]:
    """Return what is true over the years: hosts, schools, defects by file."""
    size = len(registry.commune)
    seen: list[Ints] = []
    for rows in years:
        host = rows.loc[rows["followed"] & (rows["host"] >= 0), "host"].to_numpy()
        seen.append(np.bincount(host, minlength=size))
    return {
        "entreprises": truth.engagement(registry, seen),
        "etablissements": {
            "ruraux": schools.loc[schools["rural"], "uai"].tolist(),
            "par_type": schools["kind"].value_counts().to_dict(),
        },
        "defauts_par_fichier": {f"stages_{y}.csv": told[y]["defauts"] for y in P.YEAR_LABELS},
    }
