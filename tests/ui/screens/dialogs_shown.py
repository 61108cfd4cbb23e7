"""Every dialog of the window, filled as it is met: by name, and how it is made over a window with a file open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from kpidesk import library
from kpidesk.commands.arrange import Parting
from kpidesk.commands.goals.titles import Proposal
from kpidesk.commands.intake import NewKpi
from kpidesk.domain.entities import CheckIn, Input, KeyResult, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.accounts.kpis import Aim, Offer
from kpidesk.exchange.reply_sheet import Edit, Reply
from kpidesk.exchange.tables.understood import Typed
from kpidesk.figures import Effect
from kpidesk.figures.goals.undecided import Undecided
from kpidesk.hub.address import Address, Tls
from kpidesk.hub.exchanged import HubRefused, Stuck
from kpidesk.report.covering import Words
from kpidesk.store.files.backups import Backup
from kpidesk.store.files.recovery import Lifeline
from kpidesk.text import msg
from kpidesk.viz.number_table import NumberTable
from kpidesk.workspace import Restored, RestorePreview, ServerState, new_uid
from ui.app.faults.fault import CrashDialog, FaultDialog
from ui.app.go_to import GoTo
from ui.app.moment import MomentDialog
from ui.app.settings_dialog import SettingsDialog
from ui.app.window import Window
from ui.base.reach.numbers_dialog import NumbersDialog
from ui.base.session import Session
from ui.base.waiting import Progress
from ui.goals.check_in import CheckInDialog
from ui.goals.retitle import Retitle
from ui.help.about import AboutDialog
from ui.history.restore_dialog import RestoreDialog
from ui.history.value_history import ValueHistory
from ui.imports.accounts.own_number_dialog import OwnNumberDialog
from ui.imports.checking.new_kpi_dialog import NewKpiDialog
from ui.imports.export.export_dialog import ExportDialog
from ui.imports.reading.typed_answer import TypedDialog
from ui.kpis.delete_kpi import DeleteKpi
from ui.kpis.kpi_form import CALCULATED, KpiForm
from ui.kpis.note import NoteDialog
from ui.library.library_dialog import LibraryDialog
from ui.overview.duties import DutiesDialog
from ui.parts import newcomer
from ui.parts.newcomer import NewName
from ui.parts.reason import ReasonDialog
from ui.reminders.calendar_dialog import CalendarDialog
from ui.review.closing_dialog import ClosingDialog
from ui.review.mail_dialog import MailDialog
from ui.sharing.file_care import RenameFile, Sure
from ui.sharing.lost_dialog import LostDialog
from ui.sharing.password_dialog import AskPassword, Rewriting, SetPassword
from ui.sharing.reply_dialog import ReplyDialog
from ui.sharing.rescue_dialog import RescueDialog
from ui.sharing.send_copy import COPY, SHEET, SendDialog
from ui.sharing.server.join_dialog import JoinDialog
from ui.sharing.server.missing_dialog import MissingDialog
from ui.sharing.server.share_dialog import ServerForm, ShareDialog
from ui.sharing.server.standing_dialog import StandingDialog
from ui.targets.target_dialog import TargetDialog

Made = Callable[[], QDialog]
REASON = "Filen er skadet: den begynner ikke som en fil fra KPI Desk gjør. Ingenting er endret."
RESTORED = Restored(
    1, "Ola Nygård", dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC), dt.datetime.fromisoformat("2026-03-12 16:40"), 14
)
FILE = Path("Varmepumper Nord og Sønner med datterselskaper.kpidesk")


def shown(window: Window) -> Iterator[tuple[str, Made]]:
    """The name of each dialog, and what makes it."""
    session = window.session
    assert session is not None
    kpi = session.ws.all(Kpi)[0]
    yield "calendar", lambda: CalendarDialog(session, window)
    yield "removed", lambda: LostDialog(session, RESTORED, window)
    yield "settings", lambda: SettingsDialog(window.settings, session, window)
    yield "new KPI", lambda: KpiForm(session, None, window)
    yield "own formula", lambda: _calculated(KpiForm(session, None, window))
    yield "edit KPI", lambda: KpiForm(session, kpi, window)
    yield "library", lambda: LibraryDialog(session, window)
    for kind in ("level", "steps", "path", "season"):
        yield f"target, {kind}", partial(_target, session, kpi, kind, window)
    for way in (COPY, SHEET):
        yield f"send, {way}", partial(SendDialog, session, window, way)
    yield "delete KPI", lambda: DeleteKpi(kpi, Parting(2_300, 14), window)
    yield "duties", lambda: DutiesDialog(session, window)
    yield "moment", lambda: _refused(MomentDialog(session, dt.date(2025, 1, 2), window))
    yield from _of_the_file(window, session)
    yield from _of_the_server(window, session)
    yield from _of_goals(session, window)
    yield from _of_a_review(session, window)
    yield from _of_imports(session, kpi, window)
    yield from _of_numbers(session, kpi, window)
    yield "go to", lambda: GoTo(session, window.commands.available(), window)
    yield "fault", lambda: _unfolded(FaultDialog("Traceback (most recent call last)\n" * 20, window))
    yield "crash", lambda: CrashDialog("Traceback (most recent call last)", window)
    yield "new person", lambda: NewName(session, newcomer.person(), window)
    yield "about", lambda: AboutDialog(window.theme, window.home, window)
    yield "progress", lambda: Progress("Flett inn kopi", f"Leser «{FILE.name}».", window)


def _of_the_file(window: Window, session: Session) -> Iterator[tuple[str, Made]]:
    now = session.ws.now()
    backup = Backup(FILE, now, "daily", 120_000)
    yield "password", lambda: AskPassword(f"«{FILE.name}» har passord", REASON, "Lag den på nytt …", window)
    yield "set password", lambda: SetPassword(FILE.name, lambda _typed: True, window)
    yield "rewriting", lambda: Rewriting(window)
    yield "rename the file", lambda: _refused_name(RenameFile(FILE, window, shared=True))
    yield "start over", lambda: _asking(Sure("Begynn på nytt", "Begynne på nytt med en tom fil?", window))
    yield "rescue", lambda: RescueDialog(FILE, REASON, Lifeline("x", FILE, backup), session.ws.now, window)
    changes = tuple(each for uid in _numbers(session) for each in session.ws.history.of(uid, "name"))
    preview = RestorePreview(now, changes, later=12, kept=3, lost_here=2)
    yield "restore", lambda: RestoreDialog(session, backup, preview, window)


def _of_the_server(window: Window, session: Session) -> Iterator[tuple[str, Made]]:
    address = Address("felles-database.varmepumper-nord.no", "kpidesk", "ola.nordmann", 5433, Tls.REQUIRE)
    yield "share by a server", lambda: _tried(ShareDialog(FILE.name, _says, _says, window), address)
    yield "join a server", lambda: _tried(JoinDialog(_says, _says, None, window), address)
    yield "server", lambda: _standing(StandingDialog(session, address, window))
    yield "server is missing", lambda: MissingDialog("cryptography", window)


def _says(*_asked: object) -> Any:
    return "PostgreSQL 15.5 svarer, men forbindelsen er ikke kryptert. Filen ligger ikke der ennå, men kan legges dit."


def _tried(dialog: ServerForm, address: Address) -> ServerForm:
    dialog.form.show_address(address)
    dialog.form.password.setText("hemmelig")
    dialog.tell_found(_says())
    return dialog


def _standing(dialog: StandingDialog) -> StandingDialog:
    problem = HubRefused(msg("The team server does not know this user with this password. Nothing was changed."),
                         details="FATAL: password authentication failed", password=True)  # fmt: skip
    stuck = (Stuck("Per Hansen", "pc-7", "per"),)
    dialog.show_state(ServerState(None, problem, dialog._session.ws.now(), stuck, stuck))
    return dialog


def _of_goals(session: Session, window: Window) -> Iterator[tuple[str, Made]]:
    result, entry = session.ws.all(KeyResult)[0], session.ws.all(CheckIn)[0]
    proposal = Proposal(
        result, "Svartid ned fra 1200000 til 850000 minutter", {"start": 12e5, "target": 85e4}, "minutes"
    )
    yield "retitle", lambda: Retitle(session, proposal, None, window)
    yield "check-in", lambda: CheckInDialog(session, entry, window)
    yield "reason", lambda: ReasonDialog(f"Droppe «{result.title}»?", "Det blir stående med grunnen.", "Dropp", window)
    yield "value history", lambda: ValueHistory(session, KeyResult, result.uid, "title", window)


def _of_a_review(session: Session, window: Window) -> Iterator[tuple[str, Made]]:
    titles = tuple(f"{each.title} som ble lagt til underveis" for each in session.ws.all(KeyResult))
    found = Undecided(titles, titles[:2], ("Åpne verkstedet på søndager når det er ventetid på montering",))
    yield "closing", lambda: ClosingDialog(found, Frequency.QUARTER, window)
    words = Words("Kvartalsgjennomgang for Varmepumper Nord, 4. kvartal 2026", "Hei,\n\nher er den.\n\nHilsen Kari")
    attached = (f"{FILE.stem} – gjennomgang 4. kvartal 2026.pdf", "128 kB")
    yield "mail", lambda: MailDialog(session, words, attached, window)


def _of_imports(session: Session, kpi: Kpi, window: Window) -> Iterator[tuple[str, Made]]:
    year = Period.containing(session.today(), Frequency.YEAR).next()
    offer = Offer(library.kpi("net_sales"), (), (), None, (), Aim.OWN, year)
    yield "own number", lambda: _nothing_typed(OwnNumberDialog(session, offer, window))
    new = NewKpi("Omsetning uten merverdiavgift fra kassen", unit="currency", parked=True)
    yield "new KPI of a file", lambda: NewKpiDialog(session, new, window)
    yield "typed answer", lambda: TypedDialog(next(iter(Typed)), "Kolonnen «Dato» er lest som dag, måned, år.", window)
    yield "export", lambda: ExportDialog(session, window, kpi.uid)


def _of_numbers(session: Session, kpi: Kpi, window: Window) -> Iterator[tuple[str, Made]]:
    week = Period.containing(session.today(), Frequency.WEEK)
    yield "note", lambda: _done(NoteDialog(session, kpi, week, None, Effect(41.5, 38.25, 9), window))
    heads, rows = ("Periode", "Verdi", "Målverdi"), tuple((f"uke {n} 2026", f"{n}", "41,5") for n in range(12, 0, -1))
    yield "numbers of a picture", lambda: NumbersDialog(NumberTable(kpi.name, heads, rows), window)
    edits = tuple(
        Edit(uid, week.previous(step), 41.5, 1_284_500.0 + step, True, "", "Telt på nytt etter ferien")
        for uid in _numbers(session) for step in range(4)
    )  # fmt: skip
    yield "reply", lambda: ReplyDialog(session, Reply(FILE, "Ola Nordmann-Hansen", new_uid(), edits, 3), window)


def _numbers(session: Session) -> list[str]:
    return [each.uid for each in session.ws.all(Input)]


def _target(session: Session, kpi: Kpi, kind: str, window: Window) -> TargetDialog:
    dialog = TargetDialog(session, kpi, window)
    dialog.kinds.choose(kind)
    return dialog


def _calculated(form: KpiForm) -> KpiForm:
    form.measured.choose(CALCULATED)
    form.unfold.setChecked(True)
    return form


def _refused(dialog: MomentDialog) -> MomentDialog:
    dialog.field.setText("i går")
    dialog.show_button.click()
    return dialog


def _refused_name(dialog: RenameFile) -> RenameFile:
    dialog.name.setText("a/b")
    dialog.buttons()[-1].click()
    return dialog


def _nothing_typed(dialog: OwnNumberDialog) -> OwnNumberDialog:
    dialog.use.click()
    return dialog


def _asking(dialog: Sure) -> Sure:
    dialog.tell("Bedriften, folkene og avdelingene blir. Det tas en sikkerhetskopi først, og det kan angres.")
    dialog.offer("Begynn på nytt", lambda: None)
    return dialog


def _done(dialog: NoteDialog) -> NoteDialog:
    dialog.action.setChecked(True)
    return dialog


def _unfolded(dialog: FaultDialog) -> FaultDialog:
    dialog.show_details.click()
    return dialog
