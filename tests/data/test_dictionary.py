"""The dictionary: every column of every contract, explained in French."""

import dataclasses

from data.contracts import CONTRACTS, Column, Contract
from data.dictionary import COLUMNS, dictionary, unreadable


def test_one_row_a_column_of_each_contract():
    table = dictionary()
    assert list(table.columns) == COLUMNS
    assert len(table) == sum(len(c.columns) for c in CONTRACTS.values())


def missing_about(table):
    return table.loc[table["sens"].str.strip() == "", "colonne"].tolist()


def test_no_column_is_without_its_sentence():
    assert missing_about(dictionary()) == []
    mute = dataclasses.replace(CONTRACTS["poles"].columns[0], about=" ")
    contract = dataclasses.replace(CONTRACTS["poles"], columns=(mute,))
    assert missing_about(dictionary([contract])) == ["code_pole"]


def test_a_row_says_what_is_needed_allowed_and_done():
    table = dictionary([CONTRACTS["stages"]]).set_index("colonne")
    state = table.loc["etat"]
    assert state["type"] == "liste fermée"
    assert state["valeurs admises"] == "signé, accord, sans lieu, inconnu"
    assert (state["obligatoire"], state["cellule illisible"]) == ("oui", "ligne refusée")
    assert table.loc["siret", "obligatoire"] == "titre seulement"
    assert table.loc["siret", "cellule illisible"] == "valeur inconnue, signalée"
    assert table.loc["visite", "valeurs admises"] == "oui, non"
    assert table.loc["entreprise", "cellule illisible"] == "gardée telle quelle"
    assert table.loc["debut", "obligatoire"] == "cellule, si la colonne est là"


def test_a_star_is_shown_as_any_ending():
    column = Column("rang", "text", ("classement*", "rang|x"), "Rang.")
    contract = Contract("t", "Titre", "une ligne par commune", (column,))
    assert dictionary([contract]).loc[0, "colonne"] == "classement…"


def test_unreadable_follows_the_contract():
    assert unreadable(Column("n", "count", ("n",), "N.", rejects=True)) == "ligne refusée"
