"""The company's mark on the cover, read from the file's text; left out where it is no picture."""

from __future__ import annotations

import base64
import binascii

from kpidesk.domain.entities import Company
from kpidesk.report.model import Logo
from kpidesk.viz.picture import picture_size


def logo_of(company: Company) -> Logo | None:
    """The company's logo, or none where it has none or its data can't be read."""
    if not company.logo:
        return None
    try:
        data = base64.b64decode(company.logo, validate=True)
    except (binascii.Error, ValueError):
        return None
    size = picture_size(data)
    return None if size is None else Logo(data, *size)
