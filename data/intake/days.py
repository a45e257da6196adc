"""Days: what the titles or the name of a follow-up say of its day, which is never guessed."""

import re
from datetime import date

from data import clock
from data.contracts.kinds import parse_date
from data.intake.recognising import Recognised

_DATES = re.compile(
    r"(?<!\d)(?:20\d\d[-_.]?\d\d[-_.]?\d\d|\d{1,2}[/._-]\d{1,2}[/._-]20\d\d"
    r"|\d{1,2}(?:er)?[ _-][^\W\d_]{3,9}[ _-]20\d\d)(?!\d)"
)


def told(found: Recognised, label: str) -> str:
    """Tell of a day in the titles or the name of a file whose rows say none; empty: nothing.

    Parameters
    ----------
    found : the file
    label : its name in reports
    """
    titles = " ".join(cell for row in found.source.head[: found.header_row] for cell in row)
    for where, text in (("son titre", titles), ("son nom", label)):
        days = _days(text)
        if len(days) == 1 and (day := days.pop()) < clock.today():
            return (
                f"« {label} »\u00a0: {where} dit {day:%d/%m/%Y}, mais aucune colonne ne dit de "
                "quel jour est ce suivi\u00a0: il est compté au jour de l’import. Si c’est ce "
                f"jour-là qu’il montre, l’importer de nouveau en le disant\u00a0: option --au "
                f"{day:%d/%m/%Y}, ou page Données."
            )
    return ""


def _days(text: str) -> set[date]:
    """All the days that a text says."""
    written = (match[0].replace("_", "-") for match in _DATES.finditer(text))
    whole = (re.sub(r"^(\d{4})\.?(\d\d)\.?(\d\d)$", r"\1-\2-\3", one) for one in written)
    return {day for one in whole if isinstance(day := parse_date(one).value, date)}
