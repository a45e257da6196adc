"""Command line of the data: `python -m data --help`."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from data import clock, faults, reads
from data.arguments import speak_french
from data.contracts import CONTRACTS
from data.contracts.kinds import parse_date
from data.contracts.templates import write_templates
from data.intake.headers import accept
from data.intake.importing import Report, import_folder, rebuild, undo
from data.intake.perimeter import survey
from data.journal import journal, journal_tables
from data.model.batches import current_author
from data.readers import IntakeError
from data.reference.academies import academies
from data.scope import Scope
from data.sources.fetching import fetch
from data.store import store, versions
from demo.actions import invent_actions
from demo.making_demo import DEFAULT_SEED, build_demo

VERSION = "0.3.0"  # of pyproject.toml, where nothing is installed

Run = Callable[[argparse.Namespace], int | None]
Command = argparse.ArgumentParser


def _say(share: float, text: str) -> None:
    print(f"[{share:4.0%}] {text}", file=sys.stderr)


def _day(text: str) -> date:
    """Read a day of the command line, 2026-11-30 or 30/11/2026."""
    day = parse_date(text)
    if not isinstance(day.value, date):
        raise argparse.ArgumentTypeError(day.error or "jour attendu : 2026-11-30 ou 30/11/2026")
    return day.value


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")


def _print_report(report: Report) -> None:
    if report.batch is None:
        print("\n".join(report.messages))
        print(f"Version en cours : {report.version.name}")
        return
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
    if report.batch:
        print(f"Lot {report.batch} ; pour l’annuler : python -m data undo {report.batch}")
    print(f"Version publiée : {report.version.name}")


def _import(arguments: argparse.Namespace) -> None:
    _print_report(
        import_folder(
            arguments.folder,
            store.home(),
            _say,
            author=arguments.author,
            force=arguments.force,
            year=arguments.annee,
            observed=arguments.au,
            academie=arguments.academie,
        )
    )


def _demo(arguments: argparse.Namespace) -> None:
    today = arguments.today and clock.read_day(arguments.today)
    _print_report(
        build_demo(store.home(), _say, arguments.seed, arguments.files, today=today or None)
    )


def _academies(arguments: argparse.Namespace) -> None:
    if arguments.folder is None:
        for one in academies().values():
            print(f"{one.name:18} {', '.join(one.departments)}")
        print("Avec un dossier : ce que ses fichiers donnent de chacune.")
        return
    heads = ("établissements", "avec effectifs", "avec BEF", "BEF")
    print(f"{'académie':18}" + "".join(f"{head:>16}" for head in heads) + "  départements")
    for row in survey(arguments.folder).itertuples():
        numbers = (row.listed, row.counted, row.coded, row.befs)
        cells = "".join(f"{_count(number):>16}" for number in numbers)
        print(f"{row.academie:18}{cells}  {row.departments}")


def _fetch(arguments: argparse.Namespace) -> int:
    results = fetch(arguments.folder, progress=_say, only=arguments.only)
    for result in results:
        print(f"{result.status:11} {result.message}")
    return int(any(result.status == "échec" for result in results))


def _templates(arguments: argparse.Namespace) -> None:
    for path in write_templates(arguments.folder):
        print(path)


def _accept(arguments: argparse.Namespace) -> None:
    home, contract = store.home(), CONTRACTS.get(arguments.contract)
    if contract is None:
        raise IntakeError(
            f"« {arguments.contract} » n’est pas un fichier connu : {', '.join(CONTRACTS)}."
        )
    spelled = {c.headers[0]: c.name for c in contract.columns}
    column = spelled.get(arguments.column, arguments.column)
    if column not in spelled.values():
        raise IntakeError(
            f"« {arguments.column} » n’est pas une colonne de « {contract.title} » : "
            f"{', '.join(spelled)}."
        )
    with store.locked(home):
        accept(home, contract.name, column, arguments.header, current_author())
    print(f"« {arguments.header} » sera lu comme « {arguments.column} ».")


def _undo(arguments: argparse.Namespace) -> None:
    report = undo(arguments.batch, store.home(), _say)
    print(*report.messages, f"Version publiée : {report.version.name}", sep="\n")


def _rebuild(_: argparse.Namespace) -> None:
    _print_report(rebuild(store.home(), _say))


def _batches(_: argparse.Namespace) -> None:
    path = store.current_path(store.home())
    if path is None:
        print("Aucune version publiée.")
        return
    table = reads.imports.batches(store.Store(path), Scope.daet())
    print(
        f"{'lot':6} {'importé le (UTC)':20} {'par':14} {'fichiers':>8} {'lues':>9} {'rejetées':>9}"
    )
    for row in table.itertuples():
        print(
            f"{row.batch:6} {row.made_at[:16].replace('T', ' '):20} {row.author[:14]:14} "
            f"{row.files:8} {_count(row.read):>9} {_count(row.rejected):>9}  {row.origin}"
        )


def _versions(_: argparse.Namespace) -> None:
    known = versions.versions(store.home())
    for version in known:
        mark = "*" if version.current else " "
        names = f"  [{', '.join(version.labels)}]" if version.labels else ""
        megabytes = f"{version.size / 1e6:.1f}".replace(".", ",")
        made = version.made_at.strftime("%d/%m/%Y %H:%M")
        print(f"{mark} {version.name}  {made} UTC  {megabytes:>7} Mo{names}")
    if not known:
        print("Aucune version publiée.")


def _publish(arguments: argparse.Namespace) -> None:
    print(f"Version publiée : {versions.publish(store.home(), arguments.version).name}")


def _retire(arguments: argparse.Namespace) -> None:
    versions.retire(store.home(), arguments.version)
    print(f"Version retirée : {arguments.version}")


def _label(arguments: argparse.Namespace) -> None:
    versions.label(store.home(), arguments.version, arguments.name)
    print(f"La version {arguments.version} s’appelle « {arguments.name} » : gardée pour toujours.")


def _unlabel(arguments: argparse.Namespace) -> None:
    versions.unlabel(store.home(), arguments.name)
    print(f"Le nom « {arguments.name} » est retiré ; sa version reste, comme une autre.")


def _journal(arguments: argparse.Namespace) -> None:
    home, scope = store.home(), Scope.daet()
    if arguments.invent:
        print(f"Actions inventées ajoutées : {invent_actions(home)}")
    if arguments.backup:
        journal.back_up(home, arguments.backup)
        print(f"Journal copié : {arguments.backup}")
        return
    if arguments.export:
        lines = journal_tables.write_csv(home, scope, arguments.export, whole=arguments.history)
        print(f"{arguments.export} : {_count(lines)} ligne{'s' * (lines > 1)}")
        return
    table = journal_tables.actions(home, scope)
    for row in table.itertuples():
        print(f"{row.action}  {row.day:%d/%m/%Y}  {row.bef:8} {row.axis:12} {row.text}")
    if not len(table):
        print("Aucune action au journal.")


def _parser() -> argparse.ArgumentParser:
    speak_french()
    parser = argparse.ArgumentParser(prog="python -m data", description="Données d’ÉquiStage")
    parser.add_argument(
        "--version", action="version", version=f"ÉquiStage {VERSION}", help="dire la version"
    )
    commands = parser.add_subparsers(required=True, metavar="commande")

    def command(name: str, run: Run, about: str, *positional: tuple[str, str]) -> Command:
        added = commands.add_parser(name, help=about, description=about)
        for argument, metavar in positional:
            kind = Path if metavar == "DOSSIER" else str
            added.add_argument(argument, metavar=metavar, type=kind)
        added.set_defaults(run=run)
        return added

    load = command("import", _import, "importer un dossier et publier", ("folder", "DOSSIER"))
    load.add_argument("--author", metavar="COMPTE", help="qui importe (défaut : ce compte)")
    load.add_argument(
        "--force",
        action="store_true",
        help="publier malgré plus de 5 %% de lignes rejetées, des fichiers d’établissement non "
        "lus ou plus de lignes suivies que d’élèves attendus",
    )
    load.add_argument(
        "--au",
        type=_day,
        metavar="JOUR",
        help="jour que montrent les fichiers de suivi (2026-11-30), s’ils ne le disent pas : le "
        "suivi le plus récent remplace, les fichiers d’un même jour s’additionnent",
    )
    load.add_argument(
        "--annee",
        metavar="2023-2024",
        help="année scolaire des fichiers officiels qui ne disent pas la leur",
    )
    load.add_argument(
        "--academie",
        metavar="NOM",
        help="académie à laquelle les fichiers nationaux sont coupés (défaut : celle de la base, "
        "sinon celle des établissements, sinon Nancy-Metz)",
    )
    about = "lister les académies, et ce que des fichiers en donnent"
    listed = command("academies", _academies, about)
    listed.add_argument("folder", nargs="?", type=Path, metavar="DOSSIER")
    demo = command("demo", _demo, "créer des données de démonstration et les publier")
    demo.add_argument("--seed", type=int, default=DEFAULT_SEED, metavar="GRAINE")
    demo.add_argument(
        "--files", type=Path, metavar="DOSSIER", help="garder aussi les fichiers d’échange ici"
    )
    demo.add_argument(
        "--today", metavar="JOUR", help="jour qu’il est (2026-11-30), au milieu d’une campagne"
    )
    get = command("fetch", _fetch, "télécharger les fichiers officiels", ("folder", "DOSSIER"))
    get.add_argument("--only", nargs="+", metavar="SOURCE", help="seulement ces sources")
    command("templates", _templates, "écrire des modèles à remplir", ("folder", "DOSSIER"))
    command(
        "accept",
        _accept,
        "accepter un titre de colonne proposé",
        ("contract", "FICHIER"),
        ("column", "COLONNE"),
        ("header", "TITRE"),
    )
    command("batches", _batches, "lister les lots de la version en cours")
    command("undo", _undo, "publier une version sans un lot", ("batch", "LOT"))
    command("rebuild", _rebuild, "recalculer la version en cours à partir de ses lots")
    command("versions", _versions, "lister les versions ; * : celle en cours")
    command("publish", _publish, "publier une version plus ancienne", ("version", "VERSION"))
    command(
        "name", _label, "nommer une version pour la garder", ("version", "VERSION"), ("name", "NOM")
    )
    command("unname", _unlabel, "retirer le nom d’une version", ("name", "NOM"))
    command("retire", _retire, "retirer une version", ("version", "VERSION"))
    kept = command("journal", _journal, "lister, exporter ou copier le journal des actions")
    kept.add_argument("--export", type=Path, metavar="FICHIER", help="écrire un CSV")
    kept.add_argument("--history", action="store_true", help="avec --export : toutes les révisions")
    kept.add_argument(
        "--backup", type=Path, metavar="FICHIER", help="copier le journal, même en service"
    )
    kept.add_argument(
        "--invent",
        action="store_true",
        help="remplir le journal vide d’une démonstration d’actions inventées",
    )
    return parser


def main() -> int:
    """Run one command; return the exit status."""
    arguments = _parser().parse_args()
    return faults.guard(lambda: arguments.run(arguments), store.home)


if __name__ == "__main__":
    sys.exit(main())
