"""The program as it runs for somebody, with a thread that tells on stdout which windows it shows.

Every line that comes in on stdin is answered by one on stdout: the names of the files shown, the front one first.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from ui.app import app
from ui.app.application import Application
from ui.app.window import Window


def shown() -> str:
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, Window) and each.isVisible()]
    windows.sort(key=lambda each: not each.isActiveWindow())
    return json.dumps([each.files.session.ws.path.name if each.files.session else "" for each in windows])


def answer() -> None:
    word = sys.stdin.readline().strip()
    if word == "quit":
        QApplication.closeAllWindows()
    else:
        print(shown(), flush=True)


def ready() -> None:
    print("ready", flush=True)


def main() -> int:
    application = Application(sys.argv[:1])
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    QTimer.singleShot(0, ready)
    code = app.run(sys.argv[1] if len(sys.argv) > 1 else None)
    del application
    return code


if __name__ == "__main__":
    sys.exit(main())
