"""The headless door: every command that needs no window.

Exit 0 when done, 1 when refused with one clear sentence on stderr, 2 for wrong usage, 3 for an import that has left
rows out. ``--json`` prints one document. Qt is never loaded here; the window is opened by a function that
``kpidesk.__main__`` hands in.
"""

from __future__ import annotations

import contextlib
import difflib
import locale
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kpidesk import disk, text
from kpidesk.cli import argument_words, display
from kpidesk.cli.codes import SCHEMA
from kpidesk.cli.commands import LANGUAGE, Outcome
from kpidesk.cli.document import written
from kpidesk.cli.parser import COMMANDS, make_parser
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import _

log = logging.getLogger(__name__)

OpenWindow = Callable[[str | None], int]


def main(arguments: Sequence[str] | None = None, open_window: OpenWindow | None = None) -> int:
    """Run one command; the exit code is 0, 1, 2 or 3."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    text.use(wanted_language())
    if _is_no_command(arguments):
        print(_unknown(arguments[0]), file=sys.stderr)
        return 2
    if _wants_window(arguments):
        return _window(arguments[0] if arguments else None, open_window)
    argument_words.speak()
    try:
        options = make_parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    with _logged():
        return _run(options)


def _wants_window(arguments: Sequence[str]) -> bool:
    return not arguments or (len(arguments) == 1 and arguments[0] not in COMMANDS and not arguments[0].startswith("-"))


def _window(path: str | None, open_window: OpenWindow | None) -> int:
    if open_window is None:
        raise RuntimeError("no window can be opened here")
    if not display.reachable():
        print(
            _("There is no screen here to open a window on. “kpidesk --help” lists what needs none."), file=sys.stderr
        )
        return 1
    return open_window(path)


def _is_no_command(arguments: Sequence[str]) -> bool:
    """Tell whether the first word is neither a command nor an option nor anything like a file."""
    if not arguments or arguments[0] in COMMANDS or arguments[0].startswith("-"):
        return False
    path = Path(arguments[0])
    like_a_file = path.suffix.lower() == disk.WORKSPACE or path.name != arguments[0]
    return not like_a_file and not os.path.lexists(path)


def _unknown(word: str) -> str:
    """What is said of a command that is none, with the nearest that is one."""
    near = difflib.get_close_matches(word.lower(), COMMANDS, 1, 0.5)
    if near:
        return _("“{word}” is no command and no file. Did you mean “kpidesk {near}”? Nothing was done.").format(
            word=word[:40], near=near[0]
        )
    return _("“{word}” is no command and no file. “kpidesk --help” lists the commands. Nothing was done.").format(
        word=word[:40]
    )


def _run(options: Any) -> int:
    try:
        outcome: Outcome = options.run(options)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_("Stopped. Nothing half-done was kept."), file=sys.stderr)
        return 1
    except Exception:
        log.exception("Unexpected fault")
        print(_unexpected(), file=sys.stderr)
        return 1
    if getattr(options, "json", False):
        print(written({"schema": SCHEMA, **outcome.data}))
    elif outcome.words:
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
        return _("Something went wrong in the program. Everything stored before is safe.")
    return _("Something went wrong in the program. Everything stored before is safe; details are in {file}.").format(
        file=file
    )


def wanted_language() -> str:
    """``KPIDESK_LANGUAGE`` if set, else bokmål for a Norwegian machine and English for others."""
    chosen = os.environ.get(LANGUAGE, "")
    if chosen in text.LANGUAGES:
        return chosen
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not named and sys.platform in ("win32", "darwin"):
        named = locale.getlocale()[0] or ""
    return "nb" if named.lower()[:2] in ("nb", "nn", "no") else "en"
