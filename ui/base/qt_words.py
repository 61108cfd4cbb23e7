"""Qt's own words that people meet in this program, so that they are in the catalogue.

Qt ships no bokmål. The translator in ``ui.app.app`` looks its texts up under Qt's own contexts; this list is what makes
the catalogue carry them. It is never called while the program runs.
"""

from __future__ import annotations

from kpidesk.text import pgettext


def words() -> list[str]:
    """Every text of Qt's that is translated, for extraction."""
    return [
        pgettext("QPlatformTheme", "OK"),
        pgettext("QPlatformTheme", "Save"),
        pgettext("QPlatformTheme", "Open"),
        pgettext("QPlatformTheme", "Cancel"),
        pgettext("QPlatformTheme", "Close"),
        pgettext("QPlatformTheme", "&Yes"),
        pgettext("QPlatformTheme", "&No"),
        pgettext("QPlatformTheme", "Discard"),
        pgettext("QPlatformTheme", "Help"),
        pgettext("QPlatformTheme", "Reset"),
        pgettext("QMessageBox", "Show Details..."),
        pgettext("QMessageBox", "Hide Details..."),
        pgettext("QLineEdit", "&Undo"),
        pgettext("QLineEdit", "&Redo"),
        pgettext("QLineEdit", "Cu&t"),
        pgettext("QLineEdit", "&Copy"),
        pgettext("QLineEdit", "&Paste"),
        pgettext("QLineEdit", "Delete"),
        pgettext("QLineEdit", "Select All"),
        pgettext("QWidgetTextControl", "&Undo"),
        pgettext("QWidgetTextControl", "&Redo"),
        pgettext("QWidgetTextControl", "Cu&t"),
        pgettext("QWidgetTextControl", "&Copy"),
        pgettext("QWidgetTextControl", "&Paste"),
        pgettext("QWidgetTextControl", "Delete"),
        pgettext("QWidgetTextControl", "Select All"),
        pgettext("QAbstractSpinBox", "&Step up"),
        pgettext("QAbstractSpinBox", "Step &down"),
        pgettext("QAbstractSpinBox", "&Select All"),
        pgettext("QFileDialog", "Look in:"),
        pgettext("QFileDialog", "File &name:"),
        pgettext("QFileDialog", "Files of type:"),
        pgettext("QFileDialog", "&Open"),
        pgettext("QFileDialog", "&Save"),
        pgettext("QFileDialog", "Save As"),
        pgettext("QFileDialog", "Back"),
        pgettext("QFileDialog", "Forward"),
        pgettext("QFileDialog", "Parent Directory"),
        pgettext("QFileDialog", "Create New Folder"),
        pgettext("QFileDialog", "List View"),
        pgettext("QFileDialog", "Detail View"),
    ]
