"""What stands in a window without a file: make one, open one, or try the example."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from kpidesk import text as language
from kpidesk.clock import Clock
from kpidesk.settings import Home
from kpidesk.text import _
from ui.app.welcome.new_file_form import NewFileForm
from ui.app.welcome.recent_files import RecentFiles
from ui.app.welcome.ways import Logo, Way
from ui.base.breakpoints import NARROW
from ui.base.folders import beginning
from ui.base.memory import Memory
from ui.base.page import heading, sign, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.segmented import Segmented

LEFT = 460
SMALL_LEFT = 220
"""What the ways have in a window so narrow that their words go."""
MARGIN, NARROW_MARGIN, SMALL_MARGIN = 88, 36, 20
ABOVE = 56
"""Pixels above the greeting that a low window does without: else all would scroll, the right side in itself."""


class WelcomePage(QWidget):
    """``made`` names a new file and its template, ``opened`` one that was there, ``sample`` asks for the example."""

    made = Signal(str, str)
    opened = Signal(str)
    sample = Signal()
    language_chosen = Signal(str)

    def __init__(
        self, theme: Theme, settings: QSettings, home: Home | None, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme, self._memory = theme, Memory(settings)
        self.form = NewFileForm(theme, settings, home, clock)
        self.form.made.connect(self.made)
        self.recent = RecentFiles(self._memory)
        self.recent.opened.connect(self.opened)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        QTimer.singleShot(0, self.form, self.form.begin)

    # ---- the left side ---------------------------------------------------------------------------

    def _left(self) -> QWidget:
        self.side = side = QWidget()
        side.setObjectName("chrome")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(px(LEFT))
        box = self._side_box = QVBoxLayout(side)
        box.setContentsMargins(52, 16, 44, 32)
        box.setSpacing(0)
        self._above = QSpacerItem(0, 0)
        box.addItem(self._above)
        box.addWidget(self._greeting())
        box.addSpacing(24)
        named = {
            "new": ("file-plus-2", _("Create a new file"), _("One file for the company, on this machine")),
            "open": ("folder-open", _("Open a file"), _("You were given a file, or use a shared folder")),
            "sample": ("croissant", _("Try the example"), _("Fjordbrød bakeri, filled in. Nothing is kept")),
        }
        self.ways = {key: Way(self._theme, *parts) for key, parts in named.items()}
        for way in self.ways.values():
            box.addWidget(way)
            box.addSpacing(4)
        self.ways["new"].show_chosen(True)
        self.ways["new"].clicked.connect(self.form.begin)
        self.ways["open"].clicked.connect(self.choose_file)
        self.ways["sample"].clicked.connect(self.sample)
        box.addStretch()
        box.addWidget(self._promise())
        return side

    def _greeting(self) -> QWidget:
        self.greeting = QWidget()
        inner = QVBoxLayout(self.greeting)
        inner.setContentsMargins(12, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(accessible.silent(Logo(self._theme)))
        inner.addSpacing(22)
        inner.addWidget(heading(_("Welcome to\nKPI Desk"), "display"))
        inner.addSpacing(10)
        words = _("Set goals for the quarter, enter the numbers each week, and see whether you are getting there.")
        lead = text(words, "body2", wrap=True)
        lead.setMaximumWidth(px(320))
        inner.addWidget(lead)
        return self.greeting

    def _promise(self) -> QWidget:
        self.promise = QWidget()
        row = QHBoxLayout(self.promise)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(8)
        lock = sign()
        lock.setPixmap(self._theme.pixmap("lock", "text3", 14))
        row.addWidget(lock)
        row.addWidget(text(_("Everything is in your file. Nothing is sent anywhere."), "small", wrap=True), 1)
        return self.promise

    # ---- the right side --------------------------------------------------------------------------

    def _right(self) -> QWidget:
        area, side = QScrollArea(), QWidget()
        area.setWidget(side)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setObjectName("page")
        outer = self._outer = QVBoxLayout(side)
        outer.setContentsMargins(MARGIN, 24, 24, 24)
        outer.setSpacing(0)
        languages = QHBoxLayout()
        languages.addStretch()
        self.languages = Segmented([("Norsk", "nb"), ("English", "en")], language.language(), _("Language"))
        self.languages.chosen.connect(self.language_chosen)
        languages.addWidget(self.languages)
        outer.addLayout(languages)
        outer.addSpacing(22)
        outer.addWidget(self.form)
        outer.addSpacing(28)
        outer.addWidget(self.recent)
        outer.addStretch()
        self._area = area
        self.form.moved.connect(self._keep_in_sight)
        return area

    def _keep_in_sight(self, row: QWidget) -> None:
        """What has come below a field is laid out in the next turn."""
        QTimer.singleShot(0, row, partial(self._area.ensureWidgetVisible, row, 0, 8))

    def choose_file(self) -> None:
        """Ask for a file to open."""
        kinds = _("KPI Desk files (*.kpidesk);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Open a file"), beginning(memory=self._memory), kinds)
        if path:
            self.opened.emit(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a narrow window leaves less beside the form, a small one no room for more than the ways."""
        super().resizeEvent(event)
        narrow, small = self.width() < px(NARROW), self.width() < px(900)
        left = SMALL_MARGIN if small else NARROW_MARGIN if narrow else MARGIN
        right = SMALL_MARGIN if small else 24
        self._outer.setContentsMargins(left, 12 if small else 24, right, 24)
        self.side.setFixedWidth(px(SMALL_LEFT if small else LEFT))
        bar = self._area.verticalScrollBar().sizeHint().width()
        self.form.fit(self.width() - self.side.width() - left - right - bar)
        self._above.changeSize(0, 0 if small else ABOVE, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
        self._side_box.setContentsMargins(*((8, 16, 8, 12) if small else (52, 16, 44, 32)))
        self._side_box.invalidate()
        self.greeting.setHidden(small)
        self.promise.setHidden(small)
        for way in self.ways.values():
            way.show_words(not small)

    def heightForWidth(self, width: int) -> int:
        """Qt: what all of it needs, not what it would like: what it stands in scrolls from there on."""
        return self._row.totalMinimumHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """The window decides."""
        return QSize(1024, 600)
