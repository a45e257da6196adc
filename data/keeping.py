"""Keeping: one file is read, checked, cleaned of personal data, and its rows kept in a batch."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data import vintages
from data.arrivals import Arrival
from data.batches import Batch
from data.contracts import Contract
from data.frames import entered
from data.headers import propose
from data.intake import keep_refused, read_into
from data.personal import personal_columns, scrub, staged_sample, tell
from data.readers import IntakeError, NoTableError, Source, open_sources
from data.recognising import Recognised, closest_contract, recognise_all
from geo import outlines


@dataclass(frozen=True)
class Suggestion:
    """A header of an unknown file that may be a column: applied only once accepted.

    Parameters
    ----------
    file : file that holds it
    contract, column : what it may be
    header : as written
    """

    file: str
    contract: str
    column: str
    header: str


def take_in(
    con: duckdb.DuckDBPyConnection,
    arrival: Arrival,
    batch: Batch,
    contracts: list[Contract],
    suggestions: list[Suggestion],
    year: int | None = None,
) -> list[str]:
    """Read one file into the kept tables; return what has to be said, fill `suggestions`.

    Parameters
    ----------
    year : first year of the school year that the officer says of files that do not say theirs

    Raises
    ------
    IntakeError : the file is broken
    """
    digest = digest_of(arrival.path)
    if twin := _already_read(con, digest, batch, year):
        return [f"« {arrival.label} » {twin}"]
    if arrival.outlines:
        return _take_outlines(con, arrival, batch, digest)
    try:
        return _take_tables(con, arrival, batch, contracts, suggestions, digest, year)
    except NoTableError as error:
        return [f"{error}\u00a0: non lu."]


def _take_tables(
    con: duckdb.DuckDBPyConnection,
    arrival: Arrival,
    batch: Batch,
    contracts: list[Contract],
    suggestions: list[Suggestion],
    digest: str,
    year: int | None,
) -> list[str]:
    """Read the sheets of a file that are of a contract; say what is left."""
    with open_sources(arrival.path) as sources:
        known, others = recognise_all(sources, contracts)
        if not known:
            return [_unknown(arrival, sources, contracts, suggestions)]
        messages: list[str] = []
        for found in known:
            sheet = getattr(found.source, "sheet", "")
            label = f"{arrival.label} › {sheet}" if len(sources) > 1 else arrival.label
            messages += _keep(con, label, found, batch, digest, year)
        unread = [f"« {sheet} »" for o in others if (sheet := getattr(o, "sheet", ""))]
        if unread:
            messages.append(f"« {arrival.label} » : feuilles non lues : {', '.join(unread)}.")
    return messages


def _unknown(
    arrival: Arrival,
    sources: list[Source],
    contracts: list[Contract],
    suggestions: list[Suggestion],
) -> str:
    """Say that a header is not recognised, what it comes near to, and what could be meant."""
    text = f"« {arrival.label} » : en-tête non reconnu, fichier non lu."
    near = closest_contract(sources, contracts)
    if near is None:
        return text
    contract, missing = near
    text += f" Il ressemble à « {contract.title} », sans la colonne "
    text += ", ".join(f"« {m} »" for m in missing) + "."
    header = next((s.head[0] for s in sources if s.head), [])
    for proposal in propose(header, contract):
        suggestions.append(
            Suggestion(arrival.label, contract.name, proposal.column, proposal.header)
        )
        ours = contract.header(proposal.column)
        text += (
            f" « {proposal.header} » est peut-être « {ours} » : si oui, l’accepter (page Données, "
            f'ou python -m data accept {contract.name} {ours} "{proposal.header}").'
        )
    return text


def digest_of(path: Path) -> str:
    """SHA-256 of a file: what tells that it is the same one, whatever its name."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _already_read(
    con: duckdb.DuckDBPyConnection, digest: str, batch: Batch, year: int | None
) -> str | None:
    """Say which file of a batch in force is identical, unless its year was not known till now."""
    row = con.execute(
        """SELECT f.file, b.batch, b.made_at, f.contract, f.vintage, f.vintage_origin
           FROM kept.file f JOIN kept.batch b ON b.number = f._batch WHERE f.sha256 = ?
           ORDER BY f._batch DESC LIMIT 1""",
        [digest],
    ).fetchone()
    if row is None:
        return None
    file, name, made_at, contract, *before = row
    if vintages.says_more(contract, vintages.Vintage(*before), year) and name != batch.batch:
        return None
    if name == batch.batch:
        return f"est identique à « {file} » : lu une seule fois."
    return f"est identique à « {file} » (lot {name}, {made_at[:10]}) : non relu."


