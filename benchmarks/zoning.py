"""The rule that gives communes to BEF, against the codes of primary schools, which it is not shown.

    python -m benchmarks zoning

It was tuned on Toulouse; Montpellier and Nancy-Metz were looked at once it was. In Nancy-Metz the
truth is the shipped zoning, itself a hypothesis, and lycées alone have codes.
"""

from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import shapely

from data.linking.basins import derive
from data.reference import REFERENCE
from geo.neighbours import touching

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DIRECTORIES = {
    "Toulouse": SHARED / "real" / "france" / "fr-en-annuaire-education_occitanie_2024-11.csv",
    "Montpellier": SHARED / "real" / "france" / "fr-en-annuaire-education_occitanie_2024-11.csv",
    "Nancy-Metz": SHARED / "real" / "annuaire_lycees_2024-03.csv",
}
_FRANCE = REFERENCE / "france"


def measured(academie: str) -> pd.DataFrame:
    """Derive the BEF of an académie from its secondary schools.

    Returns
    -------
    One row a commune whose BEF is known otherwise: code, bef (derived), rule, confidence, truth,
    population
    """
    communes = duckdb.sql(
        f"""SELECT code, departement AS department, lon_interieur AS lon, lat_interieur AS lat,
                   population
            FROM read_parquet('{_FRANCE}/communes.parquet')
            WHERE academie = '{academie}' ORDER BY code"""
    ).df()
    schools = duckdb.sql(
        f"""SELECT coalesce(p.code, a.Code_commune) AS commune, code_bassin_formation AS basin,
                   Type_etablissement = 'Ecole' AS "primary",
                   try_cast(longitude AS DOUBLE) AS lon, try_cast(latitude AS DOUBLE) AS lat
            FROM read_csv('{DIRECTORIES[academie]}', all_varchar=true) a
            LEFT JOIN (SELECT ancien, first(code) AS code
                       FROM read_csv('{_FRANCE}/communes_passage.csv', all_varchar=true)
                       GROUP BY ancien) p ON p.ancien = a.Code_commune
            WHERE code_bassin_formation IS NOT NULL AND Libelle_academie = '{academie}'
              AND Type_etablissement IN ('Ecole', 'Collège', 'Lycée', 'EREA')"""
    ).df()
    outlines = pq.read_table(
        _FRANCE / "outlines.parquet", filters=[("code", "in", list(communes["code"]))]
    ).to_pandas()
    shapes = shapely.from_wkb(outlines.set_index("code")["geometry"].loc[communes["code"]])
    found = derive(communes, schools[~schools["primary"]], touching(np.asarray(shapes)))
    primary = schools[schools["primary"]]
    if len(primary):
        truth = primary.groupby("commune")["basin"].agg(lambda codes: codes.mode()[0])
    else:
        shipped = pd.read_csv(REFERENCE / "commune_bef.csv", dtype=str)
        truth = shipped.set_index("code")["bef_officiel"]
    return found.merge(communes[["code", "population"]], on="code").merge(
        truth.rename("truth"), left_on="code", right_index=True
    )


def right(found: pd.DataFrame) -> tuple[float, float]:
    """Share of the communes, and of their inhabitants, whose BEF is the true one."""
    same = found["bef"] == found["truth"]
    return float(same.mean()), float(np.average(same, weights=found["population"]))


def main() -> None:
    print(f"{'académie':14}{'communes':>10}{'right':>8}{'people':>8}   right by confidence")
    for academie in DIRECTORIES:
        found = measured(academie)
        communes, people = right(found)
        sure = " ".join(
            f"{level} {right(own)[0]:.1%} of {len(own)};"
            for level, own in found.groupby("confidence")
        )
        print(f"{academie:14}{len(found):10}{communes:8.1%}{people:8.1%}   {sure}")


if __name__ == "__main__":
    main()
