"""What Qt's functions take is told as ever, though it is read only when somebody asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ASKED = """
import sys
if sys.argv[1:]:
    import ui
    from ui.app.frame.late_signatures import LATE, Late
    print(*sorted(LATE - {name for name, module in sys.modules.items() if type(module) is Late}), file=sys.stderr)
from PySide6 import QtCore, QtGui, QtWidgets

def told(asked):
    try:
        return asked()
    except Exception as error:
        return type(error).__name__, str(error)

print(told(lambda: QtCore.QRect("a", 2)), told(lambda: QtCore.QTimer("a", 2, 3)), told(lambda: QtGui.QColor(())))
print(QtCore.QRect.moveTo.__doc__, QtWidgets.QLabel.setText.__doc__)
help(QtCore.QPoint)
from PySide6.support.signature import errorhandler, layout, mapping, parser
from PySide6.support.signature.lib import enum_sig, pyi_generator, tool
for each in (errorhandler, layout, mapping, parser, enum_sig, pyi_generator, tool):
    print(told(lambda: each.nothing), type(each), each.__name__, each.__spec__.name, each.__file__)
    own = sorted(name for name, value in vars(each).items() if type(value) is not type(sys))  # those go by what runs
    print(type(each.__loader__).__name__, own)
print([type(each).__name__ for each in sys.meta_path])
"""


def test_it_is_read_when_somebody_asks_and_then_the_same() -> None:
    ever, late = (
        subprocess.run(
            [sys.executable, "-c", ASKED, *argument], cwd=Path(__file__).parents[3],
            capture_output=True, text=True, check=True,
        )
        for argument in ([], ["late"])
    )  # fmt: skip
    assert late.stderr.split() == [], "these have run already"
    assert "Supported signatures" in ever.stdout and "moveTo(self, x: int" in ever.stdout
    assert late.stdout == ever.stdout
