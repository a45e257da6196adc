"""Command line: `python -m data import FOLDER`, `demo`, `version`."""

import argparse
import sys
from pathlib import Path

from data import store
from data.importing import Report, import_folder
from data.making_demo import DEFAULT_SEED, build_demo
from data.readers import IntakeError


def _say(share: float, text: str) -> None:
    print(f"[{share:4.0%}] {text}", file=sys.stderr)


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _print_report(report: Report) -> None:
    print(f"{'fichier':44} {'lues':>8} {'acceptées':>10} {'réparées':>9} {'rejetées':>9}  reconnu")
    for row in report.files.itertuples():
        note = f" ({row.note})" if row.note else ""
        print(
            f"{row.file[:44]:44} {_count(row.read):>8} {_count(row.accepted):>10} "
            f"{_count(row.repaired):>9} {_count(row.rejected):>9}  {row.title}{note}"
        )
    for message in report.messages:
        print(f"• {message}")
    print("\nÀ savoir :")
    for row in report.remarks.itertuples():
        detail = f" ({row.detail})" if row.detail else ""
        print(f"• {row.topic} — {row.text} : {_count(row.amount)}{detail}")
    if report.rejects:
        print(f"\nLignes rejetées, avec leur motif : {report.rejects}")
    print(f"Version publiée : {report.version.name}")


def _import(arguments: argparse.Namespace) -> None:
    _print_report(import_folder(arguments.folder, store.home(), _say))


def _demo(arguments: argparse.Namespace) -> None:
    _print_report(build_demo(store.home(), _say, arguments.seed, arguments.files))


def _version(arguments: argparse.Namespace) -> None:
    path = store.current_path(store.home())
    print(path.name if path else "Aucune version publiée.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Données d’ÉquiStage")
    commands = parser.add_subparsers(required=True, metavar="commande")
    load = commands.add_parser("import", help="importer un dossier de fichiers et publier")
    load.add_argument("folder", type=Path, metavar="DOSSIER")
    load.set_defaults(run=_import)
    demo = commands.add_parser("demo", help="créer des données de démonstration et les publier")
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED, metavar="GRAINE")
    demo.add_argument(
        "--files", type=Path, metavar="DOSSIER", help="garder aussi les fichiers d’échange ici"
    )
    demo.set_defaults(run=_demo)
    version = commands.add_parser("version", help="afficher la version publiée")
    version.set_defaults(run=_version)
    return parser


def main() -> int:
    """Run one command; return the exit status."""
    arguments = _parser().parse_args()
    try:
        arguments.run(arguments)
    except (IntakeError, store.StoreError) as error:
        print(f"Erreur : {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
