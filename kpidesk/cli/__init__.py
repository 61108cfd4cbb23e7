"""The headless door: every command that needs no window.

How a command ends stands in one table, ``codes.EXITS``. ``--json`` prints one document. Qt is never loaded here; the
window is opened by a function that ``kpidesk.__main__`` hands in.

The door is light: what a command needs is loaded once it is known which (``grammar.named``), and the window's way
passes by all of it.
"""

from __future__ import annotations

import os
import sys

from kpidesk import text
from kpidesk.cli.language import wanted_language
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    OpenWindow = Callable[[str | None], int]
    TestItself = Callable[..., int]

COMMANDS = (
    "new", "sample", "library", "kpi", "goal", "check-in", "cycle", "close", "reopen", "set", "import", "inputs",
    "sources", "export", "show", "due", "review", "board", "kpi-sheet", "manual", "history", "undo", "redo", "backup",
    "restore", "merge", "hub", "company", "password", "check", "log", "schema",
    "doctor", "install", "uninstall", "completion",
)  # fmt: skip
ENDING = ".kpidesk"
"""``disk.WORKSPACE``, which this door is too light to load."""
HELP = "help"
"""The word that asks of a command what it does, as its ``--help`` does."""

SELF_TEST = "--self-test"


def main(
    arguments: Sequence[str] | None = None,
    open_window: OpenWindow | None = None,
    test_itself: TestItself | None = None,
) -> int:
    """Run one command; the exit code is one of ``codes.EXITS``."""
    arguments = _asked(list(sys.argv[1:] if arguments is None else arguments))
    text.use(wanted_language())
    if test_itself is not None and arguments in ([SELF_TEST], [SELF_TEST, "--json"]):
        return test_itself(as_json=len(arguments) > 1)
    if _is_no_command(arguments):
        from kpidesk.cli.terminal import harmless

        print(harmless(_unknown(arguments[0])), file=sys.stderr)
        return 2
    if _wants_window(arguments):
        return _window(arguments[0] if arguments else None, open_window)
    return _command(arguments)


def _asked(arguments: list[str]) -> list[str]:
    """``help show`` asks what ``show --help`` asks; a file of that name opens as ``./help``."""
    if arguments[:1] != [HELP]:
        return arguments
    return [*(each for each in arguments[1:] if not each.startswith("-")), "--help"]


def _command(arguments: Sequence[str]) -> int:
    from kpidesk.cli.grammar import argument_words, parser

    argument_words.speak()
    try:
        options = parser.make_parser(_called(arguments)).parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    from kpidesk.cli import running

    return running.run(options)


def _called(arguments: Sequence[str]) -> str | None:
    """The command that is called; ``None`` where help with all of them may be wanted."""
    return arguments[0] if arguments and arguments[0] in COMMANDS else None


def _wants_window(arguments: Sequence[str]) -> bool:
    return not arguments or (len(arguments) == 1 and arguments[0] not in COMMANDS and not arguments[0].startswith("-"))


def _window(path: str | None, open_window: OpenWindow | None) -> int:
    from kpidesk.cli import display

    if open_window is None:
        raise RuntimeError("no window can be opened here")
    if not display.reachable():
        print(display.nowhere(), file=sys.stderr)
        return 1
    return open_window(path)


def _is_no_command(arguments: Sequence[str]) -> bool:
    """Tell whether the first word is neither a command nor an option nor anything like a file."""
    if not arguments or arguments[0] in COMMANDS or arguments[0].startswith("-"):
        return False
    word = arguments[0]
    like_a_file = word.lower().endswith(ENDING) or os.path.basename(word) != word
    return not like_a_file and not os.path.lexists(word)


def _unknown(word: str) -> str:
    """What is said of a command that is none, with the file or the command that is nearest."""
    import difflib

    file = _near_file(word)
    if file:
        return _("There is no file “{word}” here. Did you mean “kpidesk {near}”? Nothing was done.").format(
            word=word[:40], near=f'"{file}"' if " " in file else file
        )
    near = difflib.get_close_matches(word.lower(), COMMANDS, 1, 0.5) if "." not in word else []
    if near:
        return _("“{word}” is neither a command nor a file. Did you mean “kpidesk {near}”? Nothing was done.").format(
            word=word[:40], near=near[0]
        )
    return _("“{word}” is neither a command nor a file. “kpidesk --help” lists the commands. Nothing was done.").format(
        word=word[:40]
    )


def _near_file(word: str) -> str:
    """The file in this folder whose name was begun or misspelt; what has no ending must be all the rest of it."""
    import difflib

    try:
        files = [each for each in os.listdir() if each.lower().endswith(ENDING)]
    except OSError:
        return ""
    near = difflib.get_close_matches(word, files, 1, 0.8) if "." in word else []
    return next(iter(near), next((each for each in files if each.lower() == f"{word}{ENDING}".lower()), ""))
