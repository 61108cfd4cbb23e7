"""The tables of a team server as peewee's models: they word what makes them; the questions are in ``statements``.

What keeps a log right is what is declared here, and no lock: a run's first and last number are unique in their
session, and each run refers to the one that ends just before it, so that a session is a whole prefix, whoever writes.
"""

from __future__ import annotations

import functools
from typing import Any

from kpidesk.store.db.orm import SQL, BlobField, CompositeKey, Field, IntegerField, Model, TextField, peewee

SCHEMA = "kpidesk"
MOST_IN_RUN = 1000
SMALLEST, LARGEST = 16, 64 << 20
"""Bytes of a payload."""
LONGEST_INFO = 4096
"""What a session says of itself takes fewer bytes than this."""


class NameField(Field):
    """A role's name, as the server keeps names."""

    field_type = "NAME"


class MomentField(Field):
    """A moment, by the server's clock."""

    field_type = "TIMESTAMPTZ"


class Table(Model):
    """A table of a team server."""

    class Meta:
        schema = SCHEMA


class Space(Table):
    """A workspace that has a place here; programs below ``min_reader`` leave it alone."""

    uid = BlobField(primary_key=True)
    version = IntegerField()
    min_reader = IntegerField()

    class Meta:
        table_name = "hub_space"
        constraints = [SQL("CHECK (length(uid) = 16)")]


class Member(Table):
    """Who may take part in a workspace; only the owner of the tables writes it."""

    role = NameField()
    space = BlobField()

    class Meta:
        table_name = "hub_member"
        primary_key = CompositeKey("role", "space")
        constraints = [SQL("FOREIGN KEY (space) REFERENCES kpidesk.hub_space(uid)")]


class Key(Table):
    """The key of a workspace under a password, wrapped; a new password adds a row."""

    space = BlobField()
    generation = IntegerField()
    salt = BlobField()
    wrapped = BlobField()

    class Meta:
        table_name = "hub_key"
        primary_key = CompositeKey("space", "generation")
        constraints = [
            SQL("FOREIGN KEY (space) REFERENCES kpidesk.hub_space(uid)"),
            SQL("CHECK (generation > 0 AND length(salt) = 16 AND length(wrapped) = 60)"),
        ]


class Session(Table):
    """One writer from opening to closing; what it says of itself is packed."""

    space = BlobField()
    uid = BlobField()
    info = BlobField()

    class Meta:
        table_name = "hub_session"
        primary_key = CompositeKey("space", "uid")
        constraints = [
            SQL("FOREIGN KEY (space) REFERENCES kpidesk.hub_space(uid)"),
            SQL(f"CHECK (length(uid) = 8 AND length(info) < {LONGEST_INFO})"),
        ]


class Run(Table):
    """Transactions ``first`` to ``last`` of a session, in one payload."""

    space = BlobField()
    session = BlobField()
    first = IntegerField()
    last = IntegerField()
    payload = BlobField()
    arrived = MomentField(constraints=[SQL("DEFAULT clock_timestamp()")])
    by = TextField(constraints=[SQL("DEFAULT session_user")])
    before = IntegerField(null=True, constraints=[SQL("GENERATED ALWAYS AS (NULLIF(first - 1, 0)) STORED")])
    opens = BlobField(null=True, constraints=[SQL("GENERATED ALWAYS AS (CASE WHEN first = 1 THEN session END) STORED")])

    class Meta:
        table_name = "hub_run"
        primary_key = CompositeKey("space", "session", "last")
        indexes = ((("space", "session", "first"), True),)
        constraints = [
            SQL(f"CHECK (first > 0 AND first <= last AND last < first + {MOST_IN_RUN})"),
            SQL(f"CHECK (length(payload) BETWEEN {SMALLEST} AND {LARGEST})"),
            SQL("FOREIGN KEY (space, opens) REFERENCES kpidesk.hub_session(space, uid)"),
            SQL("FOREIGN KEY (space, session, before) REFERENCES kpidesk.hub_run(space, session, last) DEFERRABLE"),
        ]


TABLES = (Space, Member, Key, Session, Run)
"""In the order in which they are made."""


class _Written(peewee.PostgresqlDatabase):
    """A database that only keeps what it is asked to do."""

    def __init__(self) -> None:
        super().__init__(None)
        self.made: list[str] = []

    def execute(self, query: object, **_options: object) -> None:
        """Keep it."""
        self.made.append(query.query()[0])  # type: ignore[attr-defined]


@functools.cache
def statements() -> tuple[str, ...]:
    """What makes the tables and their indexes."""
    written = _Written()
    for model in TABLES:
        peewee.SchemaManager(model, database=written).create_all(safe=False)
    return tuple(written.made)


def worded(query: Any) -> tuple[str, list[Any]]:
    """A question or a change as the server takes it, with its values."""
    context: Any = _Written().get_sql_context()
    text, values = context.sql(query).query()
    return text, values
