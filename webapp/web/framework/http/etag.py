"""Pages that a browser may ask about by their ETag: where nothing in them is new, it is sent no page again."""

from __future__ import annotations

from flask import make_response, request
from werkzeug.wrappers import Response as Reply


def with_etag(html: str) -> Reply:
    """Answer with the page, or with 304 where the browser has the same one.

    For pages without a form: its token and its id are new at each drawing, and no two such pages are the same.
    """
    reply: Reply = make_response(html)
    reply.add_etag()
    return reply.make_conditional(request.environ)
