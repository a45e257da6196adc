"""Keeping: one file is read, checked, cleaned of personal data, and its rows kept in a batch."""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from data.contracts import CONTRACTS, Contract
from data.frames import entered
from data.intake import days, vintages
from data.intake.arrivals import Arrival
from data.intake.headers import propose
from data.intake.intake import keep_refused, read_into
from data.intake.recognising import (
    SCHOOL_FILES,
    Near,
    Recognised,
    closest_contract,
    doubts,
    is_of_a_school,
    recognise_all,
)
from data.model.batches import Batch
from data.privacy.personal import personal_columns, scrub, staged_sample, tell
from data.readers import IntakeError, NoTableError, Source, open_sources, outline_files
from geo import outlines

ALREADY_GIVEN = "déjà donné par"  # how the reason of a key of two files starts


class Suggestion(NamedTuple):
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


class Twin(NamedTuple):
    """A file already read that says the same as another."""

    text: str
    contract: str
    earlier: bool  # of an earlier batch


@dataclass
class Ledger:
    """What has been done of the files of an import, beside the rows kept.

    Parameters
    ----------
    messages : what has to be said, in the order of the files
    suggestions : headers of unknown files that a reader may accept
    unread : files and sheets of schools that are not read -> why
    unused : files outside all the contracts
    read : number of files and sheets of schools that are read, or copies of one that was
    known : True when a file is that of an earlier batch
    """

    messages: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    read: int = 0
    known: bool = False

    def copy(self, label: str, twin: Twin, how: str) -> None:
        """Tell that a file is the copy of one already read."""
        self.messages.append(f"« {label} » {how} {twin.text}")
        self.read += twin.contract in SCHOOL_FILES
        self.known = self.known or twin.earlier


class Told(NamedTuple):
    """What an officer says of the files of an import that do not say it themselves.

    Parameters
    ----------
    observed : day on which the follow-up was extracted
    year : first year of the school year of the official files
    """

    observed: date | None = None
    year: int | None = None


class Taking(NamedTuple):
    """An import under way.

    Parameters
    ----------
    con : connection to the version being built
    batch : that of its files
    contracts : what a file may be of
    told : what the officer says of files that do not say it themselves
    ledger : where it says what was done
    """

    con: duckdb.DuckDBPyConnection
    batch: Batch
    contracts: list[Contract]
    told: Told
    ledger: Ledger


def take_in(taking: Taking, arrival: Arrival) -> None:
    """Read one file into the kept tables, and say in the ledger what was done.

    Raises
    ------
    IntakeError : the file is broken
    """
    digest = digest_of(arrival.path)
    if twin := _already_read(taking, "sha256", digest):
        taking.ledger.copy(arrival.label, twin, "est identique à")
    elif arrival.outlines:
        taking.ledger.messages += _take_outlines(taking, arrival, digest)
    else:
        try:
            _take_tables(taking, arrival, digest)
        except NoTableError as error:
            taking.ledger.messages.append(f"{error}\u00a0: non lu.")


def _take_tables(taking: Taking, arrival: Arrival, digest: str) -> None:
    """Read the sheets of a file that are of a contract; say what is left."""
    ledger = taking.ledger
    with open_sources(arrival.path) as sources:
        known, others = recognise_all(sources, taking.contracts)
        for found in known:
            label = _label(arrival, found.source, len(sources))
            _keep(taking, label, found, digest)
        left = [
            o
            for o in others
            if not _refuse_unread(taking, o, _label(arrival, o, len(sources)), arrival)
        ]
        if known and (sheets := [f"« {s} »" for o in left if (s := o.sheet)]):
            ledger.messages.append(
                f"« {arrival.label} » : feuilles non lues : {', '.join(sheets)}."
            )
        if not known and len(left) == len(sources):
            ledger.unused.append(arrival.label)


def _label(arrival: Arrival, source: Source, sources: int) -> str:
    """Name of a file, with its sheet where there are several."""
    return f"{arrival.label} › {source.sheet}" if sources > 1 else arrival.label


