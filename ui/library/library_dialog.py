"""The library of KPIs: departments, search and list, and everything about the one chosen.

Typing goes to the search wherever the keyboard is, arrows move in the list, Enter adds, Esc cancels. The dialog opens
no other: who wants a KPI of their own is told after it has closed (``own_asked``).
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QWidget

from kpidesk import format as fmt
from kpidesk import library
from kpidesk.commands import kpis
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import Kpi, Uid
from kpidesk.errors import UserError
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.library import Example, LibraryKpi
from kpidesk.text import _
from ui.base import page
from ui.base.breakpoints import SMALL
from ui.base.dialog_frame import DialogFrame
from ui.base.page import HELP
from ui.base.scale import factor, px
from ui.base.session import Notice, Session
from ui.library.library_detail import LibraryDetail
from ui.library.library_footer import LibraryFooter
from ui.library.library_lists import Departments, OfferView
from ui.library.library_model import LibraryList, Offer
from ui.parts.empty import Empty
from ui.parts.form import Choice
from ui.parts.roomy import roomy
from ui.parts.search_field import lead_with_icon, offer_to_clear, tell_hits

SIZE = (980, 640)
SHARE = 0.4
"""In less than this, in text of the ordinary size, the departments are a choice, and the list takes its share."""
LEFT, MIDDLE = 176, 380
"""Pixels for departments and list; where a language has longer names, the list gives way."""
LONGEST = 22
"""So many letters of a search without hits are repeated."""
SOON_MS = 60
"""So long the fingers rest before everything about the first hit is shown: the list itself follows each letter."""

STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LibraryDialog(DialogFrame):
    """``chosen`` names the KPI that was added, or that is in use already; ``own_asked`` asks for an own one."""

    chosen = Signal(str)
    own_asked = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_("Add KPI from the library"), parent, wide=SIZE[0], high=SIZE[1], spacing=0)
        self.setProperty(HELP, "pitfalls")
        self.session = session
        kpis = session.ws.all(Kpi)
        self._known = {kpi.library_id: kpi for kpi in kpis if kpi.library_id}
        self._owners: dict[Uid | None, Counter[Uid]] = {}
        for kpi in kpis:
            if kpi.owner:
                self._owners.setdefault(kpi.department, Counter())[kpi.owner] += 1
        self._own: str | None = None
        self._chosen: Uid | None = None
        self._department = ""
        self.choice: Choice | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = LibraryList(self)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(SOON_MS)
        self._resting.timeout.connect(self._show_current)
        self.search = QLineEdit()
        # With a parent at once: adopted later, all that a part holds is given its style anew.
        self._middle = QWidget(self._inside)
        self._stack = QStackedWidget(self._middle)
        self.view = OfferView(self.model, session.theme, self._stack)
        self.detail = LibraryDetail(session, self._inside)
        active = [kpi for kpi in kpis if not kpi.parked]
        self.footer = LibraryFooter(session.theme, active, MOST_KPIS, self._foot)
        self._build()
        self._connect()
        self._show_offers()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        panes = QHBoxLayout()
        panes.setSpacing(0)
        self.departments = Departments(self.session.theme, self._places(), self._inside)
        self._left = roomy(self.departments)
        self._left.setFixedWidth(max(px(LEFT), self.departments.sizeHint().width() + 1) - 1)
        self._build_middle()
        panes.addWidget(self._left)
        panes.addWidget(page.line("upright"))
        panes.addWidget(self._middle)
        panes.addWidget(page.line("upright"))
        panes.addWidget(self.detail, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(panes, 1)
        self.body.addWidget(page.line())
        self.put_in_foot(self.footer, aside=True)
        for button in (self.footer.cancel, self.footer.add):
            self.take_button(button)
        self.footer.add.setDefault(True)

    def _places(self) -> list[tuple[str, str, str, int]]:
        found = [("", "library", _("All"), len(library.examples()))]
        for each in library.departments():
            found.append((each.key, each.icon, each.name, len(library.examples(each.key))))
        return found

    def _build_middle(self) -> None:
        self.search.setPlaceholderText(_("Search {n} KPIs").format(n=len(library.examples())))
        self.search.setAccessibleName(_("Search the library"))
        offer_to_clear(self.search)
        lead_with_icon(self.search, self.session.theme)
        self.search.installEventFilter(self)
        self._stack.addWidget(self.view)
        self._column = column = page.column(self._middle)
        box = QHBoxLayout()
        box.setContentsMargins(12, 12, 12, 12)
        box.addWidget(self.search)
        column.addLayout(box)
        column.addWidget(page.line())
        column.addWidget(self._stack, 1)

    @cached_property
    def _no_hits(self) -> Empty:
        """In the list's place when a search finds nothing."""
        made = Empty(self.session.theme, "search-x", "", "", parent=self._stack)
        made.pressed.connect(self._make_searched)
        made.pressed_second.connect(self.search.clear)
        self._stack.addWidget(made)
        return made

    @cached_property
    def _narrow(self) -> QWidget:
        """The departments and the way to an own KPI where there is no room for them on the left."""
        box = QWidget(self._middle)
        row = QHBoxLayout(box)
        row.setContentsMargins(12, 12, 12, 0)
        row.setSpacing(4)
        self.choice = Choice(_("Department"), inplace=False, parent=box)
        self.choice.fill([(name, key) for key, _icon, name, _count in self._places()], self._department)
        self.choice.chosen.connect(self._show_department)
        own = QPushButton(self.session.theme.icon("plus"), "", box)
        own.setToolTip(_("Create your own KPI"))
        own.setAccessibleName(_("Create your own KPI"))
        own.clicked.connect(self._make_own)
        row.addWidget(self.choice, 1)
        row.addWidget(own)
        self._column.insertWidget(0, box)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the parts that there is room for."""
        super().resizeEvent(event)
        narrow = self.width() < SMALL * factor()
        self._left.setVisible(not narrow)
        if narrow or self.choice is not None:
            self._narrow.setVisible(narrow)
        self._middle.setFixedWidth(
            round(self.width() * SHARE) if narrow else px(LEFT + MIDDLE) - self._left.width() - 2
        )

    def _connect(self) -> None:
        self.departments.chosen.connect(self._show_department)
        self.departments.own_asked.connect(self._make_own)
        self.search.textChanged.connect(self._show_found)
        self.view.stepped.connect(self._show_current)
        self.view.taken.connect(self._add)
        self.detail.variant_chosen.connect(self._show_variant)
        self.footer.added.connect(self._add)
        self.footer.cancelled.connect(self.reject)
        self.session.notice.connect(self._say)

    # ---- what is offered ---------------------------------------------------------------------------

    def _show_department(self, key: str) -> None:
        self._department = key
        if self.choice is not None:
            self.choice.setCurrentIndex(max(0, self.choice.findData(key)))
        self.search.clear()
        self._show_offers()

    def _show_offers(self) -> None:
        """Offer what the search finds anywhere, or the department's examples; the first is chosen."""
        typed = self.search.text().strip()
        self.departments.show_chosen("" if typed else self._department)
        found = library.search(typed) if typed else library.examples(self._department)
        self._found = {example.number: example for example in found}
        tell_hits(self.search, len(found))
        self.model.show(self._offer(example) for example in found)
        if found:
            self._stack.setCurrentWidget(self.view)
            self.view.choose(0)  # which shows it
            self.view.scrollToTop()
        else:
            self._show_no_hits(typed)
            self._show_current()

    def _show_found(self) -> None:
        """A letter has come or gone: show what is found now, and soon everything about the first of it."""
        shown = self.detail.kpi
        with QSignalBlocker(self.view):
            self._show_offers()
        if self._found and shown is not None:
            self._resting.start()
        else:
            self._show_current()

    def _catch_up(self) -> None:
        """Show now what was to be shown soon: somebody acts on it."""
        if self._resting.isActive():
            self._show_current()

    def _offer(self, example: Example) -> Offer:
        first = example.kpis[0]
        known = [self._known[kpi.id] for kpi in example.kpis if kpi.id in self._known]
        mark = "" if not known else _("parked") if all(kpi.parked for kpi in known) else _("in use")
        measure = f"{fmt.unit_word(first.unit)} · {fmt.frequency_word(first.frequency)}"
        return Offer(example.number, example.name, mark, measure)

    def _show_no_hits(self, typed: str) -> None:
        shown = typed if len(typed) <= LONGEST else f"{typed[:LONGEST]}…"
        title, make = _("No results for “{text}”."), _("Create the KPI “{text}”")
        self._no_hits.say(title.format(text=shown), "", make.format(text=shown), _("Clear the search"))
        self._stack.setCurrentWidget(self._no_hits)

    # ---- what is chosen ----------------------------------------------------------------------------

    def _show_current(self) -> None:
        self._resting.stop()
        offer = self.model.offer(self.view.currentIndex())
        example = self._found.get(offer.number) if offer else None
        if example is None:
            self.detail.show_nothing()
            self.footer.show_nothing()
        else:
            self._show_kpi(example, example.kpis[0])

    def _show_variant(self, uid: object) -> None:
        self._resting.stop()
        kpi = library.kpi(str(uid))
        self._show_kpi(self._found[kpi.example], kpi)

    def _show_kpi(self, example: Example, kpi: LibraryKpi) -> None:
        self.refuse("")
        known = self._known.get(kpi.id)
        self.detail.show_kpi(kpi, example, self._counter_words(kpi), settled=known is not None)
        if known is None:
            self._suggest_people(kpi)
            self.footer.show_new()
        elif known.parked:
            self.footer.show_known(_("You have parked it."), _("Unpark"))
        else:
            self.footer.show_known(_("You measure it already."), _("Show it"))

    def _counter_words(self, kpi: LibraryKpi) -> tuple[str, str]:
        """The counter-metric, one that is measured if there is one, and whether it is."""
        if not kpi.counters:
            return "", ""
        known = [uid for uid in kpi.counters if uid in self._known]
        used = [uid for uid in known if not self._known[uid].parked]
        partner = library.kpi((used or known or kpi.counters)[0])
        words = _("Follow both. You measure it already.") if used else _("Follow both. You do not measure it yet.")
        if known and not used:
            words = _("Follow both. You have parked it.")
        return _("Counter-metric: {name}").format(name=partner.name), words

    def _suggest_people(self, kpi: LibraryKpi) -> None:
        """Suggest as owner who owns most in that department, and myself as one who tracks it."""
        me, home = self.detail.me, shelf.department_of(self.session.ws, kpi)
        owners = self._owners.get(home)
        owner = owners.most_common(1)[0][0] if owners else me
        self.detail.people.show_people(owner, (me,) if me is not None and me != owner else ())

    # ---- doing -------------------------------------------------------------------------------------

    def _add(self) -> None:
        self._catch_up()
        kpi = self.detail.kpi
        if kpi is None:
            return
        known = self._known.get(kpi.id)
        if known is None:
            self._chosen = self._add_new(kpi)
        elif not known.parked or self._take_back(known):
            self._chosen = known.uid
        if self._chosen is not None:
            self.accept()

    def _add_new(self, kpi: LibraryKpi) -> Uid | None:
        try:
            aim = self.detail.goal.aim()
        except UserError as error:
            self._say(Notice(str(error), "error"))
            return None
        people = self.detail.people
        return self.session.perform(
            shelf.add,
            kpi.id,
            shelf.Limits(aim.value, aim.high, aim.red_flag, aim.red_high),
            shelf.Followers(people.owner_uid, people.tracked_by, people.asked),
            park=self.footer.park,
            said=_("“{name}” is added.").format(name=kpi.name),
        )

    def _take_back(self, known: Kpi) -> bool:
        return self.session.attempt(kpis.park, known.uid, False, said=_("“{name}” is back.").format(name=known.name))

    def _make_own(self) -> None:
        self._own = ""
        self.reject()

    def _make_searched(self) -> None:
        self._own = self.search.text().strip()
        self.reject()

    def done(self, result: int) -> None:
        """Qt: close, and only then tell what comes next."""
        super().done(result)
        if self._chosen is not None:
            self.chosen.emit(self._chosen)
        elif self._own is not None:
            self.own_asked.emit(self._own)

    def _say(self, notice: Notice) -> None:
        self.refuse(notice.text)

    # ---- keys --------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: while the search has the keyboard, arrows move in the list."""
        pressed = watched is self.search and event.type() is QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() in STEPS:
            self.view.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: letters go to the search, wherever the keyboard is; Enter without a hit makes the KPI searched for."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.detail.kpi is None:
            self._make_searched()
            return
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if plain and event.text().isprintable() and event.text():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.insert(event.text())
            return
        super().keyPressEvent(event)
