"""Merge a copy: what it holds, what both have changed, what follows; nothing is written before the button.

The same page settles conflicts that a shared file has brought by itself: then there is no copy, only tiles.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands.whole import going_back
from kpidesk.errors import UserError
from kpidesk.text import _, ngettext
from kpidesk.wording.history import genitive
from kpidesk.workspace import Changes, Head, PasswordNeeded
from ui.base.actions import with_key
from ui.base.breakpoints import NARROW, SMALL
from ui.base.keys.pressed import meaning, shortcuts
from ui.base.page import Band, Page, column, head, heading, line, text
from ui.base.reach.announcing import announce_when_still
from ui.base.reach.order import read_as_it_stands
from ui.base.replacing import discard, show_inside
from ui.base.scale import px
from ui.base.session import Notice, Session
from ui.base.tasks import Aside
from ui.base.waiting import Patient, whole_or_not
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty
from ui.parts.end_room import end_with_room
from ui.parts.head_room import HeadRoom, hides
from ui.sharing.merge_body import MergeBody
from ui.sharing.merge_preview import ConflictRow, Preview, Reading, conflict_rows
from ui.sharing.merge_side import MergeSide
from ui.sharing.merge_tiles import Conflicts
from ui.sharing.password_dialog import AskPassword

SIDE, NARROW_SIDE = 324, 264
BESIDE = 730
"""Pixels of the window, without the side, in which tiles have room beside what they are about."""
PROGRESS_MS = 400
AGAIN_MS = 250


class MergePage(Page):
    """See the module. Shown with the copy's path, or with ``None`` for what is left to review."""

    place = "merge"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.path: Path | None = None
        self.preview: Preview | None = None
        self.body: MergeBody | None = None
        self._side: MergeSide | None = None
        self._width = NARROW
        self._asked: Path | None = None
        self.asking: AskPassword | None = None
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._on_read)
        self._aside.failed.connect(self._on_refused)
        self._slow, self._again = QTimer(self), QTimer(self)
        for timer, milliseconds, slot in (
            (self._slow, PROGRESS_MS, self._show_progress),
            (self._again, AGAIN_MS, self._read),
        ):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            timer.timeout.connect(slot)
        self._build()
        shortcuts(self, "merge", {"merge": self.do.click})

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        self._box = box = column(self)
        top, row, self._title = head(_("Merge a copy"))
        back = QToolButton()
        back.setIcon(self.session.theme.icon("arrow-left", "text2", 16))
        back.setToolTip(with_key(_("Back"), "Alt+Left"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self.go_back)
        row.insertWidget(0, back)
        row.addStretch()
        box.addWidget(top)
        box.addWidget(line("rule"))
        self._middle = QWidget()
        self._both = both = QHBoxLayout()
        both.setSpacing(0)
        self._side_area, self._edge = _scrolling(QWidget()), _upright()
        self._side_area.setObjectName("side")
        both.addWidget(self._side_area)
        both.addWidget(self._edge)
        both.addWidget(self._middle, 1)
        box.addLayout(both, 1)
        self.drawer = Drawer(self.session, self, self._side_area, partial(both.insertWidget, 0), _("The copy"))
        self.drawer.add_opener(row)
        box.addWidget(line())
        self._foot = self._build_foot()
        box.addWidget(self._foot)

    def _build_foot(self) -> QWidget:
        foot = Band()
        row = foot.row
        promise = text(_("Can be undone with one click afterwards."), "small")
        row.addWidget(promise)
        row.addStretch()
        HeadRoom(foot, [hides(promise)])
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.go_back)
        self.do = QPushButton(_("Merge"))
        self.do.setProperty("primary", True)
        self.do.clicked.connect(self._merge)
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        return foot

    def _put(self, middle: QWidget) -> None:
        self._both.replaceWidget(self._middle, middle)
        middle.show()  # now: the layout would show it in a later turn, too late for the keyboard
        discard(self._middle)
        self._middle = middle

    # ---- reading -----------------------------------------------------------------------------------

    def show_argument(self, argument: object) -> None:
        """Begin with a copy."""
        path = argument if isinstance(argument, Path) else None
        self._forget()
        self.path = path
        self._title.setText(_("Merge a copy") if path else _("To review"))
        self._read()

    def refresh(self, changes: Changes | None) -> None:
        """The file has changed meanwhile: work it out anew, keeping what was chosen.

        While our own answer is being saved, the file changes by that: there is nothing left to ask.
        """
        if not self.saving and (changes is not None or self.path is None):
            self._read()

    def _forget(self) -> None:
        self._aside.cancel()
        self._slow.stop()
        self._again.stop()
        self.preview = None
        self._show_no_side()
        self._put(QWidget())
        self._foot.hide()

    def _read(self) -> None:
        if self.path is None:
            self._show_left(conflict_rows(self.session.ws.merging.conflicts(), self.session.ws))
            return
        if self.preview is None:
            self._slow.start()
        self._aside.start(Reading(self.path, self.choices()))

    @property
    def conflicts(self) -> Conflicts | None:
        """The conflicts in view."""
        return self.body.conflicts if self.body is not None else None

    def choices(self) -> dict[object, Head]:
        """What has been chosen."""
        return self.conflicts.choices() if self.conflicts is not None else {}

    def _show_progress(self) -> None:
        waiting = QWidget()
        box = QVBoxLayout(waiting)
        box.setSpacing(10)
        box.addStretch(2)
        name = self.path.name if self.path is not None else ""
        for part in (heading(_("Reading “{name}”").format(name=name)), self._bar()):
            box.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(text(_("Nothing is saved before you have seen what it contains."), "small"), 0,
                      Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        stop = QPushButton(_("Cancel"))
        stop.clicked.connect(self.go_back)
        box.addWidget(stop, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self._put(waiting)

    @staticmethod
    def _bar() -> QProgressBar:
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(px(280))
        return bar

    def _on_refused(self, error: object) -> None:
        self._slow.stop()
        if isinstance(error, PasswordNeeded) and self.path is not None:
            self._ask_password(self.path, error)
            return
        if isinstance(error, UserError):
            self.session.tell_refused(error)
        else:
            words = _("The copy could not be read. Nothing was changed.")
            self.session.notice.emit(Notice(words, "error", str(error), here=True))
        self.go_back()

    def _ask_password(self, path: Path, error: PasswordNeeded) -> None:
        title = _("“{name}” has a password").format(name=path.name)
        sentence = str(error) if self._asked == path else _("Type it to open the file.")
        self._asked = path
        self.asking = AskPassword(title, sentence, "", self)
        self.asking.given.connect(self._try_password)
        self.asking.rejected.connect(self.go_back)
        self.asking.open()

    def _try_password(self, password: str) -> None:
        self.session.ws.lock.learn(password)
        self._read()

    def _on_read(self, preview: object) -> None:
        if not isinstance(preview, Preview) or preview.path != self.path:
            return
        self._slow.stop()
        before = self.preview
        self.preview = preview
        if before is not None and _same_but_figures(before, preview):
            if self._side is not None:
                self._side.show_outcomes(preview.outcomes)
            return
        self._show(preview)

    # ---- showing -----------------------------------------------------------------------------------

    def _show(self, preview: Preview) -> None:
        if not preview.total:
            self._show_nothing_new(preview)
            return
        self._title.setText(_("Merge {whose} copy").format(whose=genitive(preview.whose)))
        self._show_side(preview)
        if self.body is not None:
            self.body.tell(preview)
            self._count_left()
            return
        self.body = self._made_body()
        self.body.tell(preview)
        self._begin(_scrolling(self.body))

    def _show_side(self, preview: Preview) -> None:
        self._side = MergeSide(self.session.theme, preview)
        at = self._side_area.verticalScrollBar().value()
        end_with_room(self._side)
        show_inside(self._side_area, self._side)
        self._side_area.verticalScrollBar().setValue(at)

    def _show_no_side(self) -> None:
        self.body = self._side = None
        self.drawer.shut()
        self._fit()

    def _made_body(self) -> MergeBody:
        body = MergeBody(self.session.theme)
        body.chosen.connect(self._on_chosen)
        return body

    def _begin(self, middle: QWidget) -> None:
        """Show what there is to choose for the first time; later it is told only what has changed."""
        self._put(middle)
        self._foot.show()
        self._fit()
        read_as_it_stands(self)
        self._count_left()
        self._put_focus()

    def _show_left(self, rows: list[ConflictRow]) -> None:
        if not rows:
            self._show_nothing(_("Nothing to review"), _("Somebody has resolved the conflicting changes."))
            return
        if self.body is not None:
            self.body.tell_left(rows)
            self._count_left()
            return
        self.body = self._made_body()
        self.body.tell_left(rows)
        self._begin(_scrolling(self.body))

    def _show_nothing_new(self, preview: Preview) -> None:
        title, all_here = _("The copy has nothing new"), _("Everything in it is already in this file.")
        if not preview.undone:
            self._show_nothing(title, all_here)
            return
        words = _(
            "What was merged from {whose} copy was undone {when}. To redo it, choose that undo in the history, and "
            "“Undo only this”."
        )
        undone = words.format(whose=genitive(preview.whose), when=preview.undone)
        self._show_nothing(title, f"{all_here} {undone}", history=_("Open the history"))

    def _show_nothing(self, title: str, sentence: str, *, history: str = "") -> None:
        self._show_no_side()
        empty = Empty(self.session.theme, "circle-check", title, sentence, _("Back"), history)
        empty.pressed.connect(self.go_back)
        empty.pressed_second.connect(partial(self.session.navigate.emit, "history", None))
        self._put(empty)
        self._foot.hide()
        if empty.button is not None and self.isVisible():
            empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_focus(self) -> None:
        if not self.isVisible():
            return
        if self.conflicts is not None and self.conflicts.left:
            self.conflicts.focus_first()
        elif self.do.isEnabled():
            self.do.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self, width: int) -> None:
        """Follow the window's width."""
        self._width = width
        self._fit()

    def _fit(self) -> None:
        """The side is a drawer in a small window; tiles stand under what they are about where they have no room."""
        narrow, small, sided = self._width < NARROW, self._width < SMALL, self._side is not None
        self.drawer.use(small and sided)
        self._edge.setVisible(sided and not small)
        side = 0
        if not self.drawer.used:
            side = NARROW_SIDE if narrow else SIDE
            self._side_area.setFixedWidth(px(side))
            self._side_area.setVisible(sided)
        if self.conflicts is not None:
            self.conflicts.be_narrow(narrow)
            self.conflicts.stack(self._width - side < BESIDE)

    # ---- choosing and merging ----------------------------------------------------------------------

    def _on_chosen(self) -> None:
        self._count_left()
        announce_when_still(self.do.text())
        if self.path is not None:
            self._again.start()

    def _count_left(self) -> None:
        left = self.conflicts.left if self.conflicts is not None else 0
        if self.path is None:
            chosen = len(self.choices())
            words = ngettext("Settle {n} conflict", "Settle {n} conflicts", chosen).format(n=chosen)
            self.do.setText(words if chosen else _("Choose a value"))
            self.do.setEnabled(chosen > 0)
            return
        total = self.preview.total if self.preview is not None else 0
        if left:
            self.do.setText(
                ngettext("Choose in {n} more conflict", "Choose in {n} more conflicts", left).format(n=left)
            )
        else:
            words = ngettext("Merge {n} change", "Merge {n} changes", total)
            self.do.setText(words.format(n=fmt.number(total)))
        self.do.setEnabled(not left)

    def _merge(self) -> None:
        if self.path is None:
            self._settle()
            return
        if self.preview is None:
            return
        self._aside.cancel()
        self._again.stop()
        self.do.setEnabled(False)
        self.do.setText(_("Merging …"))
        telling = _("Merging the changes of “{name}”.").format(name=self.path.name)
        waiting = Patient(self.window(), _("Merge a copy"), telling, reassurance=whole_or_not())
        words = ngettext(
            "{n} change is merged from {whose} copy", "{n} changes are merged from {whose} copy", self.preview.total
        ).format(n=fmt.number(self.preview.total), whose=genitive(self.preview.whose))
        merged = None
        try:
            merged = self.save(waiting.wait, going_back.merge, self.path, self.choices(), said=words)
        finally:
            if merged is None:
                self._count_left()
                self._read()  # the file may have changed while we did not listen
        if merged is not None:
            self.go_back()

    def _settle(self) -> None:
        count = len(self.choices())
        words = ngettext("{n} conflict is settled", "{n} conflicts are settled", count).format(n=count)
        waiting = Patient(self.window(), _("To review"), _("Saving what was chosen."), reassurance=whole_or_not())
        done = self.save(waiting.wait, going_back.settle, self.choices(), said=words)
        if done and not self.session.ws.merging.open_conflicts():
            self.go_back()
        else:
            self._read()

    def go_back(self) -> None:
        """Go where we came from; nothing has been written by looking."""
        self._forget()
        self.path = None
        self.session.leave.emit()

    def leave(self) -> None:
        """The page goes: end what is being read."""
        self._slow.stop()
        self._again.stop()
        self._aside.stop()

    # ---- the keyboard ------------------------------------------------------------------------------

    def foot(self) -> QWidget:
        """Merging, or leaving it."""
        return self._foot

    def initial_focus(self) -> QWidget | None:
        """The first conflict, or the button."""
        if self.conflicts is not None and self.conflicts.left:
            return self.conflicts.first()
        return self.do if self.do.isEnabled() and self.do.isVisible() else None

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {"back": self.go_back, "toggle_details": self.drawer.toggle}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape goes back."""
        if meaning("merge", event) == "go_back":
            self.go_back()
            return
        super().keyPressEvent(event)


def _same_but_figures(one: Preview, other: Preview) -> bool:
    """Tell whether only what follows has changed."""
    return (one.total, one.people, one.conflicts, one.warnings) == (
        other.total, other.people, other.conflicts, other.warnings,
    )  # fmt: skip


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    end_with_room(inside)
    area.setWidget(inside)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _upright() -> QWidget:
    rule = line()
    rule.setFixedWidth(1)
    rule.setMinimumHeight(0)
    rule.setMaximumHeight(16777215)
    return rule
