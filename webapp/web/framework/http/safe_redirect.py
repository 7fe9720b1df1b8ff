"""Redirect targets that come back with a form: only those of this site are followed."""

from __future__ import annotations

import re

from flask import request

_LOCAL = re.compile(r"^/(?![/\\])[\w\-./~%?=&#:]*$", re.ASCII)


def local_path(asked: str) -> str:
    """``asked`` where it is a path of this site, else nothing: no form may send a reader elsewhere.

    Where Fahm is shown under a path, what is asked for lies under it, whether it says so or not.
    """
    if len(asked) > 400 or not _LOCAL.match(asked):
        return ""
    root = request.script_root
    return asked if asked.startswith(f"{root}/") else root + asked
