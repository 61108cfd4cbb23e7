"""A presentation on its screens: begun from the review, left for a figure and come back to, and ended."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from ui.base.session import Session
from ui.present.presentation import Presentation
from ui.present.presenter import Presenter
from ui.present.screens import arranged
from ui.present.stage import Stage


class Showing(QObject):
    """The windows of a presentation. ``over`` tells that it has ended.

    With a second screen the slides are there, and who presents keeps this one.
    """

    over = Signal()

    def __init__(
        self, session: Session, window: QWidget, language: str, sections: tuple[str, ...] | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._ended = False
        self.presentation = Presentation(session, language, sections, self)
        screen, own = arranged(QGuiApplication.screens(), window.screen())
        self.stage = Stage(self.presentation, session.theme, alone=own is None)
        self.presenter = None if own is None else Presenter(self.presentation, session.theme)
        self._put(self.stage, screen)
        self.stage.closing.connect(self.end)
        if self.presenter is not None and own is not None:
            self._put(self.presenter, own)
            self.presenter.asked.connect(self.stage.obey)
            self.presenter.closing.connect(self.end)
        self.presentation.left.connect(self._leave)
        self.presentation.changed.connect(self._greet)
        self.presentation.make()

    def _put(self, widget: QWidget, screen: QScreen) -> None:
        """Fill a screen with a window."""
        widget.setScreen(screen)
        widget.setGeometry(screen.geometry())
        widget.showFullScreen()
        widget.activateWindow()
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _greet(self) -> None:
        """Tell the keys once the first slide is there."""
        if self.presentation.count:
            self.presentation.changed.disconnect(self._greet)
            self.stage.tell_keys()

    # ---- away to a figure, and back --------------------------------------------------------------

    def _leave(self) -> None:
        """Show the window itself; on a second screen the slide stays where it is."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        (self.presenter or self.stage).hide()
        self._window.raise_()
        self._window.activateWindow()
        self.presentation.say_way_back(self.resume)

    def resume(self) -> None:
        """Come back to the slides."""
        if self._ended:
            return
        self._stop_listening()
        self.presentation.take_back_what_was_said()
        mine = self.presenter or self.stage
        mine.showFullScreen()
        mine.raise_()
        mine.activateWindow()
        mine.setFocus(Qt.FocusReason.OtherFocusReason)
        self.presentation.changed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt: while a figure is looked at, Alt+← leads back here and nowhere else."""
        if not isinstance(event, QKeyEvent):
            return False
        back = event.key() == Qt.Key.Key_Left and event.modifiers() == Qt.KeyboardModifier.AltModifier
        if back and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if back and event.type() is QEvent.Type.KeyPress:
            self.resume()
            return True
        return False

    def _stop_listening(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    # ---- the end ---------------------------------------------------------------------------------

    def end(self) -> None:
        """Close every window of it."""
        if self._ended:
            return
        self._ended = True
        self._stop_listening()
        self.presentation.take_back_what_was_said()
        for window in (self.stage, self.presenter):
            if window is not None:
                window.close()
                window.deleteLater()
        self.presentation.end()
        self._window.activateWindow()
        self.over.emit()
