"""The company's logo in the settings: as it looks, another one from a file, or none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from kpidesk import disk
from kpidesk.commands import logo
from kpidesk.domain.entities import Company
from kpidesk.errors import UserError
from kpidesk.report.logo import logo_of
from kpidesk.text import _
from ui.base.folders import pictures
from ui.base.reach import accessible

SIZE = QSize(120, 36)
MOST = 50_000_000
"""Bytes read to say how large a picture is; more than that is refused all the same."""


class LogoRow(QWidget):
    """Picture, "Choose …" and "Remove"; ``refused`` says why a file was not taken."""

    refused = Signal(str)

    def __init__(self, company: Company, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.data: bytes | None = None
        accessible.group(self, _("Logo"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.picture = QLabel()
        self.picture.setAccessibleName(_("Logo"))
        self.picture.setFixedHeight(SIZE.height())
        row.addWidget(self.picture)
        self.choose = QPushButton(_("Choose …"))
        self.choose.clicked.connect(self._ask)
        self.remove = QPushButton(_("Remove"))
        self.remove.clicked.connect(self._remove)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch()
        known = logo_of(company)
        self._show(known.data if known is not None else None)

    def _ask(self) -> None:
        kinds = _("Pictures (*.png *.jpg *.jpeg)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose a logo"), pictures(), kinds)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take the picture in a file; one that can't be used is refused and changes nothing."""
        try:
            data = disk.read(path, MOST)
            logo.pack(data)
        except UserError as error:
            self.refused.emit(str(error))
        except OSError:
            self.refused.emit(_("{file} could not be read.").format(file=path.name))
        else:
            self._show(data)

    def packed(self) -> str:
        """The picture as the file keeps it; empty for none."""
        return "" if self.data is None else logo.encoded(self.data)

    def _remove(self) -> None:
        self._show(None)

    def _show(self, data: bytes | None) -> None:
        self.data = data
        mark = QPixmap()
        if data is not None:
            mark.loadFromData(data)
        known = not mark.isNull()
        if known:
            mark = mark.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        self.picture.setPixmap(mark)
        self.picture.setVisible(known)
        self.remove.setVisible(data is not None)
