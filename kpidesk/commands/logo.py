"""The company's logo: a small PNG or JPEG, kept in the file as text."""

from __future__ import annotations

import base64

from kpidesk.errors import BadInput
from kpidesk.text import msg
from kpidesk.viz.picture import LARGEST_SIDE, picture_size

LARGEST = 200_000
"""Bytes: the logo travels with every copy of the file."""


def pack(data: bytes) -> str:
    """A picture as the file keeps it; refuses what is too large or no PNG or JPEG."""
    if len(data) > LARGEST:
        raise BadInput(
            msg(
                "The picture is {size} kB, but can be at most {most} kB. Save it in a smaller size. Nothing "
                "was changed.",
                size=-(-len(data) // 1000),
                most=LARGEST // 1000,
            )
        )
    if picture_size(data) is None:
        raise BadInput(
            msg("The picture must be a PNG or JPEG of at most {side} pixels. Nothing was changed.", side=LARGEST_SIDE)
        )
    return encoded(data)


def encoded(data: bytes) -> str:
    """A picture that has been taken, as the file keeps it."""
    return base64.b64encode(data).decode("ascii")
