"""The grammar of being at home in a system."""

from __future__ import annotations

from kpidesk.cli.grammar.command import command
from kpidesk.text import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kpidesk.cli.grammar.command import Groups

SHELLS = ("bash", "zsh", "fish")


def add_install(groups: Groups) -> None:
    """Placing the program's files, and taking them away."""
    words = _("add the program to the menu of programs, with its file type, icons, manual page and completion")
    install = command(groups, "install", words, "system.installing.install")
    where = install.add_mutually_exclusive_group(required=True)
    where.add_argument("--user", action="store_true", help=_("just for you, under ~/.local/share (Linux)"))
    where.add_argument(
        "--prefix", metavar=_("FOLDER"), help=_("only write the files, under FOLDER/share: for whoever makes a package")
    )
    words = _("remove what “install --user” has installed")
    command(groups, "uninstall", words, "system.installing.uninstall")


def add_completion(groups: Groups) -> None:
    """What a shell reads to complete commands."""
    words = _("print the completion for a shell: source <(kpidesk completion bash)")
    completion = command(groups, "completion", words, "system.installing.completion")
    completion.add_argument("shell", choices=SHELLS, metavar=_("SHELL"), help=_("bash, zsh or fish"))
