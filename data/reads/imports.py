"""Reads of what was imported: batches, files, refusals, remarks."""

import pandas as pd

from data.scope import Scope
from data.store.store import Store


def batches(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a batch: batch, author, made_at, origin, demo, forced, files, read, … rejected."""
    return store.read(
        scope,
        """SELECT b.batch, b.author, b.made_at, b.origin, b.demo, b.forced, count(f.file) AS files,
                  coalesce(sum(f.read), 0)::BIGINT AS read,
                  coalesce(sum(f.accepted), 0)::BIGINT AS accepted,
                  coalesce(sum(f.repaired), 0)::BIGINT AS repaired,
                  coalesce(sum(f.rejected), 0)::BIGINT AS rejected
           FROM batch b LEFT JOIN import_file f ON f.batch = b.batch
           GROUP BY ALL ORDER BY b.batch""",
    )


def files(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a file of the version: what was read, accepted, repaired, rejected."""
    return store.read(scope, "SELECT * FROM import_file ORDER BY file")


def rejects(store: Store, scope: Scope, batch: str) -> pd.DataFrame:
    """One row a refused line and cause of a batch: file, line, column, value, reason, row."""
    return store.read(
        scope,
        """SELECT r.* FROM reject r JOIN import_file f ON f.file = r.file
           WHERE f.batch = $batch ORDER BY r.file, r.line""",
        batch=batch,
    )


def reject_reasons(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a file, column and kind of refusal: file, column, reason, lines, first_line."""
    return store.read(
        scope,
        """SELECT file, "column", regexp_replace(reason, '« [^»]* »', '« … »', 'g') AS reason,
                  count(DISTINCT line) AS lines, min(line) AS first_line
           FROM reject GROUP BY ALL ORDER BY lines DESC, file, reason""",
    )


def remarks(store: Store, scope: Scope) -> pd.DataFrame:
    """What the import has to say: topic, text, amount, detail."""
    return store.read(scope, "SELECT * FROM remark")


def company_pairs(store: Store, scope: Scope) -> pd.DataFrame:
    """One row a name to confirm or decided: name, commune_name, known_name, siret, score, …"""
    return store.read(
        scope,
        """SELECT p.*, c.name AS commune_name
           FROM company_pair p LEFT JOIN commune c ON c.commune = p.commune
           ORDER BY p.decided, p.score DESC, p.name""",
    )


def unmatched_schools(store: Store, scope: Scope) -> pd.DataFrame:
    """Lines of the follow-ups of the version, and those refused for an unknown UAI: one row."""
    return store.read(
        scope,
        """SELECT (SELECT coalesce(sum(read), 0)::BIGINT FROM import_file
                   WHERE contract = 'stages') AS lines,
                  (SELECT count(DISTINCT (r.file, r.line)) FROM reject r
                   JOIN import_file f ON f.file = r.file
                   WHERE f.contract = 'stages' AND r."column" = 'uai') AS unmatched""",
    )
