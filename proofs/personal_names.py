"""Cells that name a person are found, and those of places called after people are kept.

Labelled cells: hard ones written by hand (`tests/data/privacy/labelled_names.csv`), and generated
ones, of invented people, one in nine of a first name that the product does not know. A column of
companies allows the bare name of a sole trader; the other text columns do not. Names of communes
and of schools of official files, when they are at hand, name nobody.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import duckdb

from data.privacy.person_names import names_someone
from data.privacy.personal_cells import Test, is_named
from proofs import BrokenError, Proof

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "data" / "privacy" / "labelled_names.csv"
COMMUNES = ROOT / "data" / "reference" / "communes.csv"
SCHOOLS = ROOT.parent / "shared" / "real" / "annuaire_lycees_pro_2026-02.csv"
PRECISION, RECALL = 0.98, 0.95  # in each kind of column; recall less what chance does to a sample
MISTAKEN = 0.005  # share of official names
TESTS: dict[str, Test] = {"lieu": names_someone, "texte": is_named}

FIRST = (
    *("Julie", "Paul", "Sophie", "Yasmine", "Jean-Pierre", "Marie-Claire", "Ahmed", "Léa", "Hugo"),
    *("Inès", "Théo", "Claude", "Karim", "Élodie", "Mathéo", "Anne-Sophie", "Noémie", "Lucas"),
    *("Camille", "Maëlys", "Fatoumata", "Kelyan", "Jérôme", "Sylvie", "Nathalie", "Swann"),
    *("Djayden", "Enaëlle"),
)
LAST = (
    *("Dupont", "Martin", "Weber", "Klein", "Mangin", "Roussel", "Thouvenin", "Schmitt", "Benali"),
    *("Petit", "Bernard", "Diallo", "Lefèvre", "de La Tour", "Le Goff", "Muller", "N’Guessan"),
    *("Kowalski", "Jacquot", "Perrin", "Da Silva", "Vautrin", "Zimmer", "Colin", "Humbert"),
    *("Marchal", "Ben Salah", "Antoine", "Gérardin", "O’Brien"),
)
CIVILITIES = ("M.", "Mme", "M", "Mr", "Monsieur", "Madame", "Mlle", "MME")
TRADES = ("Boulangerie", "Garage", "Pharmacie", "Menuiserie", "Fleurs", "SARL", "Ets", "Transports")
ROLES = ("tuteur", "tutrice", "contact", "responsable", "maître de stage", "référente", "suivi par")
HOSTS = ("Lidl", "Norauto", "Mairie de Toul", "Boulangerie Martin", "EHPAD Saint-Jean", "Carrefour")
TOWNS = ("Nancy", "Saint-Max", "Metz", "Épinal", "Bar-le-Duc", "Sainte-Marie-aux-Mines")
PLACES = ("École", "Lycée", "Collège", "rue", "avenue", "place", "Salle", "Résidence", "Clinique")
SAINTS = ("Saint-Jean", "Saint-Martin", "Sainte-Anne", "Saint Paul", "Jeanne-d’Arc")

# first, last and upper-case last name, civility, role, host, town, trade, place, saint, initial
PEOPLE = {
    "lieu": (
        *("{civ} {last}", "{civ} {first} {last}", "{host} ({civ} {last})", "{role} : {first} {up}"),
        *("{host}, {role} {civ} {last}", "{host} - {role} {first} {last}", "{role} {up} {first}"),
        *("{trade} {last} / {role} : {first} {last}", "{host} (contact {first} {last})"),
        *("tuteur : {up}", "{last} (tutrice)", "chez {civ} {last}", "élève : {first} {last}"),
    ),
    "texte": (
        *("{first} {last}", "{up} {first}", "{last} {first}", "{first} {up}", "{civ} {last}"),
        *("{town} - {civ} {last}", "{town} (tuteur : {first} {last})", "{town}, {first} {last}"),
        *("demande de {first} {last}", "{initial}. {last}", "{place} Jean Moulin, {civ} {last}"),
    ),
}
KEPT = {
    "lieu": (
        *("{trade} {last}", "{trade} {first} {last}", "{first} {last}", "{up} {first}"),
        *("{place} {first} {last}", "Mairie de {saint}", "Pharmacie {saint}", "{last} & Fils"),
        *("{host} - {town}", "Lycée {saint}", "Chez {first}", "{host}, tuteur formé", "{host}"),
        *("{last} Matériaux", "Collège Docteur {last}", "Contact {trade} {last}"),
    ),
    "texte": (
        *("Pôle {first} {last}", "PÔLE {up}", "Pôle de {town}", "{place} {first} {last}"),
        *("12 rue {first} {last}", "Lycée {saint}", "{saint}", "{town}", "{town} {saint}"),
        *("{place} {saint} - {town}", "Bassin de {town}", "Espace {first} {last}", "{trade} {up}"),
        *("12 rue du Docteur {last}", "Collège Professeur {last}, {town}", "bac pro {trade}"),
    ),
}


class Cell(NamedTuple):
    """A labelled cell: kind of column, text, whether it names a person."""

    column: str
    text: str
    person: bool


def by_hand() -> list[Cell]:
    """Cells written by hand, hard on purpose."""
    with LABELLED.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter=";")
        return [Cell(row["column"], row["text"], row["person"] == "1") for row in rows]


def generated(size: int, seed: int) -> list[Cell]:
    """Cells drawn from the forms, half of them of people, half of each kind of column."""
    draw, cells = random.Random(seed), []
    for number in range(size):
        column, person = ("lieu", "texte")[number % 2], number % 4 < 2
        first, last = draw.choice(FIRST), draw.choice(LAST)
        words = {
            "first": first,
            "last": last,
            "up": last.upper(),
            "initial": first[0],
            "civ": draw.choice(CIVILITIES),
            "role": draw.choice(ROLES),
            "host": draw.choice(HOSTS),
            "town": draw.choice(TOWNS),
            "trade": draw.choice(TRADES),
            "place": draw.choice(PLACES),
            "saint": draw.choice(SAINTS),
        }
        form = draw.choice((PEOPLE if person else KEPT)[column])
        cells.append(Cell(column, form.format(**words), person))
    return cells


def measured(cells: list[Cell]) -> tuple[float, float, list[Cell]]:
    """Precision, recall, and the cells told wrong."""
    told = [(cell, TESTS[cell.column](cell.text)) for cell in cells]
    right = sum(cell.person and found for cell, found in told)
    wrong = [cell for cell, found in told if cell.person != found]
    return (
        right / max(1, sum(found for _, found in told)),
        right / max(1, sum(cell.person for cell in cells)),
        wrong,
    )


def _official() -> dict[str, list[str]]:
    """Names of places of official files, by file."""
    files = {COMMUNES: "nom", SCHOOLS: "nom_etablissement"}
    return {
        path.name: [
            row[0]
            for row in duckdb.sql(
                f"SELECT DISTINCT {column} FROM read_csv('{path}', all_varchar = true) ORDER BY 1"
            ).fetchall()
        ]
        for path, column in files.items()
        if path.is_file()
    }


def run(size: int, seed: int) -> Iterator[str]:
    """Tell `size` generated cells and those written by hand."""
    broken = []
    for source, cells in {"by hand": by_hand(), "generated": generated(size, seed)}.items():
        for column in TESTS:
            own = [cell for cell in cells if cell.column == column]
            precision, recall, wrong = measured(own)
            line = f"{source}, {column}: {len(own)} cells, precision {precision:.1%}, "
            yield (line := line + f"recall {recall:.1%}")
            chance = 2 * (RECALL * (1 - RECALL) / sum(cell.person for cell in own)) ** 0.5
            if precision < PRECISION or recall < RECALL - chance:
                broken.append(line)
            for text, person in sorted({(cell.text, cell.person) for cell in wrong})[:15]:
                yield f"    {'missed' if person else 'taken by mistake'}: {text}"
    for name, places in _official().items():
        for column, test in TESTS.items():
            taken = [place for place in places if test(place)]
            yield f"{name}, {column}: {len(taken)} of {len(places)} names taken by mistake"
            if len(taken) > MISTAKEN * len(places):
                broken.append(f"{name}: {taken[:5]}")
    if broken:
        raise BrokenError(
            f"under {PRECISION:.0%} of precision or {RECALL:.0%} of recall: {'; '.join(broken)}"
        )


PROOF = Proof(run, "cells", full=20_000, sample=600)
