"""Presentations that somebody sends: refused before they are opened when they are too much."""

import tempfile
from pathlib import Path

from data.readers import IntakeError
from data.readers.archives import unfolding
from data.readers.errors import Limits, size_text

LIMITS = Limits(bytes=300 * 1024**2, ratio=200, ratio_from=10 * 1024**2, entries=5_000)
MOST = 50 * 1024**2  # bytes of a file sent
_WHAT = "une présentation .pptx"


def checked(name: str, blob: bytes) -> bytes:
    """Look at a file before it is opened as a presentation.

    Parameters
    ----------
    name : of the file, for the message
    blob : its bytes

    Raises
    ------
    IntakeError : too big, no package, encrypted, or unfolding to too much; its text is the message
    """
    if len(blob) > MOST:
        raise IntakeError(
            f"« {name} » pèse {size_text(len(blob))}\u00a0: {size_text(MOST)} au plus. "
            "Compresser ses images (Fichier, Compresser les images) et recommencer."
        )
    if not blob.startswith(b"PK"):
        raise IntakeError(
            f"« {name} » n’est pas {_WHAT}\u00a0: l’enregistrer au format .pptx depuis PowerPoint "
            "ou LibreOffice et recommencer."
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(name).name or "fichier.pptx")
        path.write_bytes(blob)
        with unfolding(path, LIMITS, _WHAT) as opened:
            parts = set(opened.zip.namelist())
    if "ppt/presentation.xml" not in parts:
        raise IntakeError(
            f"« {name} » n’est pas {_WHAT}\u00a0: choisir un diaporama, pas un autre document."
        )
    return blob
