"""Theme, language and size of the text, chosen in one window, seen in all of them and remembered on this machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QSettings

from kpidesk import text as language
from ui.base import scale
from ui.base.theme import Theme


class Looks(QObject):
    """What the menus and the settings can choose; windows follow the theme's signals."""

    def __init__(self, theme: Theme, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._settings = theme, settings

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the menus choose."""
        return {
            "theme_light": partial(self.choose, "light"),
            "theme_dark": partial(self.choose, "dark"),
            "theme_system": partial(self.choose, "system"),
            "text_larger": partial(self._enlarge, scale.STEP),
            "text_smaller": partial(self._enlarge, -scale.STEP),
            "text_ordinary": partial(self._resize, scale.ORDINARY),
            "language_nb": partial(self.speak, "nb"),
            "language_en": partial(self.speak, "en"),
        }

    def apply(self) -> None:
        """Look and speak as the settings say now."""
        language.use(str(self._settings.value("language", language.language())))
        before = self._theme.colors, scale.percent()
        follow(self._theme, self._settings)
        self._theme.resize(scale.chosen(self._settings.value("text_size")))
        if (self._theme.colors, scale.percent()) == before:
            self._theme.language_changed.emit()

    def choose(self, name: str) -> None:
        """Look light, dark, or as the system does."""
        self._settings.setValue("theme", name)
        self._theme.apply(name)

    def speak(self, name: str) -> None:
        """Speak another language."""
        self._settings.setValue("language", name)
        language.use(name)
        self._theme.language_changed.emit()

    def _enlarge(self, by: int) -> None:
        self._resize(scale.percent() + by)

    def _resize(self, percent: int) -> None:
        """Show text in another size."""
        self._theme.resize(percent)
        self._settings.setValue("text_size", scale.percent())


def follow(theme: Theme, settings: QSettings) -> None:
    """Take the colours that the settings say, where they leave it to the machine those that it says now."""
    theme.apply(str(settings.value("theme", "system")), str(settings.value("contrast", "system")))
