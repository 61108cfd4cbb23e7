"""What this machine remembers of the last export."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

from kpidesk.exchange.export.asked import FileType
from ui.base.session import Session

FOLDER, KIND, SHAPE = "export/folder", "export/kind", "export/shape"


def remembered(session: Session) -> FileType:
    """The kind of file that was written last."""
    known = {kind.value: kind for kind in FileType}
    return known.get(session.memory.text(KIND), FileType.XLSX)


def first_folder(session: Session) -> Path:
    """Where the last one was put, else among one's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for place in (session.memory.text(FOLDER), documents):
        if place and Path(place).is_dir():
            return Path(place)
    return session.ws.path.parent
