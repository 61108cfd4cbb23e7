"""``install``, ``uninstall`` and ``completion``: the program at home in its system."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import kpidesk
from kpidesk import disk, text
from kpidesk.cli.describing.bash import bash
from kpidesk.cli.describing.fish import fish
from kpidesk.cli.describing.man_page import man_page
from kpidesk.cli.describing.zsh import zsh
from kpidesk.cli.grammar.outline import outline
from kpidesk.cli.opening import Outcome
from kpidesk.errors import BadInput
from kpidesk.installing import files, user
from kpidesk.settings import Home
from kpidesk.text import _, msg, ngettext

if TYPE_CHECKING:
    import argparse


SHELLS = {"bash": bash, "zsh": zsh, "fish": fish}


def install(options: argparse.Namespace) -> Outcome:
    """Place desktop entry, kind of file, icons, manual page and completion: for one person, or for a package."""
    if options.prefix is not None:
        return _for_package(Path(options.prefix))
    _refuse_other_systems()
    share = user.data_folder()
    placed = user.place(_files(text.language(), own_command()), share, Home.default())
    words = [
        ngettext("{n} file placed under {folder}.", "{n} files placed under {folder}.", len(placed)).format(
            n=len(placed), folder=share
        ),
        _("KPI Desk is in the menu of programs, and opens its files. “kpidesk uninstall” removes it all again."),
        _("zsh finds the completion when {folder} is in fpath.").format(folder=share / "zsh" / "site-functions"),
    ]
    return Outcome("\n".join(words), {"folder": str(share), "files": [str(each) for each in placed]})


def uninstall(options: argparse.Namespace) -> Outcome:  # noqa: ARG001 - every command is called with them
    """Take away exactly what ``install`` has placed."""
    _refuse_other_systems()
    done = user.remove(Home.default())
    words = [ngettext("{n} file removed.", "{n} files removed.", len(done.removed)).format(n=len(done.removed))]
    if not done.removed and not done.kept:
        words = [_("“kpidesk install --user” has installed nothing here. Nothing was changed.")]
    words += [_("Left, because somebody has changed it: {file}").format(file=each) for each in done.kept]
    data = {"removed": [str(each) for each in done.removed], "kept": [str(each) for each in done.kept]}
    return Outcome("\n".join(words), data)


def completion(options: argparse.Namespace) -> Outcome:
    """Print the completion of a shell."""
    script = SHELLS[options.shell](outline(text.language()))
    return Outcome(script.rstrip("\n"), {"shell": options.shell, "script": script})


def own_command() -> tuple[str, ...]:
    """How this program is started again from anywhere."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    beside = Path(sys.executable).with_name("kpidesk")
    return (str(beside),) if os.access(beside, os.X_OK) else (sys.executable, "-m", "kpidesk")


def _for_package(prefix: Path) -> Outcome:
    """Everything under a folder, as it lies in a package of the system, where ``kpidesk`` is on the path."""
    share = prefix.absolute() / "share"
    placed = _files("en")
    for name, content in placed.items():
        (share / name).parent.mkdir(parents=True, exist_ok=True)
        disk.put(content, share / name)
    words = ngettext("{n} file written under {folder}.", "{n} files written under {folder}.", len(placed))
    told = [str(share / name) for name in placed]
    return Outcome(words.format(n=len(placed), folder=share), {"folder": str(share), "files": told})


def _files(language: str, command: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Completion speaks ``language``, desktop entry and manual page speak both."""
    manuals = {spoken: _manual(spoken) for spoken in files.MANUALS}
    completions = {shell: script(outline(language)) for shell, script in SHELLS.items()}
    return files.all_files(manuals, completions, command)


def _manual(language: str) -> str:
    with text.using(language):
        return man_page(outline(language), kpidesk.__version__, files.released())


def _refuse_other_systems() -> None:
    if sys.platform in ("win32", "darwin"):
        raise BadInput(
            msg("On Windows and macOS the installer of KPI Desk does this; here there is nothing to place by hand. "
                "Nothing was changed.")
        )  # fmt: skip
