"""Precision and recall of the matching of names, where the true SIRET is known.

    python -m benchmarks.matching [--share 1.0]

Two worlds: the demonstration files as they are written, and a harder invented one (trades and
surnames one letter apart, chains, spoilt spellings, a fifth of the companies not in the register).
"""

import argparse
import time
from collections.abc import Callable
from unittest.mock import patch

import numpy as np
import pandas as pd

from data.linking.matching import match_names
from demo import generate
from demo.files import stages

SEEDS = (2026, 7, 99)
WITHHELD = 0.2  # share of the companies that the register does not hold, second reading
TRADES = [
    "Boulangerie", "Garage", "Restaurant", "Menuiserie", "Pharmacie", "Coiffure", "Plomberie",
    "Boucherie", "Électricité", "Carrosserie", "Transports", "Maçonnerie", "Fleuriste", "Hôtel",
    "Pressing", "Optique",
]  # fmt: skip
SURNAMES = [
    "Martin", "Martini", "Martinet", "Marty", "Bernard", "Bernardin", "Thomas", "Thomassin",
    "Petit", "Petitjean", "Robert", "Roberty", "Richard", "Ricard", "Durand", "Durant", "Dubois",
    "Dubos", "Moreau", "Morel", "Moret", "Laurent", "Laurant", "Simon", "Simonin", "Michel",
    "Michelet", "Lefebvre", "Lefèvre", "Leroy", "Leroux", "Roux", "Rouzé", "David", "Davin",
    "Bertrand", "Bertram", "Fournier", "Fourrier", "Girard", "Girardin", "Bonnet", "Bonnot",
    "Dupont", "Dupond", "Lambert", "Lamber", "Fontaine", "Fontanel", "Rousseau", "Rousselle",
    "Vincent", "Muller", "Mullet", "Mathis", "Mathieu", "Mathieux", "Gautier", "Gauthier",
    "Perrin", "Perrinot", "Chevalier", "Chevallier", "François", "Legrand", "Garnier", "Garner",
    "Schmitt", "Schmidt", "Weber", "Wéber", "Klein", "Klain", "Meyer", "Mayer", "Colin", "Collin",
    "Humbert", "Hubert", "Marchal", "Maréchal", "Noël", "Didier", "Didion", "Thiébaut", "Thiriet",
    "Claudel", "Grandjean", "Grosjean", "Aubry", "Aubri", "Antoine", "Antoni", "Parisot",
    "Parizot", "Vautrin", "Vautrain", "Colson", "Kieffer", "Becker", "Hoffmann", "Hofmann",
    "Wagner", "Wagener", "Lorrain", "Barthélemy", "Poirot", "Poirel", "Jacquot", "Jacquemin",
]  # fmt: skip
FIRST = [
    "Jean", "Pierre", "Marie", "Anne", "Paul", "Luc", "Julie", "Claire", "Marc", "Hélène",
    "Louis", "Éric",
]  # fmt: skip
CHAINS = [
    "Carrefour", "Intermarché", "Leclerc", "Lidl", "Aldi", "Norauto", "Décathlon", "Darty",
    "Castorama", "Buffalo",
]  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def demo_world(seed: int, share: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Placements without a usable SIRET, with their true SIRET; the register.

    Returns
    -------
    One row a placement: name, commune, truth. One row an establishment: siret, name, commune.
    """
    parts: list[pd.DataFrame] = []
    real = stages.stage_file

    def spied(seed, year, rows, schools, companies, territory):
        file, defects = real(seed, year, rows, schools, companies, territory)
        host = rows["host"].to_numpy()
        truth = companies["siret"].to_numpy(dtype=object)[host]
        parts.append(file.assign(truth=np.where(host >= 0, truth, None)))
        return file, defects

    with patch.object(stages, "stage_file", spied):
        demo = generate(seed, share)
    rows = pd.concat(parts, ignore_index=True)
    usable = rows["siret"].str.fullmatch(r"\d+").fillna(False)
    rows = rows[~usable & rows["truth"].notna()]
    names = {"entreprise": "name", "commune_accueil": "commune", "denomination": "name"}
    known = demo.files["entreprises.csv"].rename(columns=names)
    return rows.rename(columns=names)[["name", "commune", "truth"]], known


def hard_world(seed: int, count: int = 12_000) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The register of the harder world, and its names spoilt in each way."""
    draw = np.random.default_rng(seed)
    commune = 57000 + (draw.pareto(1.1, count) * 8).astype(int) % 400
    kind = draw.random(count)

    def pick(words: list[str]) -> list[str]:
        return [words[k] for k in draw.integers(0, len(words), count).tolist()]

    rows = zip(kind, pick(TRADES), pick(SURNAMES), pick(FIRST), pick(CHAINS), strict=True)
    names = [_name(*row) for row in rows]
    known = pd.DataFrame({"name": names, "commune": commune.astype(str)})
    known["siret"] = [f"{n:014d}" for n in range(count)]
    known = known.drop_duplicates(["name", "commune"], ignore_index=True)
    spoilt = {way: [spoil(name, draw) for name in known["name"]] for way, spoil in SPOILERS.items()}
    return known, spoilt


def _name(kind: float, trade: str, surname: str, first: str, chain: str) -> str:
    if kind < 0.6:
        return f"{trade} {surname}"
    if kind < 0.75:
        return f"{trade} {first} {surname}"
    if kind < 0.9:
        return f"{first} {surname}"
    return f"{chain} {trade}" if kind < 0.95 else chain


def _typo(name: str, draw: np.random.Generator) -> str:
    place, letter = int(draw.integers(1, len(name))), LETTERS[draw.integers(26)]
    if name[place] == " ":
        place -= 1
    ways = (
        name[:place] + name[place + 1 :],
        name[:place] + letter + name[place:],
        name[:place] + letter + name[place + 1 :],
        name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
    )
    return ways[draw.integers(4)]


def _without_word(name: str, draw: np.random.Generator) -> str:
    words = name.split()
    if len(words) > 1:
        del words[draw.integers(len(words))]
    return " ".join(words)


def _shortened(name: str, draw: np.random.Generator) -> str:
    first, _, rest = name.partition(" ")
    return f"{first[:4].upper()}. {rest}" if rest else first


SPOILERS: dict[str, Callable[[str, np.random.Generator], str]] = {
    "casse, forme": lambda name, draw: f"SARL {name.upper()}",
    "mots échangés": lambda name, draw: " ".join(reversed(name.split())),
    "une faute": _typo,
    "deux fautes": lambda name, draw: _typo(_typo(name, draw), draw),
    "mot ajouté": lambda name, draw: f"{name} {('Est', 'et Fils', 'Metz')[draw.integers(3)]}",
    "mot manquant": _without_word,
    "abrégé": _shortened,
    "collé": lambda name, draw: name.replace(" ", "", 1),
}


def measure(rows: pd.DataFrame, known: pd.DataFrame) -> dict[str, float]:
    """Match and compare with the truth; a truth that the register does not hold is to be new.

    Parameters
    ----------
    rows : one row a placement: name, commune, truth (SIRET)
    known : the register
    """
    names = rows[["name", "commune"]].drop_duplicates(ignore_index=True)
    start = time.perf_counter()
    found = match_names(names, known)
    seconds = time.perf_counter() - start
    table = rows.merge(found, on=["name", "commune"])
    right = table["siret"] == table["truth"]
    sure, kept = table["verdict"] == "sure", table["verdict"] != "new"
    there = table["truth"].isin(known["siret"])
    return {
        "lignes": len(table),
        "noms": len(names),
        "precision_sur": float((right & sure).sum() / max(sure.sum(), 1)),
        "rappel_sur": float((right & sure).sum() / there.sum()),
        "precision_tout": float((right & kept).sum() / max(kept.sum(), 1)),
        "rappel_tout": float((right & kept).sum() / there.sum()),
        "a_confirmer": int((found["verdict"] == "to_confirm").sum()),
        "secondes": seconds,
    }


def withhold(known: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The register without a share of its companies."""
    return known[np.random.default_rng(seed).random(len(known)) >= WITHHELD]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="part des élèves et écoles")
    share = parser.parse_args().share
    lines: dict[str, dict[str, float]] = {}
    for seed in SEEDS:
        rows, known = demo_world(seed, share)
        lines[f"démonstration {seed}"] = measure(rows, known)
        lines[f"démonstration {seed}, registre à 80 %"] = measure(rows, withhold(known, seed))
    for seed in SEEDS:
        known, spoilt = hard_world(seed)
        for way, names in spoilt.items():
            rows = known.assign(truth=known["siret"], name=names)[["name", "commune", "truth"]]
            lines[f"difficile {seed}, {way}"] = measure(rows, withhold(known, seed))
    print(pd.DataFrame(lines).T.round(4).to_string())


if __name__ == "__main__":
    main()
