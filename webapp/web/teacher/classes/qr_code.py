"""QR codes as SVG within a page: black on white in every theme, because cameras need it."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

MASK = 3
"""Any of the eight masks can be read. Choosing the most even one takes longer than all the rest of the drawing."""
MAX_CACHED = 400
"""More than a class has cards."""


@lru_cache(MAX_CACHED)
def qr(address: str) -> Markup:
    """Draw an address as an SVG element without styles or scripts; text beside it describes it."""
    import segno

    drawn = segno.make(address, error="m", micro=False, mask=MASK)
    svg = drawn.svg_inline(border=3, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))
