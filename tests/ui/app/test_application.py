"""Files that the system asks for are opened, as those of a second start are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import sys
from PySide6.QtCore import QEvent, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from ui.app.application import Application

application, heard = Application(["kpidesk"]), []
application.asked.connect(heard.append)
for event in (
    QFileOpenEvent("/Users/kari/Blåbær AS.kpidesk"),
    QFileOpenEvent(QUrl.fromLocalFile("/Users/kari/100 %.kpidesk")),
    QFileOpenEvent(QUrl("https://example.org/a.kpidesk")),
    QEvent(QEvent.Type.ApplicationFontChange),
):
    application.postEvent(application, event)
QTimer.singleShot(0, application.quit)
application.exec()
sys.exit(heard != ["/Users/kari/Blåbær AS.kpidesk", "/Users/kari/100 %.kpidesk"] and str(heard))
"""


def test_a_file_that_the_system_asks_for_is_named_and_an_address_elsewhere_is_not() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
