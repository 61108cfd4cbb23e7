"""Blocks of the manual as widgets, each as wide as a line that is well read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kpidesk.manual.book import Block, Code, Deed, Heading, Items, Note, Paragraph, Picture, Table
from kpidesk.manual.reading import picture_file
from kpidesk.text import _
from ui.base.page import column, heading, line, sign
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import FAMILY, Theme
from ui.help.pictures import DRAWN, drawn
from ui.help.reading import READING, Reading, reading_font
from ui.help.words_html import Ink

TEXT = 620
"""Pixels: the longest line of text."""
LOOKS = {2: "title", 3: "strong", 4: "medium"}
GAP = 14
"""Pixels between two blocks."""


class Blocks:
    """Makes widgets; ``follow`` is called with what a link names, ``do`` with a command of the window."""

    def __init__(self, ink: Ink, follow: Callable[[str], object], do: Callable[[str], object]) -> None:
        self._ink, self._follow, self._do = ink, follow, do
        self.button: QPushButton | None = None

    def widgets(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, QWidget]]:
        """The widgets of blocks, each with the first block that is in it: what is read on is one text."""
        for flows, group in groupby(blocks, key=_flows):
            together = list(group)
            if flows:
                yield together[0], self._text([self._html(block) for block in together])
            else:
                yield from ((block, self._widget(block)) for block in together)

    def _html(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return self._ink.paragraph(block.words)
        if isinstance(block, Items):
            return self._ink.list_of(block)
        assert isinstance(block, Table)
        return self._ink.table(block)

    def _text(self, parts: Sequence[str], pixels: int = READING) -> Reading:
        gap = f'<p style="line-height:{px(GAP)}px; font-size:1px; margin:0">&nbsp;</p>'
        made = Reading(gap.join(parts), reading_font(FAMILY, px(pixels)))
        made.setMaximumWidth(px(TEXT))
        made.followed.connect(self._follow)
        return made

    def _widget(self, block: Block) -> QWidget:
        match block:
            case Heading():
                return self._heading(block)
            case Items():
                return self._ticks(block)
            case Code():
                return self._code(block)
            case Picture():
                return picture(block, self._ink.theme)
            case Note():
                return self._note(block)
            case Deed():
                return self._deed(block)
        raise TypeError(block)

    def _rich(self, words: str, look: str = "reading") -> QLabel:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setProperty("look", look)
        label.setMaximumWidth(px(TEXT))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _heading(self, block: Heading) -> QLabel:
        label = self._rich(self._ink.marked(block.text), LOOKS.get(block.level, "strong"))
        label.setContentsMargins(0, px(14 if block.level == 2 else 6), 0, 0)
        accessible.heading(label).setAccessibleName(block.text)
        label.setAccessibleDescription(_("Level {n}").format(n=block.level))
        return label

    def _ticks(self, block: Items) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, item in enumerate(block.items):
            tick = sign()
            tick.setPixmap(self._ink.theme.pixmap("check", "ok", 14))
            grid.addWidget(tick, row, 0, top)
            (name, *words) = item[0].words if isinstance(item[0], Paragraph) else ()
            grid.addWidget(self._rich(self._ink.words((name,)), "medium"), row, 1, top)
            grid.addWidget(self._rich(self._ink.words(tuple(words)), "body2"), row, 2, top)
        return box

    def _code(self, block: Code) -> QWidget:
        label = self._rich(self._ink.code(block), "code")
        label.setAccessibleName(block.text)
        return label

    def _note(self, block: Note) -> QWidget:
        frame = QFrame()
        frame.setProperty("look", "notice_quiet")
        frame.setMaximumWidth(px(TEXT))
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(px(14), px(8), px(14), px(8))
        for _block, widget in self.widgets(block.blocks):
            inside.addWidget(widget)
        return frame

    def _deed(self, deed: Deed) -> QWidget:
        box = QWidget()
        whole = column(box, spacing=px(14))
        whole.setContentsMargins(0, px(8), 0, 0)
        whole.addWidget(line("rule"))
        row = QHBoxLayout()
        row.setSpacing(16)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(heading(_("Do it here"), "strong"))
        said.addWidget(self._rich(self._ink.words(deed.words), "body2"))
        row.addLayout(said, 1)
        self.button = QPushButton(deed.button)
        self.button.clicked.connect(lambda: self._do(deed.command))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        whole.addLayout(row)
        return box


def _flows(block: Block) -> bool:
    """Tell whether a block is read on from the one before it."""
    return isinstance(block, Paragraph | Table) or (isinstance(block, Items) and not block.ticked)


def picture(block: Picture, theme: Theme) -> QWidget:
    """A picture of the program, or one that is drawn in the colours in force."""
    name = block.file.rpartition("/")[2].removesuffix(".png")
    return drawn(name, theme) if name in DRAWN else Shot(block)


class Shot(QWidget):
    """A picture as large as there is room for, and no larger than it is."""

    def __init__(self, block: Picture) -> None:
        super().__init__()
        accessible.give(self, accessible.Heard(accessible.Role.Graphic)).setAccessibleName(block.alt)
        self.setToolTip(block.alt)
        self._whole = QPixmap(str(picture_file(block)))
        self._scaled = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(px(TEXT))

    def shown(self) -> QSize:
        """How large it stands there, in the pixels of a window."""
        return QSize(min(self.width(), self._whole.width()), self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """Qt: in its own shape."""
        return round(min(width, self._whole.width()) * self._whole.height() / max(self._whole.width(), 1))

    def sizeHint(self) -> QSize:
        """Qt: as wide as a line of text."""
        return QSize(px(TEXT), self.heightForWidth(px(TEXT)))

    def minimumSizeHint(self) -> QSize:
        """Qt: any width will do."""
        return QSize(40, 10)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it, made smaller once for each size."""
        size = self.shown() * self.devicePixelRatioF()
        if self._scaled.size() != size:
            smoothly = Qt.TransformationMode.SmoothTransformation
            self._scaled = self._whole.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smoothly)
        painter = QPainter(self)
        painter.drawPixmap(QRect(QPoint(0, 0), self.shown()), self._scaled)
        painter.end()
