"""Second handles on one open file, each for one other thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kpidesk.store.log import rewind
from kpidesk.workspace.open_file import Aside

if TYPE_CHECKING:
    from kpidesk.workspace.open_file import OpenFile
    from kpidesk.workspace.workspace import Again, Workspace


class Handles:
    """See the module."""

    def __init__(self, file: OpenFile, again: Again) -> None:
        self._file, self._again = file, again
        self.interrupted = False
        """Whether somebody waits for the end of what works with this handle, also of what it makes of what was read."""

    def apart(self) -> Workspace:
        """A snapshot to read from: make, use and close it in one other thread, while this one goes on writing.

        ``interrupt`` may be called from anywhere, and ends what runs on it with an error.
        """
        live = self._file.database.again()
        try:
            temporary = rewind.snapshot(live, self._file.home.working_copies)
        finally:
            live.close()
        file = self._file
        aside = Aside(temporary=temporary, live=file.database)
        return self._again(file.database.copied(temporary), file.at, aside)

    def beside(self, stop: Callable[[], bool]) -> Workspace:
        """A second handle that may write: make, use and close it in one other thread, while nobody uses this one to.

        What it stores is there for everybody; ``Sharing.take_over`` tells this one of it. Once ``stop`` says so, what
        runs on it ends with an error, and of the change that was being made nothing is stored.
        """
        file = self._file
        again = file.database.again()
        again.stop_when(stop)
        other = self._again(again, file.at, Aside(file.why_read_only if file.read_only else None))
        other.sharing.publisher = _nobody
        return other

    def interrupt(self) -> None:
        """Stop what runs on a handle that was made by ``apart``."""
        self.interrupted = True
        self._file.database.interrupt()


def _nobody() -> None:
    """The other handle publishes what is stored by one made ``beside`` it."""
