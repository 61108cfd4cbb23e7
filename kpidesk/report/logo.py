"""The company's mark on the cover: read from the file's text, and refused where it is no picture."""

from __future__ import annotations

import base64
import binascii
import io

from kpidesk.domain.entities import Company
from kpidesk.report.model import Logo

LARGEST_SIDE = 6_000
"""Pixels; a picture that claims to be larger is left out."""


def logo_of(company: Company) -> Logo | None:
    """The company's logo, or none where it has none or its data can't be read."""
    try:
        return read_logo(base64.b64decode(company.logo, validate=True)) if company.logo else None
    except (binascii.Error, ValueError):
        return None


def read_logo(data: bytes) -> Logo | None:
    """A PNG or JPEG with its size; ``None`` for anything else."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return Logo(data, width, height) if 0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE else None