def _refuse_unread(taking: Taking, source: Source, label: str, arrival: Arrival) -> bool:
    """Note why a file or sheet is not read, if it is that of a school; tell if it is."""
    ledger = taking.ledger
    if doubt := doubts([source], taking.contracts):
        columns = ", ".join(f"« {h} »" for h in doubt.headers)
        ledger.unread[label] = (
            f"l’en-tête est celui de « {doubt.contract.title} », mais {columns} est de "
            f"« {doubt.other.title} » : retirer ou renommer ce qui n’est pas du fichier voulu "
            "(modèles : python -m data templates)"
        )
        return True
    if not is_of_a_school(source, arrival.label, arrival.path.stat().st_size):
        return False
    near = closest_contract([source], [c for c in taking.contracts if c.name in SCHOOL_FILES])
    ledger.unread[label] = _why(label, near, ledger.suggestions)
    return True


def _why(label: str, near: Near | None, suggestions: list[Suggestion]) -> str:
    """Say what an unknown header comes near to, and what could be meant."""
    if near is None:
        return "en-tête non reconnu, fichier non lu (modèles : python -m data templates)"
    text = f"en-tête non reconnu ; il ressemble à « {near.contract.title} », sans la colonne "
    text += ", ".join(f"« {m} »" for m in near.missing)
    for proposal in propose(near.header, near.contract):
        suggested = Suggestion(label, near.contract.name, proposal.column, proposal.header)
        if suggested[1:] not in [s[1:] for s in suggestions]:
            suggestions.append(suggested)
        ours = near.contract.header(proposal.column)
        text += (
            f". « {proposal.header} » est peut-être « {ours} » : si oui, l’accepter (page Données, "
            f'ou python -m data accept {near.contract.name} {ours} "{proposal.header}")'
        )
    return text


def digest_of(path: Path) -> str:
    """SHA-256 of a file: what tells that it is the same one, whatever its name."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _already_read(taking: Taking, column: str, digest: str) -> Twin | None:
    """Return the file of a batch in force that is the same, unless more is said of it now.

    A follow-up declared as of a day is compared by its rows, which hold the day.
    """
    row = taking.con.execute(
        f"""SELECT f.file, b.batch, b.made_at, f.contract, f.vintage, f.vintage_origin
            FROM kept.file f JOIN kept.batch b ON b.number = f._batch WHERE f.{column} = ?
            ORDER BY f._batch DESC LIMIT 1""",
        [digest],
    ).fetchone()
    if row is None:
        return None
    file, name, made_at, contract, *before = row
    if name == taking.batch.batch:
        return Twin(f"« {file} » : lu une seule fois.", contract, False)
    dated = contract in CONTRACTS and CONTRACTS[contract].dated_by
    if column == "sha256" and taking.told.observed and dated:
        return None
    if vintages.says_more(contract, vintages.Vintage(*before), taking.told.year):
        return None
    return Twin(f"« {file} » (lot {name}, {made_at[:10]}) : non relu.", contract, True)


def _take_outlines(taking: Taking, arrival: Arrival, digest: str) -> list[str]:
    con, batch = taking.con, taking.batch
    places = con.execute("SELECT code, lon, lat FROM ref_communes_france").df()
    try:
        communes = outline_files.read_communes(arrival.path)
        outlines.check_places(communes, places, arrival.label)
        communes, said = outlines.sound_coverage(communes, arrival.label)
        communes = outlines.lighten(communes)
    except outlines.OutlineError as error:
        raise IntakeError(f"{error}.") from error
    shapes = pd.DataFrame({"code": communes["code"], "wkb": communes.to_wkb()["geometry"]})
    held = con.execute("SELECT code FROM kept.boundary WHERE _batch = ?", [batch.number]).df()
    fresh = shapes[~shapes["code"].isin(held["code"])]
    with entered(con, "shapes", fresh, wkb="BLOB"):
        con.execute(
            "INSERT INTO kept.boundary SELECT ?, code, wkb, ? FROM shapes",
            [batch.number, outlines.DEGREES],
        )
    con.execute(
        """INSERT INTO kept.file (file, _batch, sha256, contract, title, read, note)
           VALUES (?, ?, ?, 'contours', 'Contours des communes', ?, '')""",
        [_file_key(con, arrival.label, batch), batch.number, digest, len(communes)],
    )
    told = [said] if said else []
    if repeated := len(shapes) - len(fresh):
        told.append(
            f"« {arrival.label} » : {repeated} communes déjà dans un autre fichier de contours "
            "du même dépôt : le premier lu est gardé."
        )
    return told


def _file_key(con: duckdb.DuckDBPyConnection, name: str, batch: Batch) -> str:
    """Name of a file, with its batch and a number where another one has the same name."""
    taken = {row[0] for row in con.execute("SELECT file FROM kept.file").fetchall()}
    numbered = (f"{name} ({batch.batch}, {n})" for n in count(2))
    return next(
        key for key in chain([name, f"{name} ({batch.batch})"], numbered) if key not in taken
    )


def _keep(taking: Taking, label: str, found: Recognised, digest: str) -> None:
    """Check a recognised file and keep its rows, once."""
    con, batch, _, told, ledger = taking
    read = read_into(con, found)
    contract = found.contract
    if not read:
        ledger.messages.append(f"« {label} » n’a que son en-tête : rien à importer.")
        return
    personal = personal_columns(found.header, staged_sample(con), contract, found.found)
    personal += scrub(con, contract, found.found, personal)  # before anything is kept
    vintage = vintages.vintage_of(found, label, told.year)
    vintages.fill(con, contract, vintage)
    if contract.dated_by and told.observed:
        con.execute(
            f"UPDATE accepted SET {contract.dated_by} = coalesce({contract.dated_by}, ?)",
            [told.observed],
        )
    content = _content(con, contract, read)
    if content and (twin := _already_read(taking, "content", content)):
        ledger.copy(label, twin, "a le même contenu que")
        return
    if contract.name in SCHOOL_FILES:
        ledger.read += 1
    file = _file_key(con, label, batch)
    _keep_rows(con, found, file, batch)
    notes = [
        *_notes(con, found),
        vintages.note(contract, vintage),
        "non utilisé par les calculs" if contract.unused else "",
    ]
    con.execute(
        """INSERT INTO kept.file (file, _batch, sha256, contract, title, encoding, separator,
                                  vintage, vintage_origin, read, note, content)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            file,
            batch.number,
            digest,
            contract.name,
            contract.title,
            found.source.encoding,
            found.source.separator,
            vintage.year if vintage else None,
            vintage.origin if vintage else None,
            read,
            " ; ".join(filter(None, notes)),
            content,
        ],
    )
    said = [tell(label, personal), vintages.told(label, contract, vintage, told.year)]
    if contract.dated_by and contract.dated_by not in found.found and not told.observed:
        said.append(days.told(found, label))
    ledger.messages += [text for text in said if text]


