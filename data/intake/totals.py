"""Totals: lines that add up other lines of their file, and so are nobody's."""

from collections.abc import Iterable

import duckdb

from data.contracts import Contract
from data.readers.staging import MAX_SHOWN

TOTAL_LINE = "ligne de total"  # how the reason of such a line starts: it is told, nothing is lost
_REASON = f"{TOTAL_LINE} : ses nombres sont déjà dans les autres lignes"
_WORD = (
    r"((sous[- ]?|s ?/ ?|grand )?tota(l|ux)|s ?/ ?t|tot|ens|recap|recapitulatif|synthese|"
    r"moyenne|nb total|nombre total|effectifs? (total|global))\.?|[σ∑]"
)
_WHOLE = (  # a whole cell: a company may be called « Total … »
    rf"({_WORD})( (general|etablissement|academie|lycee|college|annee|eleves))?\s*:?"
)
_WORDS = rf"({_WORD})( .*|[-:(/].*)?|.*\b(sous[- ]?)?total( general)?\s*:?|ensemble|cumul"
_CODED = (  # where no school or company is named
    rf"{_WORDS}|(ensemble|cumul|tous|toutes)\b.*|somme|general"
)


def set_totals_aside(
    con: duckdb.DuckDBPyConnection, contract: Contract, found: dict[str, int]
) -> None:
    """Move the lines of total from `staged` to `rejected`, and list them in `totals`.

    A line is one when its first cell says so, or a cell of a code or of a closed list, or any
    cell where a needed one is empty.

    Parameters
    ----------
    found : column name -> position in `staged`
    """
    width = con.execute(
        "SELECT count(*) - 1 FROM duckdb_columns() WHERE table_name = 'staged'"
    ).fetchone()
    cells = [f"c{i}" for i in range(width[0] if width else 0)]
    coded = {
        f"c{found[c.name]}"
        for c in contract.columns
        if c.name in found and (not c.is_free_text or c.name == "formation")
    }
    needed = [f"c{found[c.name]}" for c in contract.columns if c.name in found and c.cell_needed]
    first = ", ".join(f"nullif(trim({cell}), '')" for cell in cells)
    holes = " OR ".join(f"trim(coalesce({cell}, '')) = ''" for cell in needed) or "false"
    others = [cell for cell in cells if cell not in coded] if contract.key else []
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE totals AS
            SELECT line, left(concat_ws(';', {", ".join(cells)}), {MAX_SHOWN}) AS value FROM staged
            WHERE {_says(f"coalesce({first})", _WHOLE)}
               OR {_any(coded, _CODED)} OR (({holes}) AND ({_any(others, _WORDS)}))"""
    )
    con.execute("DELETE FROM staged WHERE line IN (SELECT line FROM totals)")
    con.execute("INSERT INTO rejected SELECT line, '', value, ? FROM totals", [_REASON])


def _any(cells: Iterable[str], pattern: str) -> str:
    return " OR ".join(_says(cell, pattern) for cell in sorted(cells)) or "false"


def _says(cell: str, pattern: str) -> str:
    return f"coalesce(regexp_full_match(trim(strip_accents(lower({cell}))), '{pattern}'), false)"
