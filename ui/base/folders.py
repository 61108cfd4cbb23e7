"""Where a dialog that asks for a file begins to look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def beginning(file: Path | None = None) -> str:
    """The folder of the open file, else the user's documents: never the folder in which the program was started."""
    if file is not None and file.parent.is_dir():
        return str(file.parent)
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents or str(Path.home())


def pictures() -> str:
    """Where the user's pictures lie, else the documents."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation) or beginning()