def _take_outlines(
    con: duckdb.DuckDBPyConnection, arrival: Arrival, batch: Batch, digest: str
) -> list[str]:
    places = con.execute("SELECT code, lon, lat FROM ref_communes_france").df()
    try:
        communes = outlines.read_communes(arrival.path)
        outlines.check_places(communes, places, arrival.label)
        communes, said = outlines.sound_coverage(communes, arrival.label)
        communes = outlines.lighten(communes)
    except outlines.OutlineError as error:
        raise IntakeError(f"{error}.") from error
    shapes = pd.DataFrame({"code": communes["code"], "wkb": communes.to_wkb()["geometry"]})
    with entered(con, "shapes", shapes, wkb="BLOB"):
        con.execute(
            "INSERT INTO kept.boundary SELECT ?, code, wkb, ? FROM shapes",
            [batch.number, outlines.DEGREES],
        )
    con.execute(
        """INSERT INTO kept.file (file, _batch, sha256, contract, title, read, note)
           VALUES (?, ?, ?, 'contours', 'Contours des communes', ?, '')""",
        [_file_key(con, arrival.label, batch), batch.number, digest, len(communes)],
    )
    return [said] if said else []


def _file_key(con: duckdb.DuckDBPyConnection, name: str, batch: Batch) -> str:
    """Name of a file, with its batch where an earlier batch has one of the same name."""
    row = con.execute("SELECT count(*) FROM kept.file WHERE file = ?", [name]).fetchone()
    return name if row == (0,) else f"{name} ({batch.batch})"


def _keep(
    con: duckdb.DuckDBPyConnection,
    label: str,
    found: Recognised,
    batch: Batch,
    digest: str,
    year: int | None,
) -> list[str]:
    """Check a recognised file and keep its rows; return what has to be said."""
    read = read_into(con, found)
    if not read:
        return [f"« {label} » n’a que son en-tête : rien à importer."]
    personal = personal_columns(found.header, staged_sample(con), found.contract, found.found)
    personal += scrub(con, found.contract, found.found, personal)  # before anything is kept
    vintage = vintages.vintage_of(found, label, year)
    vintages.fill(con, found.contract, vintage)
    file = _file_key(con, label, batch)
    _keep_rows(con, found, file, batch)
    notes = [
        *_notes(found),
        vintages.note(found.contract, vintage),
        "non utilisé par les calculs" if found.contract.unused else "",
    ]
    con.execute(
        """INSERT INTO kept.file (file, _batch, sha256, contract, title, encoding, separator,
                                  vintage, vintage_origin, read, note)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            file,
            batch.number,
            digest,
            found.contract.name,
            found.contract.title,
            found.source.encoding,
            found.source.separator,
            vintage.year if vintage else None,
            vintage.origin if vintage else None,
            read,
            " ; ".join(filter(None, notes)),
        ],
    )
    said = (tell(label, personal), vintages.told(label, found.contract, vintage, year))
    return [text for text in said if text]


def _notes(found: Recognised) -> list[str]:
    """What has to be said of how a file was read."""
    low = [f"en-tête en ligne {found.header_row + 1}"] if found.header_row else []
    mended = [found.source.note] if found.source.note else []
    return low + mended + found.contract.doubled(found.header, found.found)


def _keep_rows(con: duckdb.DuckDBPyConnection, found: Recognised, file: str, batch: Batch) -> None:
    contract = found.contract
    names = ", ".join(c.name for c in contract.columns)
    if contract.key:  # a key already given by another file of the batch
        same = " AND ".join(f"t.{k} IS NOT DISTINCT FROM a.{k}" for k in contract.key)
        con.execute(
            f"""INSERT INTO rejected
                SELECT a.line, ?, concat_ws(' | ', {", ".join(f"a.{k}" for k in contract.key)}),
                       'déjà donné par « ' || t._file || ' », ligne ' || t._line
                FROM accepted a JOIN kept.{contract.name} t ON t._batch = ? AND {same}""",
            [contract.header(contract.key[0]), batch.number],
        )
        con.execute("DELETE FROM accepted WHERE line IN (SELECT line FROM rejected)")
    con.execute(
        f"""INSERT INTO kept.{contract.name}
            SELECT ?, ?, line, {names}, _unread FROM accepted ORDER BY line""",
        [batch.number, file],
    )
    keep_refused(con, found)
    con.execute(
        """INSERT INTO kept.reject
           SELECT ?, ?, r.line, r."column", r.value, r.reason, t."row"
           FROM rejected r LEFT JOIN refused_rows t USING (line)""",
        [file, batch.number],
    )
    con.execute(
        'INSERT INTO kept.repair SELECT ?, ?, line, "column", value, reason FROM repaired',
        [file, batch.number],
    )
