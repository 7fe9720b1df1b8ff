"""Security of every reply: headers, cookies, and trust in proxies.

No template holds an inline script, style or event handler, so the content security policy needs no nonce and no hash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from webapp.config import Config

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 365 * 24 * 60 * 60
PRIVATE = "private, no-cache"
"""Cache-Control of pages: each is private to one reader, and revalidated each time."""
# Not for subdomains: those are a school's other hosts.
HSTS = {"Strict-Transport-Security": f"max-age={YEAR}"}


_HOST = re.compile(
    r"(?:(?=.{1,253}(?::|$))\w(?:[\w-]{0,62})(?:\.[\w-]{1,63})*\.?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII
)


_PORT = re.compile(r":\d+$")
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names by which this machine reaches itself: those of health checks. No other site can take them on."""


class SecureReplies:
    """WSGI middleware that sets the security headers on every reply, errors included."""

    def __init__(self, inner: WSGIApplication, headers: Mapping[str, str]) -> None:
        self.inner, self.headers = inner, list(headers.items())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on, and add to the headers of its reply."""

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            return start_response(status, headers + self.headers, *error)

        return self.inner(environ, start)


class Hosts:
    """WSGI middleware that refuses an invalid Host, and one that is none of ours where our names are configured.

    No page can be drawn for such a request, not even an error's. Without ``ours`` every name is taken; then another
    site may give itself this server's address (DNS rebinding) and read pages as a reader without cookies.
    """

    def __init__(self, inner: WSGIApplication, ours: Collection[str]) -> None:
        self.inner = inner
        self.ours = LOCAL_HOSTS.union(ours) if ours else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 400 in plain words, or pass the request on."""
        host = environ.get("HTTP_HOST", "")
        if host and not (_HOST.fullmatch(host) and self._is_ours(host)):
            return Response("Bad Request: Host\n", 400, mimetype="text/plain")(environ, start_response)
        return self.inner(environ, start_response)

    def _is_ours(self, host: str) -> bool:
        return self.ours is None or host_name(host) in self.ours


def host_name(host: str) -> str:
    """The name in a Host header, as names are compared: without its port and the root's dot, in small letters."""
    return _PORT.sub("", host).rstrip(".").lower()


class Prefixed:
    """WSGI middleware for an application under a path prefix, whether the proxy strips the prefix or not."""

    def __init__(self, inner: WSGIApplication, prefix: str) -> None:
        self.inner, self.prefix = inner, prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Move the prefix from the path to SCRIPT_NAME, from which addresses are built."""
        path = environ.get("PATH_INFO", "")
        if path == self.prefix or path.startswith(f"{self.prefix}/"):
            environ["PATH_INFO"] = path[len(self.prefix) :] or "/"
        environ["SCRIPT_NAME"] = self.prefix
        return self.inner(environ, start_response)


def cookies_and_limits(config: Config) -> Mapping[str, Any]:
    """Flask's settings of cookies, form tokens, and the size of requests."""
    return {
        "SECRET_KEY": config.secret,
        "MAX_CONTENT_LENGTH": config.max_form_bytes,
        "MAX_FORM_MEMORY_SIZE": config.max_form_bytes,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=400),
        "SESSION_REFRESH_EACH_REQUEST": False,  # once a month is enough: see current_learner.renew
        "SESSION_COOKIE_NAME": config.cookie("fahm"),
        "SESSION_COOKIE_PATH": config.cookie_path,
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # The form of a page left open for hours is valid; the cookie's lifetime bounds it.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def init_app(app: Flask, config: Config) -> None:
    """Trust the configured number of proxies, apply a path prefix, and set the headers on every reply."""
    headers = HEADERS | HSTS if config.secure_cookies else HEADERS
    inner: WSGIApplication = SecureReplies(Hosts(app.wsgi_app, config.hosts), headers)
    if config.prefix:
        inner = Prefixed(inner, config.prefix)
    if config.proxies:
        # Not the host and not the path: proxies hand Host on as it came, and the path is a setting.
        inner = ProxyFix(inner, x_for=config.proxies, x_proto=config.proxies, x_host=0, x_port=0, x_prefix=0)
    setattr(app, "wsgi_app", inner)  # noqa: B010  (mypy takes it for a method)
    app.after_request(_make_private)
    setattr(app, "log_exception", partial(_log_fault, app))  # noqa: B010


def _log_fault(app: Flask, fault: Any) -> None:
    """Log the exception and its view; not the address, for some hold a record code."""
    app.logger.error("Exception in %s [%s]", request.endpoint, request.method, exc_info=fault)


def _make_private(response: Response) -> Response:
    """Make an HTML page private to its reader, unless it says more itself."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", PRIVATE)
    return response
