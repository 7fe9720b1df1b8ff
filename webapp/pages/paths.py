"""Addresses that come back with a form: only this site's own are followed."""

from __future__ import annotations

import re

_LOCAL = re.compile(r"^/(?![/\\])[\w\-./~%?=&#:]*$", re.ASCII)


def local_path(asked: str) -> str:
    """``asked`` where it is a path of this site, else nothing: no form may send a reader elsewhere."""
    return asked if len(asked) <= 400 and _LOCAL.match(asked) else ""
