"""Arguments of the commands: `argparse` as it is, in French."""

import argparse
import io
import sys

_FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "montrer cette aide",
    "%(prog)s: error: %(message)s\n": "Erreur\u00a0: %(message)s. Aide : %(prog)s --help\n",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "« %(value)s » n’est pas l’un de %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "valeur impossible, « %(value)s »",
    "expected one argument": "une valeur est attendue",
    "expected at most one argument": "une seule valeur est attendue",
    "expected at least one argument": "au moins une valeur est attendue",
    "ignored explicit argument %r": "aucune valeur n’est attendue, %r est en trop",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s peut être %(matches)s : l’écrire en entier"
    ),
}


def speak_french() -> None:
    """Give `argparse` its French words: those of gettext are catalogues of the machine.

    A sign that the terminal does not know is a question mark, never an error.
    """
    vars(argparse)["_"] = lambda text: _FRENCH.get(text, text)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
