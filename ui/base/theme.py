"""Colours, fonts, icons and the one style sheet, for light and dark, each in ordinary and in high contrast.

Everything visible takes its values from ``resources/themes/tokens.json`` through a ``Theme``; the style is Fusion
with our own palette and a generated style sheet. A change of theme emits ``changed``, and the window rebuilds.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from kpidesk import assets
from ui.base import scale
from ui.base.look import system_contrast
from ui.base.look.in_memory import in_memory
from ui.base.reach import accessible

FAMILY = "Desk Sans"
FONT_FILES = ("DeskSans-Regular.ttf", "DeskSans-Medium.ttf", "DeskSans-SemiBold.ttf")
STYLES = {
    "display": (28, 600),
    "page": (20, 600),
    "title": (15, 600),
    "strong": (13, 600),
    "medium": (13, 500),
    "body": (13, 400),
    "small": (12, 400),
    "small_medium": (12, 500),
    "caption": (11, 500),
    "caption_strong": (11, 600),
    "avatar": (9, 600),
}
"""Pixel size and weight of each text style; the design has no others."""
USUAL_PIXELS = {"win32": 12, "darwin": 13}
"""Pixels of the system's own text where nobody has enlarged it."""
LINE = 3
"""Pixels: what is no thicker is a line."""
PIXELS = re.compile(r"((?:min|max)-(?:height|width): )?\b(\d{1,3})px")
"""A measure, and whether it is the size of something."""
LETTER_SPACING = {"display": -0.4, "page": -0.2}


