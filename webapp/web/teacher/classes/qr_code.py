"""QR codes as SVG within a page: black on white in every theme, because cameras need it."""

from __future__ import annotations

from markupsafe import Markup


def qr(address: str) -> Markup:
    """Draw an address as an SVG element without styles or scripts; text beside it describes it."""
    import segno

    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=3, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))
