"""Safe redirects: a target that a form brings back is followed only if it is a path of this site."""

from __future__ import annotations

import re

from flask import request

_LOCAL = re.compile(r"/(?![/\\])[\w\-./~%?=&#:]*", re.ASCII)


def local_path(asked: str) -> str:
    """Return ``asked`` where it is a path of this site, else an empty string.

    Where Fahm is served under a path prefix, the target is below it, with or without the prefix in ``asked``.
    """
    if len(asked) > 400 or not _LOCAL.fullmatch(asked):
        return ""
    root = request.script_root
    return asked if asked.startswith(f"{root}/") else root + asked
