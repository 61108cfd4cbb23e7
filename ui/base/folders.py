"""Where a dialog that asks for a file begins to look."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

if TYPE_CHECKING:
    from ui.base.memory import Memory

PATIENCE_S = 0.08
"""A folder that has not answered by then is not waited for: it lies on a share that is slow or away."""


def beginning(file: Path | None = None, memory: Memory | None = None) -> str:
    """Where her files are: the folder of the open file, else of the last one, else the user's documents.

    Never the folder in which the program was started, nor one that does not answer.
    """
    last = memory.recent()[:1] if memory is not None else []
    for each in [file, *map(Path, last)]:
        if each is not None and is_folder(each.parent):
            return str(each.parent)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents or str(Path.home())


def is_folder(folder: Path, within: float = PATIENCE_S) -> bool:
    """Tell whether a folder is there and answers, however the share does on which it lies."""
    answered = threading.Event()
    there: list[Path] = []

    def look() -> None:
        if folder.is_dir():
            there.append(folder)
        answered.set()

    threading.Thread(target=look, daemon=True, name="look at a folder").start()
    return answered.wait(within) and bool(there)


def pictures() -> str:
    """Where the user's pictures lie, else the documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation) or beginning()
