"""Safe redirects: a target that a form brings back is followed only if it is a path of this site."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from flask import request

_LOCAL = re.compile(r"/(?![/\\])[\w\-./~%?=&#:!$'()*+,;@]*", re.ASCII)
_PATH_END = re.compile("[?#]")
_DOTS = frozenset({".", ".."})
_PLAIN = "/:~!$&'()*+,;=@"
MAX_LENGTH = 400
"""Counted in letters: an Arabic one has six signs in an address."""


def page_address(query: bool = True) -> str:
    """Address of the page of this request, below the prefix, encoded as ``local_path`` and browsers take it."""
    path = quote(request.path, safe=_PLAIN)
    return f"{path}?{request.query_string.decode('latin-1')}" if query and request.query_string else path


def local_path(asked: str) -> str:
    """Return ``asked`` where it is a path of this site, else an empty string.

    Where Fahm is served under a path prefix, the target is below it, with or without the prefix in ``asked``.
    """
    if len(unquote(asked[: 7 * MAX_LENGTH])) > MAX_LENGTH or not _LOCAL.fullmatch(asked):
        return ""
    path = unquote(_PATH_END.split(asked, maxsplit=1)[0])
    if not _DOTS.isdisjoint(path.split("/")):  # a browser goes up by them, out of the prefix
        return ""
    root = request.script_root
    return asked if asked.startswith(f"{root}/") else root + asked
