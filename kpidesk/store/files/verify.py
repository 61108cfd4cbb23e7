"""Checking an open working copy: SQLite's own check, every digest, the state against the log."""

from __future__ import annotations

from typing import Any

from kpidesk.domain.entities import KINDS
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import fold, state, values
from kpidesk.store.log.readback import mismatches
from kpidesk.store.log.row_ids import RowIds
from kpidesk.text import Message, msg, msgn


class _RolledBackError(Exception):
    """Leaves a transaction on purpose, so that a check changes nothing."""


def problems(database: Database, names: RowIds) -> list[Message]:
    """What is wrong with the file, in sentences; empty when nothing is."""
    return structure(database) + contradictions(database, names)


def structure(database: Database) -> list[Message]:
    """What SQLite itself finds."""
    result = database.one("PRAGMA integrity_check(1)")
    return (
        []
        if result == "ok"
        else [msg("The file’s structure is damaged: {reason}", reason=str(result)).coded("structure_damaged")]
    )


def contradictions(database: Database, names: RowIds) -> list[Message]:
    """What does not match its digest, and whether the values follow from the log."""
    found = []
    wrong, differs = _looked_at(database, names)
    if wrong:
        found.append(
            msgn("{n} change does not match its digest.", "{n} changes do not match their digest.", wrong).coded(
                "digests_differ"
            )
        )
    if differs:
        found.append(msg("The current values do not follow from the change log.").coded("state_differs"))
    return found + values.problems(database)


def _looked_at(database: Database, names: RowIds) -> tuple[int, bool]:
    """How many changes differ from their digests, and whether a state built anew would be another; changes nothing.

    All looks are in one transaction: a colleague's change that comes in between two of them is no fault of the file.
    """
    wrong, differs = 0, False
    try:
        with database.transaction():
            wrong = sum(1 for _txn in mismatches(database.connection))
            before = state_of(database)
            names.forget()
            fold.rebuild(database, names)
            differs = before != state_of(database)
            raise _RolledBackError
    except _RolledBackError:
        names.forget()
    return wrong, differs


def state_of(database: Database) -> dict[str, list[Any]]:
    """Every state table with its rows."""
    return {schema.state_table(kind): state.EVERYTHING.rows(database, kind=kind) for kind in KINDS}
