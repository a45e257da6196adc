"""What every reader shares: the refusal of a file, and the sizes that are accepted."""

from dataclasses import dataclass

from data.faults import FaultError


class IntakeError(FaultError):
    """A file or folder that cannot be taken in; its text is the message shown, in French."""


class NoTableError(IntakeError):
    """A file that is whole and holds no table: it is left aside, and said."""


@dataclass(frozen=True)
class Limits:
    """Sizes beyond which a file is refused before it is read.

    bytes : of a file, and of all that an archive or a workbook unfolds to
    ratio : unfolded size over packed size, of one entry or of the whole, above `ratio_from` bytes
    entries : files of an archive
    cells : cells of a workbook, empty ones inside its used rectangle included
    """

    bytes: int = 2 * 1024**3
    ratio: int = 200
    ratio_from: int = 1024**2
    entries: int = 2_000
    cells: int = 50_000_000


LIMITS = Limits()


def size_text(size: int) -> str:
    """Return a size in bytes as French text."""
    for unit, factor in (("Go", 1024**3), ("Mo", 1024**2), ("ko", 1024)):
        if size >= factor:
            return f"{size / factor:.1f}".replace(".", ",").removesuffix(",0") + f" {unit}"
    return f"{size} octets"
