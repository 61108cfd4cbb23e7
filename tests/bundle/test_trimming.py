"""What goes into the bundle and what stays out, by where it would lie there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.table import table

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))

import trimming


@table(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6\\plugins\\imageformats\\qsvg.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "pillow.libs/libz-1234.so.1",
        "libxcb-cursor.so.0",
        "libcrypto.so.3",
    ],
)
def test_what_a_window_needs_goes_in(place: str) -> None:
    assert trimming.library(place)


@table(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6\\plugins\\imageformats\\qwebp.dll",
        "libstdc++.so.6",
        "libX11.so.6",
        "libGL.so.1",
        "libcups.so.2",
        "libglib-2.0.so.0",
    ],
)
def test_what_is_the_machines_or_nobodys_stays_out(place: str) -> None:
    assert not trimming.library(place)


@pytest.mark.parametrize(
    "module", ["kpidesk.store.db.schema", "ui.app.app", "ui.goals", "numpy._core.multiarray", "typing"]
)
def test_what_every_start_loads_is_not_packed(module: str) -> None:
    assert trimming.laid_flat(module)


@pytest.mark.parametrize(
    "module", ["kpidesk.exchange.tables", "ui.kpis.kpi_page", "reportlab.lib", "numpyish", "appdirs"]
)
def test_what_waits_to_be_asked_for_is_packed(module: str) -> None:
    assert not trimming.laid_flat(module)


@table("room", [f"{top}/{room}" for top, rooms in trimming.LAID_FLAT.items() for room in rooms])
def test_the_rooms_that_lie_unpacked_are_there(room: str) -> None:
    assert (Path(__file__).parents[2] / room / "__init__.py").is_file()


def test_a_library_goes_in_when_something_that_is_loaded_leads_to_it() -> None:
    linked = {
        "PySide6/QtGui.abi3.so": {"libQt6Gui.so.6", "libc.so.6"},
        "PySide6/Qt/lib/libQt6Gui.so.6": {"libicuuc.so.73"},
        "PySide6/Qt/lib/libicuuc.so.73": {"libicudata.so.73"},
        "PySide6/Qt/lib/libicudata.so.73": set[str](),
        "PySide6/Qt/lib/libQt6Qml.so.6": {"libQt6Gui.so.6"},
        "libpython3.11.so.1.0": set(),
        "python3.11/lib-dynload/_hashlib.cpython-311-x86_64-linux-gnu.so": {"libcrypto.so.3"},
        "libcrypto.so.3": set(),
        "libgnutls.so.30": set(),
        "pypdfium2_raw/libpdfium.so": set(),
    }
    assert set(linked) - trimming.reached(linked) == {"PySide6/Qt/lib/libQt6Qml.so.6", "libgnutls.so.30"}


def test_all_that_is_ours_goes_in_but_the_sources_of_the_words() -> None:
    for place in ("resources/help/nb/start" + ".md", "resources/i18n/nb/LC_MESSAGES/kpidesk.mo"):
        assert trimming.data(place), place
    assert not trimming.data("resources/i18n/nb/LC_MESSAGES/kpidesk.po")


def test_what_is_for_developers_stays_out() -> None:
    for place in ("numpy/_core/include/numpy/arrayobject.h", "PySide6/QtCore.pyi", "pyqtgraph/colors/maps/a.csv"):
        assert not trimming.data(place), place
    assert trimming.data("openpyxl/data.xml") and trimming.data("reportlab/fonts/zx______.pfb")
