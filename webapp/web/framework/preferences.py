"""Reading preferences of a device (language, digits, vowel marks, theme, size), in a separate cookie.

Language and digits that nobody chose on the device are those of the reader's class or of the teacher's account, and
else the browser's: see :mod:`webapp.web.framework.interface_language`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace

from flask import Flask, current_app, has_request_context, request
from werkzeug.wrappers import Response as Reply

from webapp.web.framework.services import current_services

COOKIE = "fahm_look"
KEEP_SECONDS = 400 * 24 * 60 * 60
CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("auto", "ar", "en", "both"),
    "digits": ("auto", "arab", "latn"),
    "tashkeel": ("text", "none", "some", "all"),
    "fading": ("off", "on"),
    "theme": ("auto", "light", "sepia", "dark", "contrast"),
    "size": ("m", "s", "l", "xl", "xxl"),
    "spacing": ("normal", "wide", "wider"),
    "width": ("normal", "narrow", "wide"),
    "font": ("naskh", "plain", "device"),
}
"""Values of each setting; the first is the default."""
LOOKS = ("theme", "size", "spacing", "width", "font")
"""Settings that only the style sheet needs."""


@dataclass(frozen=True)
class Prefs:
    """One reader's preferences, each one of :data:`CHOICES`."""

    language: str = "auto"
    digits: str = "auto"
    tashkeel: str = "text"
    fading: str = "off"
    theme: str = "auto"
    size: str = "m"
    spacing: str = "normal"
    width: str = "normal"
    font: str = "naskh"

    @property
    def looks(self) -> dict[str, str]:
        """Settings of the style sheet that differ from the default, by name."""
        return {name: value for name in LOOKS if (value := getattr(self, name)) != CHOICES[name][0]}

    def changed(self, choices: Mapping[str, str]) -> Prefs:
        """Replace some preferences; anything else in ``given`` is ignored."""
        known = {name: choices[name] for name in CHOICES if choices.get(name) in CHOICES[name]}
        return replace(self, **known)

    def packed(self) -> str:
        """Format the preferences for the cookie: only those that differ from the defaults."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return ".".join(f"{name}-{value}" for name, value in values if value != CHOICES[name][0])


def unpacked(packed: str) -> Prefs:
    """Read the preferences of a cookie; an unknown value is replaced by the default."""
    if not packed:  # most readers choose nothing
        return Prefs()
    pairs = (part.partition("-") for part in packed[:400].split("."))
    return Prefs().changed({name: value for name, _, value in pairs})


OUTSIDE = Prefs(language="ar", digits="arab")
"""Preferences where nobody asks: texts that are made outside a request."""
_BEGUN = Prefs()
# A page asks for them forty times: a context variable answers in a tenth of the time of Flask's ``g``.
_of_request: ContextVar[Prefs | None] = ContextVar("prefs", default=None)


def prefs() -> Prefs:
    """Preferences that hold in this request, with the language and the digits of the interface settled."""
    known = _of_request.get()
    if known is None or known is _BEGUN:
        if not has_request_context():
            return OUTSIDE
        settle: Callable[[Prefs], Prefs] = current_app.extensions.get("settle_prefs", _in_arabic)
        settled = settle(own_prefs())
        if known is _BEGUN:
            _of_request.set(settled)
        return settled
    return known


def vowel_marks(of_text: str) -> str:
    """Level of vowel marks that this reader sees: the chosen one, or else the text's own.

    Nothing has to be settled for it: an answer, which shows no words, depends on no language.
    """
    settled = _of_request.get()
    chosen = (prefs() if settled is None else own_prefs() if settled is _BEGUN else settled).tashkeel
    return of_text if chosen == "text" else chosen


def _in_arabic(own: Prefs) -> Prefs:
    return OUTSIDE.changed({f.name: value for f in fields(own) if (value := getattr(own, f.name)) != "auto"})


def set_for_request(chosen: Prefs) -> None:
    """Set the preferences of this request: their language and digits are settled."""
    _of_request.set(chosen)


def _begin() -> None:
    _of_request.set(_BEGUN)


def _forget(_: BaseException | None) -> None:
    _of_request.set(None)


def were_asked() -> bool:
    """Tell whether this request's reply has used the preferences."""
    known = _of_request.get()
    return known is not None and known is not _BEGUN


def own_prefs() -> Prefs:
    """Choices of this device, ``auto`` where it has made none."""
    return unpacked(request.cookies.get(current_services().config.cookie(COOKIE), ""))


def keep(reply: Reply, chosen: Prefs) -> Reply:
    """Set the preferences' cookie on the reply."""
    config = current_services().config
    reply.set_cookie(
        config.cookie(COOKIE),
        chosen.packed(),
        max_age=KEEP_SECONDS,
        path=config.cookie_path,
        secure=config.secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return reply


def init_app(app: Flask) -> None:
    """Forget the preferences around each request, and add them to the templates."""
    app.before_request(_begin)
    app.teardown_request(_forget)
    app.jinja_env.globals.update(prefs=prefs)
