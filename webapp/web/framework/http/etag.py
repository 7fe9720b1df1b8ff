"""Conditional requests: ETags of pages, so that a browser with the current page gets 304 and no body."""

from __future__ import annotations

from flask import make_response, request
from werkzeug.wrappers import Response as Reply


def with_etag(html: str) -> Reply:
    """Answer with the page, or with 304 where the browser has the same one.

    Only for pages without a form: its token and its id are new in each rendering, so no two such pages are equal.
    """
    reply: Reply = make_response(html)
    reply.add_etag()
    return reply.make_conditional(request.environ)
