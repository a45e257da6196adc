"""Codes that pass their checks and cannot exist: UAI of département 990, SIREN from 0000."""

import numpy as np

from data.identifiers import UAI_LETTERS
from demo.streams import Ints

UAI_PREFIX = 9_900_000
FIRST_COLLEGE, FIRST_UNKNOWN = 3_000, 9_800
SIREN_SPAN = 9_000  # valid SIREN 0000dxxxx with d from 1 to 9


def uai_codes(numbers: Ints) -> list[str]:
    """Return UAI of the invented département 990, with their check letter.

    Parameters
    ----------
    numbers : rank of each school, 0 to 9999
    """
    return [f"{n}{UAI_LETTERS[n % 23]}" for n in (UAI_PREFIX + numbers).tolist()]


def _luhn(digits: Ints) -> Ints:
    """Return the check digit that follows the columns of `digits` (one line a code)."""
    doubled = digits.copy()
    doubled[:, ::-1][:, ::2] *= 2
    return -(doubled // 10 + doubled % 10).sum(axis=1) % 10


def _spread(numbers: Ints, places: int) -> Ints:
    return numbers[:, None] // 10 ** np.arange(places - 1, -1, -1) % 10


def siret_codes(count: int) -> list[str]:
    """Return `count` different SIRET: Luhn holds on the SIREN and on the whole.

    Only 9,000 SIREN start with four zeros and then another digit (so that a spreadsheet
    that drops leading zeros leaves ten digits, which can be mended): beyond that number
    establishments share a SIREN.
    """
    ranks = np.arange(count)
    free = 1_000 + (ranks * 7_919) % SIREN_SPAN
    siren = _spread(free, 8)
    siren = np.column_stack([siren, _luhn(siren)])
    order = 1 + ranks // SIREN_SPAN
    body = np.column_stack([siren, _spread(order, 4)])
    full = np.column_stack([body, _luhn(body)])
    return (full + ord("0")).astype(np.uint8).view("S14").ravel().astype(str).tolist()
