"""What a KPI is: how it is calculated and was before, where the number is found, how it can fool, who is in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Definition, Indicator, Input, KeyResult, Kpi, Person
from kpidesk.figures import KpiFigures, consent
from kpidesk.text import _
from kpidesk.wording import kpi_facts as words
from kpidesk.wording.kpi_facts import Speaker
from ui.base import page
from ui.base.scale import px
from ui.base.session import Session
from ui.parts import painters


class About(QWidget):
    """One paragraph for each thing that is known."""

    def __init__(self, session: Session, figures: KpiFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.kpi = session, figures.kpi
        self._column = page.column(self, spacing=2)
        self._calculation()
        self._paragraph(_("Where to find the number"), self.kpi.source)
        self._counter()
        self._paragraph(_("How this number can fool you"), self.kpi.pitfall)
        self._paragraph(_("What it tells"), _indicator(self.kpi.indicator))
        self._used_in()
        self._people()

    def _paragraph(self, caption: str, sentence: str) -> None:
        if sentence:
            self._caption(caption)
            self._column.addWidget(page.text(sentence, wrap=True))

    def _caption(self, caption: str) -> None:
        if self._column.count():
            self._column.addSpacing(9)
        self._column.addWidget(page.text(caption, "caption"))

    def _calculation(self) -> None:
        ws = self.session.ws
        speaker = Speaker(self.session.today(), ws.company.fiscal_year_start)
        self._paragraph(_("How it is calculated"), self.kpi.definition)
        sources = [ws.find(Input, uid) for _name, uid in self.kpi.inputs]
        for source in (each for each in sources if each is not None and each.ratio):
            said = words.ratio_words(source, ws.find(Input, source.weight))
            self._column.addWidget(page.text(said, "quiet", wrap=True))
        older = sorted((d for d in ws.all(Definition) if d.kpi == self.kpi.uid and d.until), key=_until, reverse=True)
        for old in older:
            self._column.addWidget(page.text(words.version_words(old, self.kpi, speaker), "quiet", wrap=True))

    def _counter(self) -> None:
        counter = self.session.ws.find(Kpi, self.kpi.counter)
        if counter is None:
            self._paragraph(_("Counter-metric"), self.kpi.counter_metric)
            return
        self._caption(_("Counter-metric"))
        self._link(counter.short_name or counter.name, f"kpi {counter.uid}")
        if self.kpi.counter_metric:
            self._column.addWidget(page.text(self.kpi.counter_metric, "quiet", wrap=True))

    def _used_in(self) -> None:
        used = [result for result in self.session.ws.all(KeyResult) if result.kpi == self.kpi.uid]
        if used:
            self._caption(_("Used in"))
        for result in used:
            self._link(result.title, f"goals {result.uid}")

    def _link(self, label: str, target: str) -> None:
        link = WrappedLink(label)
        link.setObjectName(target)
        link.clicked.connect(self._follow)
        self._column.addWidget(link)

    def _follow(self) -> None:
        place, _space, uid = self.sender().objectName().partition(" ")
        self.session.navigate.emit(place, uid)

    def _people(self) -> None:
        people = self.session.ws
        owner = people.find(Person, self.kpi.owner)
        agreed = consent(people, self.kpi.uid)
        followers = [person for uid in self.kpi.tracked_by if (person := people.find(Person, uid)) is not None]
        answered = bool(agreed.agreed or agreed.declined)
        if owner is None and not followers and not answered:
            return
        self._column.addSpacing(14)
        self._column.addWidget(page.line())
        self._column.addSpacing(6)
        if owner is not None or answered:
            row = QHBoxLayout()
            row.addWidget(Named(self.session, owner.name if owner is not None else _("No owner")))
            row.addStretch()
            if answered:
                said = _("{n} of {of} agree").format(n=len(agreed.agreed), of=agreed.asked)
                row.addWidget(page.text(said, "quiet"))
            self._column.addLayout(row)
        if followers:
            names = ", ".join(person.name for person in followers if person != owner)
            if names:
                self._column.addWidget(page.text(_("Followed by {names}").format(names=names), "quiet", wrap=True))


def _until(old: Definition) -> str:
    return old.until.isoformat() if old.until is not None else ""


def _indicator(indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    if indicator is Indicator.LEADING:
        return _("Leading: foretells the result")
    return _("Lagging: tells of the result afterwards")


class WrappedLink(QPushButton):
    """A link whose words may take several lines."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("quiet", True)
        self.setStyleSheet("QPushButton { min-height: 18px; max-height: 999px; padding: 0; text-align: left; }")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 1)
        label = page.text(words, "link", wrap=True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(label)
        self._label: QLabel = label

    def sizeHint(self) -> QSize:
        """Qt: as high as the words are."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        """Qt: narrow words are high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: how high in that width."""
        return self._label.heightForWidth(max(60, width)) + 2


class Named(QWidget):
    """A person's initials in a disc, and the name."""

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = session.theme, name
        row = QHBoxLayout(self)
        row.setContentsMargins(px(28), 0, 0, 0)
        row.addWidget(page.text(name))
        self.setFixedHeight(px(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: the disc before the name."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            painters.paint_avatar(painter, self._theme, 0, 1, fmt.initials(self._name))
        painter.end()
