"""A small académie that is not Nancy-Metz (six communes, two BEF, two schools: files, no code),
and a server of official files with every fault."""

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.identifiers import uai_letter
from data.intake.importing import import_folder
from data.sources.fetching import OfficialFile
from tests.data.sources.faulty_site import TABLE, Site, ok

BRAVO, DELTA = (digits + uai_letter(digits) for digits in ("0350001", "0350002"))
COMMUNES = {
    "35001": "O1",
    "35002": "O1",
    "35003": "O1",
    "35004": "O2",
    "35005": "O2",
    "35006": "O2",
}


def write(folder: Path, name: str, *lines: str) -> Path:
    """Write a file of `lines` and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_zoning(folder: Path) -> None:
    """Write the four files that replace the shipped zoning: a row of six squares, two BEF."""
    write(
        folder,
        "communes.csv",
        "code;nom;departement;epci;codes_postaux;population",
        *(f"{code};Commune {code[-1]};35;200000001;35000;1000" for code in COMMUNES),
    )
    write(
        folder,
        "bef.csv",
        "code;libelle;codes_officiels;siege;statut",
        "O1;Rivage;901;Commune 1;officiel",
        "O2;Lande;902;Commune 4;officiel",
    )
    write(
        folder,
        "commune_bef.csv",
        "code;bef;bef_officiel;valide_du;valide_au;statut",
        *(f"{code};{bef};90{bef[1]};2020-09-01;;officiel" for code, bef in COMMUNES.items()),
    )
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [_square(-1.7 + 0.05 * i, 48.1)]},
        }
        for i, code in enumerate(COMMUNES)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "communes.geojson").write_text(json.dumps(collection), encoding="utf-8")


def _square(west: float, south: float) -> list[list[float]]:
    east, north = west + 0.05, south + 0.05
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


def write_academy(folder: Path) -> Path:
    """Write the whole small académie: zoning, two schools, their pupils, one dated period."""
    write_zoning(folder)
    write(
        folder,
        "annuaire.csv",
        "uai;nom_etablissement;code_commune;voie_professionnelle;etat;libelle_nature",
        f"{BRAVO};Lycée Bravo;35001;1;OUVERT;LYCEE PROFESSIONNEL",
        f"{DELTA};Lycée Delta;35005;1;OUVERT;LYCEE PROFESSIONNEL",
    )
    write(
        folder,
        "effectifs.csv",
        "uai;annee_scolaire;niveau;famille;effectif",
        f"{BRAVO};2025-2026;2PRO;commerce;11",
        f"{DELTA};2025-2026;CAP1;bois;7",
    )
    write(
        folder,
        "periodes.csv",
        "uai;annee_scolaire;niveau;famille;periode;debut;fin;semaines;eleves_concernes",
        f"{BRAVO};2025-2026;2PRO;commerce;1;12/01/2026;30/01/2026;3;11",
    )
    return folder


STAGES_HEADER = (
    "uai;annee_scolaire;niveau;famille;periode;etat;date_accord;date_convention;debut;siret"
)


def stage(state: str, agreed: str = "", signed: str = "", uai: str = BRAVO, period: int = 1) -> str:
    """One line of a file of placements."""
    return f"{uai};2025-2026;2PRO;commerce;{period};{state};{agreed};{signed};12/01/2026;"


STAGES = (
    stage("signé", "01/12/2025", "10/01/2026"),  # signed in time
    stage("signé", "", "12/01/2026"),  # signed on the very first day: in time
    stage("signé", "05/01/2026", "20/01/2026"),  # signed late, agreed in time
    stage("accord", "11/01/2026"),  # agreed, not signed
    stage("accord", "15/01/2026"),  # agreed after the start: without a place at J0
    stage("sans lieu"),
    stage("inconnu"),
    stage("signé"),  # no date at all
    stage("accord"),  # no date either
)


def import_academy(home: Path) -> None:
    """Publish the small académie as a first batch, with no placement."""
    with tempfile.TemporaryDirectory() as root:
        import_folder(write_academy(Path(root) / "depot"), home, author="daet")


def import_followed(home: Path) -> None:
    """Publish the small académie, then nine followed pupils at Bravo in a second version."""
    import_academy(home)
    with tempfile.TemporaryDirectory() as root:
        stages = write(Path(root) / "suivi", "stages.csv", STAGES_HEADER, *STAGES)
        import_folder(stages.parent, home)


def import_corrected(home: Path) -> None:
    """Publish the small académie with its followed pupils, then a version that corrects one."""
    told = [stage("sans lieu") if "signé" in line else line for line in STAGES]
    with tempfile.TemporaryDirectory() as root:
        folder = write_academy(Path(root) / "depot")
        write(folder, "stages.csv", STAGES_HEADER, *STAGES)
        import_folder(folder, home)
        import_folder(write(Path(root) / "suite", "stages.csv", STAGES_HEADER, *told).parent, home)


@pytest.fixture
def academy(tmp_path: Path) -> Path:
    """A folder with the files of the small académie, no placement."""
    return write_academy(tmp_path / "depot")


@pytest.fixture(scope="session")
def academy_home(built_once: Callable[..., Path]) -> Path:
    """A home where the small académie is published, with nine followed pupils at Bravo."""

    def build(home: Path) -> None:
        with tempfile.TemporaryDirectory() as root:
            folder = write_academy(Path(root) / "depot")
            write(folder, "stages.csv", STAGES_HEADER, *STAGES)
            import_folder(folder, home)

    return built_once("academy", build)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A server of this machine alone."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    served = Site()
    yield served
    served.close()


@pytest.fixture
def source(site: Site) -> OfficialFile:
    """A source whose answers each test sets with `site.answers["/t"]`."""
    site.answers["/t"] = [ok(TABLE)]
    return OfficialFile("t", "Grille", f"{site.address}/t", "Licence Ouverte", "densite", "t.csv")
