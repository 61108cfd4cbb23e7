"""The one way to change an open file."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kpidesk.store.db import schema
from kpidesk.store.log.seen import Seen
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.store.log.changes import Changes
    from kpidesk.store.log.transaction import Transaction
    from kpidesk.store.log.writer import WriterSession
    from kpidesk.text import Message
    from kpidesk.workspace.backing_up import Backups
    from kpidesk.workspace.open_file import OpenFile


class Editing:
    """Transactions on one open file; what becomes of a change afterwards is for ``when_stored``."""

    def __init__(self, file: OpenFile, backups: Backups) -> None:
        self._file, self._backups = file, backups
        self._open: Transaction | None = None
        self._based_on: Seen | None = None
        self.when_stored: Callable[[], None] = _nothing
        """Called after each commit, when everybody has heard of it."""

    @contextlib.contextmanager
    def transaction(self, label: Message, *, kind: int = schema.EDIT) -> Iterator[Transaction]:
        """See ``Workspace.transaction``."""
        file = self._file
        if file.read_only:
            raise file.refusal
        if self._open is not None:
            if self._open.nameless:
                self._open.name(label)
            yield self._open
            return
        if kind == schema.IMPORT:
            self._backups.make("import")
        file.notice_others()
        with file.forgotten_on_failure(), file.database.transaction():
            file.forget_if_late()
            with self.writing(label, kind) as change:
                yield change
            end = file.newest()
        file.known_end = end
        file.notice_others()
        if not change.empty:
            self._tell(change.changes)

    def _tell(self, changes: Changes) -> None:
        self._file.tell(changes)
        self.when_stored()

    @contextlib.contextmanager
    def writing(self, label: Message, kind: int) -> Iterator[Transaction]:
        """One transaction of the log, inside one of the database that is open already."""
        from kpidesk.store.log.changes import Changes
        from kpidesk.store.log.transaction import Transaction
        from kpidesk.store.log.writer import Heading, Writer

        file = self._file
        now_ms = int(file.now().timestamp() * 1000)
        writer = Writer(file.database, file.names, file.session, Heading(label.encode(), kind, now_ms))
        change = Transaction(file.book, writer, Changes(), self._based_on)
        self._open = change
        try:
            yield change
            if not writer.empty:
                writer.finish()
                file.made.note(writer.ord, writer.measured)
        finally:
            self._open = None

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Several commands as one step of undo, called what the last of them is called: all of it or nothing."""
        with self.transaction(msg("several changes")) as change:
            change.nameless = True
            yield

    @contextlib.contextmanager
    def acting_for(self, author: str) -> Iterator[None]:
        """What is changed inside the block is signed by somebody who wrote it elsewhere, as on a reply sheet."""
        own = self._file.session
        self._file.session = self._file.session_of(author)
        try:
            yield
        finally:
            self._file.session = own

    def hand(self) -> Hand:
        """One more window's."""
        return Hand(self._file)

    def seen(self) -> Seen:
        """How far the file is known now; a form that is being filled keeps it, and stores ``based_on`` it."""
        return Seen(self._file.known_end)

    @contextlib.contextmanager
    def based_on(self, seen: Seen | None) -> Iterator[None]:
        """Commands inside the block store what a form says that showed the file as it was ``seen`` then.

        They begin with what another window on this machine has stored meanwhile.
        """
        self._file.notice_others()
        before, self._based_on = self._based_on, seen
        try:
            yield
        finally:
            self._based_on = before


class Hand:
    """Whoever changes a file in one of its windows: what is changed in another is news to a form that stands open here.

    So a form that was filled before does not write over it unseen, as it would not over a colleague's
    (``kpidesk.store.log.seen``). What it does is a session of its own in the log; undo is the file's.
    """

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._session: WriterSession | None = None

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """What is changed inside the block is changed by this hand."""
        own = self._file.session
        if self._session is None or self._session.who != own.who:
            self._session = self._file.session_of(self._file.author)
        self._file.session = self._session
        try:
            yield
        finally:
            self._file.session = own


def _nothing() -> None:
    """Nothing follows."""
