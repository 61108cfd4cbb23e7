"""Running one command: what it gives is printed, what goes wrong is one clear sentence, and a fault goes to the log."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpidesk import disk
from kpidesk.cli.codes import REFUSED, SCHEMA, STOPPED
from kpidesk.cli.document import written
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import _

if TYPE_CHECKING:
    from kpidesk.cli.opening import Outcome

log = logging.getLogger(__name__)


def run(options: Any) -> int:
    """Do what the options ask for; the exit code is one of ``codes.EXITS``."""
    with _logged():
        return _run(options)


def _run(options: Any) -> int:
    try:
        outcome: Outcome = options.run(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(_("Stopped. Nothing was left half-done."), file=sys.stderr)
        return STOPPED
    except Exception:
        log.exception("Unexpected fault")
        print(_unexpected(), file=sys.stderr)
        return REFUSED
    if getattr(options, "json", False):
        print(written({"schema": SCHEMA, **outcome.data}))
    elif outcome.words and not getattr(options, "quiet", False):
        print(outcome.words)
    return outcome.code


class _LogFile(logging.FileHandler):
    """What goes wrong behind a command is written to the program's log, made when there is something to write.

    A log that can't be written to spoils no command.
    """

    def __init__(self, home: Home) -> None:
        super().__init__(home.log, encoding="utf-8", delay=True)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self.setLevel(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            file = Path(self.baseFilename)
            disk.private_folder(file.parent)
            disk.private_file(file)
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name in logging
        """Nothing: standard error is for the one sentence that the user is to read."""


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """Keep the log off the terminal while a command runs."""
    handler, root = _LogFile(Home.default()), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def _unexpected() -> str:
    file = Home.default().log
    if not file.exists():
        return _("Something went wrong in the program. Everything saved before is safe.")
    return _("Something went wrong in the program. Everything saved before is safe. Details are in {file}.").format(
        file=file
    )
