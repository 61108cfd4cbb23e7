"""Who takes part in a goal or a KPI, and whether they agree."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import agreements, people
from kpidesk.domain.entities import Person, Uid
from kpidesk.figures import Consent, consent
from kpidesk.text import _
from ui.base.page import HELP, literal, text
from ui.base.replacing import empty
from ui.base.scale import pressed, px
from ui.base.session import Session
from ui.parts import painters
from ui.parts.form import section

ACROSS = 2


class AgreementSection(QWidget):
    """The persons with their answers; asking is one click, answering for oneself is one click."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(HELP, "objectives")
        self.session = session
        self._about: Uid = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.ask = QPushButton(_("Ask …"))
        self._menu = QMenu(self.ask)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._ask)
        self.ask.setMenu(self._menu)
        self.ask.setProperty("opens", True)
        self.remind = QPushButton(_("Ask again"))
        self.remind.clicked.connect(self._remind)
        for link in (self.remind, self.ask):
            link.setProperty("link", True)
            link.setFixedHeight(pressed(18))
        head, _right = section(_("Agreement"), self.remind, self.ask, parent=self)
        column.addWidget(head)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        column.addLayout(self._grid)
        self._nobody = text(_("Nobody has been asked yet."), "quiet", wrap=True)
        column.addWidget(self._nobody)
        self._mine = QWidget()
        mine = QHBoxLayout(self._mine)
        mine.setContentsMargins(0, 4, 0, 4)
        self.agree, self.decline = QPushButton(_("I agree")), QPushButton(_("Not yet"))
        self.agree.clicked.connect(self._agree)
        self.decline.clicked.connect(self._decline)
        mine.addWidget(self.agree)
        mine.addWidget(self.decline)
        mine.addStretch()
        column.addWidget(self._mine)

    def show_about(self, about: Uid) -> None:
        """Show who takes part in something."""
        self._about = about
        said = consent(self.session.ws, about)
        self._show_persons(said)
        self._nobody.setVisible(said.asked == 0)
        me = people.me(self.session.ws)
        self._mine.setVisible(me is not None and me in said.waiting)
        waiting = [person for uid in said.waiting if (person := self.session.ws.find(Person, uid)) and uid != me]
        self.remind.setVisible(len(waiting) == 1)
        if waiting:
            self.remind.setText(_("Ask {name} again").format(name=literal(waiting[0].name.split()[0])))

    def _show_persons(self, said: Consent) -> None:
        empty(self._grid)
        answers = [*((uid, True) for uid in said.agreed), *((uid, False) for uid in said.declined)]
        everybody: list[tuple[Uid, bool | None]] = [*answers, *((uid, None) for uid in said.waiting)]
        for place, (uid, answer) in enumerate(everybody):
            person = self.session.ws.find(Person, uid)
            if person is not None:
                mark = PersonMark(self.session, person, answer)
                self._grid.addWidget(mark, place // ACROSS, place % ACROSS)

    # ---- doing -----------------------------------------------------------------------------------

    def _fill(self) -> None:
        self._menu.clear()
        said = consent(self.session.ws, self._about)
        for person in self.session.ws.all(Person):
            if person.uid not in said.agreed:
                self._menu.addAction(literal(person.name)).setData(person.uid)
        if said.waiting:
            self._menu.addSeparator()
            self._menu.addAction(_("Everybody who waits")).setData(",".join(said.waiting))
        if self._menu.isEmpty():
            nobody = _("Nobody is in the file yet. Choose “New person …” as owner.")
            self._menu.addAction(_("Everybody agrees") if said.agreed else nobody).setEnabled(False)

    def _ask(self, action: QAction) -> None:
        chosen = [uid for uid in str(action.data() or "").split(",") if uid]
        if chosen:
            self.session.perform(agreements.ask, self._about, chosen)

    def _remind(self) -> None:
        waiting = [uid for uid in consent(self.session.ws, self._about).waiting if uid != people.me(self.session.ws)]
        self.session.perform(agreements.ask, self._about, waiting, said=_("The question travels with the file."))

    def _agree(self) -> None:
        self._answer(True)

    def _decline(self) -> None:
        self._answer(False)

    def _answer(self, agreed: bool) -> None:
        me = people.me(self.session.ws)
        if me is not None:
            self.session.perform(agreements.answer, self._about, me, agreed)


class PersonMark(QAbstractButton):
    """One person: avatar, first name, and a check, a cross or that the answer is waited for."""

    def __init__(self, session: Session, person: Person, answer: bool | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._person, self._answer = session, person, answer
        self.setFixedHeight(pressed(24))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = {True: _("agrees"), False: _("does not agree"), None: _("waiting")}[answer]
        self.setAccessibleName(f"{person.name}, {words}")
        self.setToolTip(f"{person.name}: {words}")

    def sizeHint(self) -> QSize:
        """Qt: what the parts need."""
        metrics = QFontMetricsF(self._session.theme.font("body"))
        return QSize(int(px(86) + metrics.horizontalAdvance(self._name())), pressed(24))

    def _name(self) -> str:
        return self._person.name.split()[0] if self._person.name.split() else "?"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw the person and the answer."""
        with painters.smoothly(self) as (painter, rect):
            self._paint(painter, rect)

    def _paint(self, painter: QPainter, whole: QRectF) -> None:
        theme = self._session.theme
        painters.paint_avatar(painter, theme, 0, 2, fmt.initials(self._person.name))
        painter.setFont(theme.font("small"))
        painter.setPen(QPen(theme.color("text")))
        rect = whole.adjusted(28, 0, 0, 0)
        name = painters.elided(painter, self._name(), rect.width() - 52)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, name)
        x = 28 + QFontMetricsF(painter.font()).horizontalAdvance(name) + 6
        if self._answer is None:
            painter.setPen(theme.color("text3"))
            painter.drawText(rect.adjusted(x - 28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, _("waiting"))
        else:
            icon = theme.pixmap("check", "ok", 14) if self._answer else theme.pixmap("x", "off", 14)
            painter.drawPixmap(int(x), 5, icon)