def _content(con: duckdb.DuckDBPyConnection, contract: Contract, read: int) -> str | None:
    """Return what tells that a file says the same, in whatever form, order or encoding.

    None where no row is accepted: nothing is said then.
    """
    names = ", ".join(
        f"nfc_normalize({c.name}) AS {c.name}" if c.sql_type == "VARCHAR" else c.name
        for c in contract.columns
    )
    row = con.execute(
        f"""SELECT md5(string_agg(said, '' ORDER BY said)) FROM
            (SELECT md5(to_json(r)::VARCHAR) AS said FROM (SELECT {names} FROM accepted) r)"""
    ).fetchone()
    return f"{contract.name} {read} {row[0]}" if row and row[0] else None


def _notes(con: duckdb.DuckDBPyConnection, found: Recognised) -> list[str]:
    """What has to be said of how a file was read."""
    settled = con.execute('SELECT "column", text FROM settled_columns ORDER BY rowid').fetchall()
    low = [f"en-tête en ligne {found.header_row + 1}"] if found.header_row else []
    mended = [found.source.note] if found.source.note else []
    doubled = found.contract.doubled(found.header, found.found, {name for name, _ in settled})
    return low + mended + [text for _, text in settled if text] + doubled


def _keep_rows(con: duckdb.DuckDBPyConnection, found: Recognised, file: str, batch: Batch) -> None:
    contract = found.contract
    names = ", ".join(c.name for c in contract.columns)
    if contract.key:  # a key already given by another file of the batch
        same = " AND ".join(f"t.{k} IS NOT DISTINCT FROM a.{k}" for k in contract.key)
        con.execute(
            f"""INSERT INTO rejected
                SELECT a.line, ?, concat_ws(' | ', {", ".join(f"a.{k}" for k in contract.key)}),
                       '{ALREADY_GIVEN} « ' || t._file || ' », ligne ' || t._line
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
