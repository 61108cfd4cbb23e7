"""Running the steps one after the other, and telling what came of each."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import kpidesk
from kpidesk.text import _, ngettext

if TYPE_CHECKING:
    from ui.selftest.desk import Faults

SCHEMA = 1
SETTINGS = "XDG_CONFIG_HOME"
WORKS, BROKEN = "ok", "broken"


@dataclass(frozen=True)
class Told:
    """What came of one step: ``seen`` where it works, else what is wrong, with ``details`` for support."""

    name: str
    words: str
    works: bool
    seen: str
    details: str
    seconds: float

    def line(self) -> str:
        """For people."""
        sign = _("works") if self.works else _("BROKEN")
        return f"{sign:<8} {self.words}{f': {self.seen}' if self.seen else ''}"

    def data(self) -> dict[str, object]:
        """For programs."""
        state = WORKS if self.works else BROKEN
        return {
            "step": self.name, "state": state, "step_text": self.words, "seen_text": self.seen,
            "details": self.details, "seconds": round(self.seconds, 2),
        }  # fmt: skip


def run(*, as_json: bool = False) -> int:
    """Go through all steps in a folder that goes afterwards; the exit code is 0 when every one works, else 1."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(tempfile.mkdtemp(prefix="kpidesk-self-test-"))
    before = os.environ.get(SETTINGS)
    os.environ[SETTINGS] = str(folder / "settings")  # where Qt's own dialogs remember what was last chosen
    told = []
    try:
        for each in outcomes(folder):
            told.append(each)
            if not as_json:
                print(each.line(), flush=True)
    finally:
        os.environ.pop(SETTINGS)
        os.environ.update({} if before is None else {SETTINGS: before})
        shutil.rmtree(folder, ignore_errors=True)
    broken = [each for each in told if not each.works]
    if as_json:
        _print_json(told)
    else:
        _print_words(broken)
    return 1 if broken else 0


def outcomes(folder: Path, names: Sequence[str] = ()) -> Iterator[Told]:
    """What comes of each step, or of those that are named; a step that breaks does not keep the others from trying."""
    try:
        from ui.selftest.desk import Desk, Faults
        from ui.selftest.steps import STEPS
    except ImportError as error:  # a bundle that has lost a part may have lost one that the window is made of
        yield Told("load", _("Load the program"), False, str(error), traceback.format_exc(), 0.0)
        return
    faults = Faults()
    with faults.watched():
        desk = Desk(folder)
        try:
            for step in STEPS:
                if not names or step.name in names:
                    yield _outcome(step.name, str(step.words), partial(step.act, desk), faults)
        finally:
            desk.clear()


def _outcome(name: str, words: str, act: Callable[[], str], faults: Faults) -> Told:
    from ui.selftest.desk import Broken

    begun = time.monotonic()
    works, seen, details = True, "", ""
    try:
        seen = act()
    except Broken as error:
        works, seen = False, str(error)
    except Exception as error:  # a step that raises is broken, whatever it raises
        works, seen, details = False, f"{type(error).__name__}: {error}", traceback.format_exc()
    if said := faults.taken():
        works, details = False, f"{details}{said}"
        seen = seen or said.strip().splitlines()[-1]
    return Told(name, words, works, seen, details, time.monotonic() - begun)


def _print_json(told: list[Told]) -> None:
    from kpidesk.cli.document import written

    print(
        written(
            {
                "schema": SCHEMA,
                "version": kpidesk.__version__,
                "python": platform.python_version(),
                "system": platform.platform(),
                "frozen": bool(getattr(sys, "frozen", False)),
                "works": all(each.works for each in told),
                "steps": [each.data() for each in told],
            }
        )
    )


def _print_words(broken: list[Told]) -> None:
    for each in broken:
        if each.details:
            print(f"\n{each.words}:\n{each.details}", file=sys.stderr)
    words = ngettext("{n} step is broken.", "{n} steps are broken.", len(broken)).format(n=len(broken))
    print(words if broken else _("Everything works."))