class Theme(QObject):
    """The look in force: ``name`` is ``light`` or ``dark``, ``high`` tells whether contrast is."""

    changed = Signal()
    language_changed = Signal()
    """Another language is in force: whoever shows words makes them anew."""

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._tokens: dict[str, dict[str, str]] = assets.read_json("themes", "tokens.json")
        self._shapes: dict[tuple[str, float], QPixmap] = {}
        self._icons: dict[tuple[str, str, int, float], QPixmap] = {}
        self.name, self.high = "light", False
        self._contrast = "system"
        self._colors: dict[tuple[str, bool, str, float], QColor] = {}
        self._fonts: dict[tuple[str, int], QFont] = {}
        self._system_pixels = QFontInfo(application.font()).pixelSize()
        self._found = "dark" if application.palette().window().color().lightness() < 110 else "light"
        for file in FONT_FILES:
            QFontDatabase.addApplicationFont(str(assets.path("fonts", file)))
        accessible.listen()
        application.setStyle("Fusion")
        application.setFont(self.font("body"))

    def apply(self, name: str, contrast: str | None = None) -> None:
        """Show ``light``, ``dark``, or ``system`` for what the machine prefers.

        ``contrast`` is ``high``, ``ordinary``, or ``system``; without it what was asked for last stays.
        """
        self._contrast = contrast or self._contrast
        wanted = self.system() if name == "system" else name
        high = self.system_is_high() if self._contrast == "system" else self._contrast == "high"
        if high and self._contrast == "system" and system_contrast.has_colors():
            wanted = self._take_system_colors()
        first = not self._application.styleSheet()
        if (wanted, high) == (self.name, self.high) and not first:
            return
        self.name, self.high = wanted, high
        self._icons.clear()
        self._colors.clear()
        self._application.setPalette(self._palette())
        self._application.setStyleSheet(self.style_sheet())
        self.changed.emit()

    @contextmanager
    def on_paper(self) -> Iterator[None]:
        """Give the colours of paper for as long as it lasts; nothing that is in view changes."""
        before = self.name, self.high
        self.name, self.high = "light", False
        try:
            yield
        finally:
            self.name, self.high = before

    @property
    def colors(self) -> str:
        """Which colours are in force, by a word."""
        return f"{self.name}_high" if self.high else self.name

    @property
    def scale(self) -> float:
        """How large text is, 1 for the ordinary size; everything drawn is measured by it."""
        return scale.factor()

    def resize(self, percent: int) -> None:
        """Show text, and all that is measured by it, in another size: per cent of the ordinary one."""
        before = scale.percent()
        scale.use(percent)
        if scale.percent() == before:
            return
        self._application.setFont(self.font("body"))
        self._application.setStyleSheet(self.style_sheet())
        self.changed.emit()

    def system(self) -> str:
        """What the machine prefers; where it does not say, judged by the palette found at the start."""
        scheme = QGuiApplication.styleHints().colorScheme()
        if scheme == Qt.ColorScheme.Unknown:
            return self._found
        return "dark" if scheme == Qt.ColorScheme.Dark else "light"

    def system_is_high(self) -> bool:
        """Whether the machine asks for high contrast."""
        hints = QGuiApplication.styleHints()  # held: its accessibility goes with it
        return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast

    def _take_system_colors(self) -> str:
        """Use the colours that the machine has for high contrast; tells whether they are light or dark."""
        name, tokens = system_contrast.tokens(self._system_palette(), self._tokens)
        self._tokens[f"{name}_high"] = tokens
        return name

    def _system_palette(self) -> QPalette:
        """The system's own, which lies below ours."""
        ours = self._application.palette()
        self._application.setPalette(QPalette())
        theirs = self._application.palette()
        self._application.setPalette(ours)
        return theirs

    def system_text(self) -> int:
        """How large the machine writes, in per cent of what its makers think ordinary; never below that."""
        usual = USUAL_PIXELS.get(sys.platform, 15)
        return max(scale.ORDINARY, round(10 * self._system_pixels / usual) * 10)

    def hex(self, token: str) -> str:
        """A colour as ``#rrggbb``."""
        return self._tokens[self.colors][token]

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A colour by its token; it is the one that all are painted with, and not to be changed."""
        key = self.name, self.high, token, alpha
        known = self._colors.get(key)
        if known is None:
            known = self._colors[key] = QColor(self.hex(token))
            known.setAlphaF(alpha)
        return known

    def font(self, style: str) -> QFont:
        """A font by its style."""
        key = style, scale.px(STYLES[style][0])
        known = self._fonts.get(key)
        if known is None:
            known = self._fonts[key] = self._made_font(*key)
        return QFont(known)

    def _made_font(self, style: str, pixels: int) -> QFont:
        weight = STYLES[style][1]
        font = QFont(FAMILY)
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if style in LETTER_SPACING:
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, LETTER_SPACING[style])
        return font

    def pixmap(self, name: str, token: str = "text2", size: int = 16) -> QPixmap:
        """An icon drawn in a colour, as large as text is, sharp on the densest screen."""
        ratio = self._application.devicePixelRatio() * scale.enlargement()
        side = scale.px(size)
        key = (name, token, side, ratio)
        if key not in self._icons:
            made = self._icons[key] = _colored(self._shape(name, side * ratio), self.color(token))
            made.setDevicePixelRatio(ratio)
        return self._icons[key]

    def _shape(self, name: str, pixels: float) -> QPixmap:
        """An icon in no colour yet: each has one only, and to draw it takes longer than to colour it."""
        if (name, pixels) not in self._shapes:
            self._shapes[name, pixels] = _rendered(assets.read_bytes("icons", f"{name}.svg"), pixels)
        return self._shapes[name, pixels]

    def program_mark(self, size: int) -> QPixmap:
        """The program's own icon, as large as text is: below 48 pixels one whose edges lie on whole ones."""
        ratio = self._application.devicePixelRatio() * scale.enlargement()
        pixels = scale.px(size) * ratio
        made = _rendered(assets.read_bytes("marks", _mark_for(pixels)), pixels)
        made.setDevicePixelRatio(ratio)
        return made

    def program_icon(self) -> QIcon:
        """The same for window and task bar, in the sizes that they ask for."""
        icon = QIcon()
        for pixels in (16, 24, 32, 48, 64, 128):
            icon.addPixmap(_rendered(assets.read_bytes("marks", _mark_for(pixels)), pixels))
        return icon

    def icon(self, name: str, token: str = "text2", size: int = 16) -> QIcon:
        """An icon for a button or an action."""
        icon = QIcon(self.pixmap(name, token, size))
        icon.addPixmap(self.pixmap(name, "disabled", size), QIcon.Mode.Disabled)
        return icon

    def style_sheet(self) -> str:
        """The whole application's style sheet in this theme."""
        values = {
            **self._tokens[self.colors],
            "chevron_down": self._drawn("chevron-down", "text2"),
            "chevron_up": self._drawn("chevron-down", "text2", up=True),
            "check": self._drawn("check", "on_accent"),
        }
        sheets = ("style.qss", "high_contrast.qss") if self.high else ("style.qss",)
        rules = "".join(assets.read_bytes("themes", each).decode() for each in sheets)
        return sized(Template(rules).substitute(values))

    def _drawn(self, name: str, token: str, *, up: bool = False) -> str:
        """An icon by a path that a style sheet finds."""
        svg = assets.read_bytes("icons", f"{name}.svg").replace(b"currentColor", self.hex(token).encode())
        if up:
            svg = svg.replace(b"m6 9 6 6 6-6", b"m18 15-6-6-6 6")
        return in_memory(f"{name}.svg", svg)

    def _palette(self) -> QPalette:
        palette = QPalette(self.color("page"))
        role = QPalette.ColorRole
        for which, token in (
            (role.Window, "page"), (role.Base, "page"), (role.AlternateBase, "sunken"), (role.Button, "page"),
            (role.Text, "text"), (role.WindowText, "text"), (role.ButtonText, "text"), (role.BrightText, "off"),
            (role.Highlight, "select"), (role.HighlightedText, "text"), (role.Link, "accent"),
            (role.PlaceholderText, "text3"), (role.ToolTipBase, "raised"), (role.ToolTipText, "text"),
            (role.Mid, "line_strong"), (role.Accent, "accent"),
        ):  # fmt: skip
            palette.setColor(which, self.color(token))
        for which in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self.color("disabled"))
        return palette


def sized(style: str) -> str:
    """A style sheet in the size of text in force; lines and borders keep their strength.

    Where text is smaller, what can be pressed is no smaller with it.
    """

    def measured(found: re.Match[str]) -> str:
        pixels = int(found[2])
        shown = pixels if pixels <= LINE else scale.px(pixels)
        return f"{found[1]}{max(pixels, shown)}px" if found[1] else f"{shown}px"

    return PIXELS.sub(measured, style)


def _mark_for(pixels: float) -> str:
    """The drawing of the program's icon that is made for a size."""
    return next((f"kpidesk-{size}.svg" for size in (16, 24, 32) if pixels <= size), "kpidesk.svg")


def _colored(shape: QPixmap, color: QColor) -> QPixmap:
    """A picture of one colour in another."""
    pixmap = QPixmap(shape)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), color)
    painter.end()
    return pixmap


def _rendered(svg: bytes, pixels: float) -> QPixmap:
    """A drawing as a square picture."""
    pixmap = QPixmap(QSize(round(pixels), round(pixels)))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap
