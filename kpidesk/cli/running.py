"""Running one command: what it gives is printed, what goes wrong is one clear sentence, and a fault goes to the log."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kpidesk.cli.codes import REFUSED, SCHEMA, STOPPED
from kpidesk.cli.document import written
from kpidesk.cli.terminal import harmless
from kpidesk.errors import StorageFault, UserError
from kpidesk.log_file import LogFile
from kpidesk.settings import Home
from kpidesk.text import _, msg

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
        _print(options, outcome)
    except UserError as error:
        print(harmless(str(error)), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(_("Stopped. Nothing was left half-done."), file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        raise
    except Exception:
        log.exception("Unexpected fault")
        print(_unexpected(), file=sys.stderr)
        return REFUSED
    return outcome.code


def _print(options: Any, outcome: Outcome) -> None:
    """What is given, on standard output; raises ``StorageFault`` where that takes no more. What was done stays done."""
    try:
        if options.json:
            print(_document(outcome.data))
        elif outcome.words and not options.quiet:
            print(harmless(outcome.words))
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _let_go_of_output()
        told = msg("The output could not be written: its disk is full, or its place is gone. What was saved is safe.")
        raise StorageFault(told, details=str(error)) from error


def _let_go_of_output() -> None:
    """What is still buffered would complain again while the interpreter stops."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _document(data: dict[str, Any]) -> str:
    """With its version; a schema is a document of its own."""
    return written(data if "$schema" in data else {"schema": SCHEMA, **data})


@contextlib.contextmanager
def _logged() -> Iterator[None]:
    """Keep the log off the terminal while a command runs."""
    handler, root = LogFile(Home.default()), logging.getLogger()
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
