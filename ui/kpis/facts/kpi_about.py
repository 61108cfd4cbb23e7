"""What a KPI is: how it is calculated and was before, where the number is found, how it can fool, who is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Definition, Indicator, Input, KeyResult, Kpi, Person
from kpidesk.figures import consent
from kpidesk.text import _
from kpidesk.wording import kpi_facts as words
from kpidesk.wording.kpi_facts import Speaker
from kpidesk.workspace import Workspace
from ui.base import page
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.kpis.facts.kept_column import Piece, Rule, Space, Words
from ui.parts import painters


@dataclass(frozen=True)
class Link:
    """A link to another page; its ``name`` is the place, and what is shown there."""

    words: str
    name: str
    pressed: Callable[[], None]
    kind = "link"

    def make(self) -> WrappedLink:
        """A button that looks like words."""
        link = WrappedLink()
        link.clicked.connect(self.pressed)
        return link

    def tell(self, widget: WrappedLink) -> None:
        """Lead there."""
        widget.setObjectName(self.name)
        widget.show_words(self.words)


@dataclass(frozen=True)
class Who:
    """A person, and what was agreed to, if anybody has been asked."""

    session: Session
    name: str
    agreed: str
    kind = "who"

    def make(self) -> Agreed:
        """A disc, a name and a count."""
        return Agreed(self.session)

    def tell(self, widget: Agreed) -> None:
        """Say who, and how many agree."""
        widget.show_person(self.name, self.agreed)


def about_told(session: Session, kpi: Kpi, follow: Callable[[], None]) -> list[Piece]:
    """One paragraph for each thing that is known of a KPI; ``follow`` is what its links do."""
    ws = session.ws
    told = [
        *_calculation(session, kpi),
        *_paragraph(_("Where to find the number"), kpi.source),
        *_counter(ws, kpi, follow),
        *_paragraph(_("How this number can fool you"), kpi.pitfall),
        *_paragraph(_("What it tells"), _indicator(kpi.indicator)),
    ]
    used = [result for result in ws.all(KeyResult) if result.kpi == kpi.uid]
    if used:
        told += _caption(_("Used in"))
    told += [Link(result.title, f"goals {result.uid}", follow) for result in used]
    first = told[1:] if told and isinstance(told[0], Space) else told
    return [*first, *_people(session, kpi)]


def _paragraph(caption: str, sentence: str) -> list[Piece]:
    return [*_caption(caption), Words(sentence, wrap=True)] if sentence else []


def _caption(caption: str) -> list[Piece]:
    return [Space(7), Words(caption, "caption")]


def _calculation(session: Session, kpi: Kpi) -> list[Piece]:
    ws = session.ws
    speaker = Speaker(session.today(), ws.company.fiscal_year_start)
    sources = [ws.find(Input, uid) for _name, uid in kpi.inputs]
    ratios = [
        words.ratio_words(source, ws.find(Input, source.weight))
        for source in sources
        if source is not None and source.ratio
    ]
    older = sorted((d for d in ws.all(Definition) if d.kpi == kpi.uid and d.until), key=_until, reverse=True)
    versions = [words.version_words(old, kpi, speaker) for old in older]
    quiet = [Words(said, "quiet", wrap=True) for said in (*ratios, *versions)]
    return [*_paragraph(_("How it is calculated"), kpi.definition), *quiet]


def _counter(ws: Workspace, kpi: Kpi, follow: Callable[[], None]) -> list[Piece]:
    counter = ws.find(Kpi, kpi.counter)
    if counter is None:
        return _paragraph(_("Counter-metric"), kpi.counter_metric)
    link = Link(counter.short_name or counter.name, f"kpi {counter.uid}", follow)
    more = [Words(kpi.counter_metric, "quiet", wrap=True)] if kpi.counter_metric else []
    return [*_caption(_("Counter-metric")), link, *more]


def _people(session: Session, kpi: Kpi) -> list[Piece]:
    ws = session.ws
    owner, agreed = ws.find(Person, kpi.owner), consent(ws, kpi.uid)
    followers = [person for uid in kpi.tracked_by if (person := ws.find(Person, uid)) is not None]
    answered = bool(agreed.agreed or agreed.declined)
    if owner is None and not followers and not answered:
        return []
    told: list[Piece] = [Space(12), Rule(), Space(4)]
    if owner is not None or answered:
        said = _("{n} of {of} agree").format(n=len(agreed.agreed), of=agreed.asked) if answered else ""
        told.append(Who(session, owner.name if owner is not None else _("No owner"), said))
    names = ", ".join(person.name for person in followers if person != owner)
    if names:
        told.append(Words(_("Followed by {names}").format(names=names), "quiet", wrap=True))
    return told


def _until(old: Definition) -> str:
    return old.until.isoformat() if old.until is not None else ""


def _indicator(indicator: Indicator | None) -> str:
    if indicator is None:
        return ""
    if indicator is Indicator.LEADING:
        return _("Leading: signals the result in advance")
    return _("Lagging: shows the result afterwards")


class WrappedLink(QPushButton):
    """A link whose words may take several lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("quiet", True)
        self.setStyleSheet("QPushButton { min-height: 18px; max-height: 999px; padding: 0; text-align: left; }")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 1)
        label = page.text("", "link", wrap=True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column.addWidget(label)
        self._label: QLabel = label

    def show_words(self, words: str) -> None:
        """Say something else."""
        self._label.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Qt: as high as the words are."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        """Qt: narrow words are high."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: how high in that width."""
        return self._label.heightForWidth(max(60, width)) + 2


class Agreed(QWidget):
    """A person's initials in a disc, the name, and how many agree."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        accessible.group(self, _("Owner"))
        self._person, self._said = Named(session), page.text("", "quiet")
        row.addWidget(self._person)
        row.addStretch()
        row.addWidget(self._said)

    def show_person(self, name: str, said: str) -> None:
        """Show somebody else."""
        self._person.show_name(name)
        self._said.setText(said)
        self._said.setVisible(bool(said))


class Named(QWidget):
    """A person's initials in a disc, and the name."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = session.theme, ""
        row = QHBoxLayout(self)
        row.setContentsMargins(px(28), 0, 0, 0)
        self._label = page.text("")
        row.addWidget(self._label)
        self.setFixedHeight(px(22))

    def show_name(self, name: str) -> None:
        """Show somebody else."""
        self._name = name
        self._label.setText(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: the disc before the name."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()):
            painters.paint_avatar(painter, self._theme, 0, 1, fmt.initials(self._name))
        painter.end()
