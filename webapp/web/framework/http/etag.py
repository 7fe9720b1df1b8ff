"""Conditional requests: ETags of pages, so that a browser with the current page gets 304 and no body."""

from __future__ import annotations

from flask import g, make_response, request, session
from werkzeug.wrappers import Response as Reply


def with_etag(html: str) -> Reply:
    """Answer with the page, or with 304 where the browser has the same one.

    Only for pages whose forms have no id of their own, which is new in each rendering. A form's token is new too, but
    any token of the same session is good: the tag is of the session's secret instead.
    """
    reply: Reply = make_response(html)
    token = g.get("csrf_token")
    drawn = html.replace(token, session.get("csrf_token", "")) if token else html
    drawn_reply = make_response(drawn)
    drawn_reply.add_etag()
    reply.set_etag(drawn_reply.get_etag()[0] or "")
    return reply.make_conditional(request.environ)
