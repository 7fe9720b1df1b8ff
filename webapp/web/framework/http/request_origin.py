"""Refusal of forms that another site sends, by what the browser says of their origin.

The token in a form is a secret of the reader's cookie. A sibling of this host (another site under the same domain) can
plant a cookie of its own, with a token that it knows; what the browser says of the sending page it cannot change.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OWN_SITES = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site: a page of this origin, or the person at the browser itself."""


def init_app(app: Flask) -> None:
    """Look at every request that may change something, before its view and before its token is looked at."""
    app.before_request(refuse_other_origins)


def refuse_other_origins() -> None:
    """Raise CSRFError for a form of another origin. Browsers that say nothing of it are left to the token."""
    if request.method in SAFE_METHODS:
        return
    if request.mimetype == "multipart/form-data" and None in request.form:
        abort(400)  # a part without a name is of no form, and the look for the token trips over it
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "null")
    # Proxies often hand the host on without its port.
    foreign = site not in OWN_SITES if site else origin != "null" and _name(origin) != _name(f"//{request.host}")
    if foreign:
        raise CSRFError("The form was sent by another site.")


def is_link_of_own_page() -> bool:
    """Tell whether a person followed a link of one of our pages: what no other site, and no prefetch, can pretend.

    Browsers leave Sec-Fetch-Site out where a school's network has no HTTPS; there the referrer tells it.
    """
    site = request.headers.get("Sec-Fetch-Site")
    own = site == "same-origin" if site else _name(request.referrer or "") == _name(f"//{request.host}")
    return own and not request.headers.get("Sec-Purpose")


def _name(address: str) -> str | None:
    """The name of the host in an address; None where there is none, or the address is broken."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
