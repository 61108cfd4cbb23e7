"""Small pictures that a company puts on its paper: PNG or JPEG, and how large they are."""

from __future__ import annotations

import io

LARGEST_SIDE = 6_000
"""Pixels; a picture that claims to be larger is none."""


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a whole PNG or JPEG; ``None`` for anything else."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
                return None
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return width, height
