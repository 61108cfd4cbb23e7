"""Draw the icons of the program and of its files for the systems: ``python packaging/system_icons.py``.

The drawings lie in resources/marks (below 48 pixels each size has one of its own, fitted to the pixels); what is drawn
from them is kept in resources/system, so that neither an installation nor a package needs anything that can draw:
the icon theme of Linux, ``.ico`` for Windows and ``.icns`` for macOS. Needs Qt and Pillow, which the program brings.
Drawn twice, they are the same bytes.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
MARKS = ROOT / "resources" / "marks"
SYMBOLIC = ROOT / "resources" / "icons" / "kpidesk-symbolic.svg"
SYSTEM = ROOT / "resources" / "system"
PROGRAM = "no.kpidesk.KpiDesk"
FILE = "application-x-kpidesk"
THEME = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 128, 256)
APPLE = (16, 32, 64, 128, 256, 512, 1024)
OWN = {"kpidesk": (16, 24, 32), "kpidesk-file": (16,)}
"""The sizes that have a drawing of their own, which no others are drawn from but smaller ones."""


def drawing(mark: str, pixels: int) -> Path:
    """The drawing that a size is drawn from: the one that is made for it, else for the next larger."""
    fitted = next((size for size in OWN[mark] if pixels <= size), None)
    return MARKS / (f"{mark}.svg" if fitted is None else f"{mark}-{fitted}.svg")


def drawn(mark: str, pixels: int) -> Image.Image:
    """A square picture."""
    image = QImage(pixels, pixels, QImage.Format.Format_RGBA8888_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing(mark, pixels).read_bytes())).render(painter)
    painter.end()
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (pixels, pixels), bytes(plain.constBits()))


def written(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def all_files() -> dict[str, bytes]:
    """Every icon by its place in resources/system."""
    files: dict[str, bytes] = {}
    for mark, folder, name in (("kpidesk", "apps", PROGRAM), ("kpidesk-file", "mimetypes", FILE)):
        theme = "share/icons/hicolor"
        files[f"{theme}/scalable/{folder}/{name}.svg"] = (MARKS / f"{mark}.svg").read_bytes()
        for size in THEME:
            files[f"{theme}/{size}x{size}/{folder}/{name}.png"] = written(drawn(mark, size), "PNG", optimize=True)
        files[f"windows/{mark}.ico"] = _many(mark, WINDOWS, "ICO", sizes=[(size, size) for size in WINDOWS])
        files[f"macos/{mark}.icns"] = _many(mark, APPLE, "ICNS")
    files[f"share/icons/hicolor/symbolic/apps/{PROGRAM}-symbolic.svg"] = SYMBOLIC.read_bytes()
    return files


def _many(mark: str, drawn_in: tuple[int, ...], kind: str, **options: object) -> bytes:
    """One file with every size, each from its own drawing."""
    pictures = [drawn(mark, size) for size in drawn_in]
    return written(pictures[-1], kind, append_images=pictures[:-1], **options)


def main() -> int:
    """Write them all; 0."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    for place, content in all_files().items():
        path = SYSTEM / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):8} {place}")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
