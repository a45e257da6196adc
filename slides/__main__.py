"""`python -m slides`: make the deck of the académie or of a pôle, or refresh an edited one."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data import faults, reads
from data.arguments import speak_french
from data.journal import journal_tables
from data.scope import Scope
from data.store import store
from slides import choosing, content, deck, template
from slides.content import ContentError
from slides.material import ADDRESS
from slides.refresh import refresh


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0: done, 1: it could not be, with one message, 2: misuse."""
    asked = _parser().parse_args(arguments)
    work = _refresh if asked.command == "refresh" else _make
    return faults.guard(lambda: work(asked), store.home)


def _parser() -> argparse.ArgumentParser:
    speak_french()
    parser = argparse.ArgumentParser(
        prog="python -m slides", description="Diaporama d’un comité de pilotage."
    )
    _shared(parser)
    parser.add_argument(
        "--pole", metavar="CODE", help="pôle ou BEF (POLE-12, BEF-12)\u00a0; sans lui, l’académie"
    )
    parser.add_argument(
        "--tous",
        type=Path,
        metavar="DOSSIER",
        help="l’académie et chaque pôle, un fichier chacun dans ce dossier",
    )
    parser.add_argument(
        "--parties",
        default="",
        metavar="N,N…",
        help="parties gardées, dans cet ordre (2,5,13)\u00a0; sans elle, toutes",
    )
    parser.add_argument(
        "--template", type=Path, default=template.OURS, metavar="FICHIER", help="modèle .pptx"
    )
    again = parser.add_subparsers(dest="command").add_parser(
        "refresh", help="actualiser un diaporama modifié, et garder les modifications"
    )
    again.add_argument("deck", type=Path, metavar="DIAPORAMA", help="fichier .pptx à actualiser")
    _shared(again)
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FICHIER", help="fichier .pptx à écrire")
    parser.add_argument(
        "--campagne",
        metavar="ANNEE",
        help="campagne (2025-2026)\u00a0; sans elle, la dernière suivie",
    )
    parser.add_argument(
        "--interne", action="store_true", help="document interne, marqué sur chaque diapositive"
    )
    parser.add_argument(
        "--adresse", default=ADDRESS, metavar="URL", help="adresse de l’application, pour les liens"
    )


def _make(asked: argparse.Namespace) -> int:
    opened, scope, order = _opened(), _scope(asked), choosing.parse(asked.parties)
    if asked.tous is None:
        wanted: list[str | None] = [_bef(opened, asked.pole)]
    else:
        asked.tous.mkdir(parents=True, exist_ok=True)
        wanted = [None, *reads.lists.befs(opened, scope)["bef"]]
    for bef in wanted:
        made = content.outline(opened, scope, bef, asked.campagne, asked.adresse, _noted(opened))
        made = choosing.arrange(made, order)
        blob = deck.write(made, asked.template, _progress)
        name = f"diaporama-{made.perimeter}-{made.year}-{made.level}.pptx"
        out = asked.tous / name if asked.tous else asked.out or Path(name)
        out.write_bytes(blob)
        subjects = f"{len(made.slides)} sujets, {made.label}, {made.year}, niveau {made.level}"
        _say(f"{out}\u00a0: {subjects}.")
    return 0


def _refresh(asked: argparse.Namespace) -> int:
    opened, scope = _opened(), _scope(asked)
    blob, report = refresh.refresh(
        asked.deck, opened, scope, asked.campagne, asked.adresse, _noted(opened)
    )
    out = asked.out or asked.deck.with_stem(f"{asked.deck.stem}-actualise")
    out.write_bytes(blob)
    for line in report.lines():
        print(line)
    _say(f"{out}\u00a0: écrit.")
    return 0


def _noted(opened: store.Store) -> tuple[journal_tables.Noted, ...]:
    demo = bool(reads.lists.info(opened, Scope.daet())["demo_seed"])
    return journal_tables.noted(store.home(), Scope.daet(), invented=demo)


def _scope(asked: argparse.Namespace) -> Scope:
    return Scope.daet() if asked.interne else Scope.outside()


def _opened() -> store.Store:
    path = store.current_path(store.home())
    if path is None:
        raise ContentError(
            "Aucune version publiée\u00a0: « python -m data demo » ou « python -m data import "
            "DOSSIER »."
        )
    return store.Store(path)


def _bef(opened: store.Store, code: str | None) -> str | None:
    """BEF of a code of pôle or of BEF; None: the académie."""
    if code is None:
        return None
    poles = reads.lists.poles(opened, Scope.daet())  # names of the pôles: known to all
    befs = poles.loc[poles["pole"] == code, "bef"].tolist()
    if len(befs) > 1:
        raise ContentError(
            f"Le pôle {code} couvre plusieurs bassins\u00a0: choisir l’un de {', '.join(befs)}."
        )
    known = reads.lists.befs(opened, Scope.daet())
    if befs or code in set(known["bef"]):
        return str(befs[0]) if befs else code
    listed = ", ".join(f"{row.bef} ({row.label})" for row in known.itertuples())
    raise ContentError(f"Pôle ou bassin inconnu\u00a0: {code}. Codes\u00a0: {listed}.")


def _progress(share: float, title: str) -> None:
    if sys.stderr.isatty():
        print(f"\r[{share:4.0%}] {title[:70]:70}", end="", file=sys.stderr, flush=True)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print("\r" + " " * 78 + "\r", end="", file=sys.stderr)
    print(text)


if __name__ == "__main__":
    sys.exit(main())
