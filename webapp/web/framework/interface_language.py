"""Language and digits of the interface for one request.

The first that says something counts: the device's own choice, the account's at the desk or the class's elsewhere, and
for the language the browser's list. Arabic where nothing is said, or where Arabic is as good as English.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from flask import Flask, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response as Reply

from webapp.store.protocols.store import StoreUnavailable
from webapp.web.framework.class_language import AUTO, agreed
from webapp.web.framework.current_learner import classes_of_reader
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.preferences import Prefs, were_asked

LONGEST_LIST = 300
"""Characters of the browser's list of languages that are read."""


def settle(own: Prefs) -> Prefs:
    """Fill in what the device leaves open."""
    language, digits = own.language, own.digits
    if AUTO in (language, digits):
        set_language, set_digits = _set_by_teacher()
        language = set_language if language == AUTO else language
        digits = set_digits if digits == AUTO else digits
    if language == AUTO:
        language = browser_language()
    # English has its own digits: these are for Arabic.
    return _settled(own, language, "arab" if digits == AUTO else digits)


@lru_cache(1000)  # most readers choose nothing
def _settled(own: Prefs, language: str, digits: str) -> Prefs:
    return replace(own, language=language, digits=digits)


def browser_language() -> str:
    """Language that the browser asks for, ``ar`` or ``en``; English stands for all others but Arabic."""
    return _best_language(request.headers.get("Accept-Language", "")[:LONGEST_LIST])


@lru_cache(256)  # a class has one or two browsers
def _best_language(accepted: str) -> str:
    best = {"ar": 0.0, "en": 0.0}
    others = False
    for tag, quality in parse_accept_header(accepted, LanguageAccept):
        primary = re.split("[-_]", tag)[0].lower()
        others = others or (quality > 0 and primary.isalpha())
        for language in best:
            if primary in (language, "*"):
                best[language] = max(best[language], quality)
    if best["ar"] == best["en"]:
        return "ar" if best["ar"] or not others else "en"
    return max(best, key=lambda language: best[language])


def _set_by_teacher() -> tuple[str, str]:
    """Language and digits of the account at the desk; elsewhere of the reader's classes, or of who looks in as teacher.

    Classes that differ say nothing.
    """
    classes = () if _at_desk() else classes_of_reader()
    if any(klass.language != AUTO or klass.digits != AUTO for klass in classes):
        return agreed(classes)
    try:
        account_and_session = signed_in()
    except StoreUnavailable:  # the error page is drawn for a teacher too
        return AUTO, AUTO
    return (account_and_session[0].language, account_and_session[0].digits) if account_and_session else (AUTO, AUTO)


def _at_desk() -> bool:
    return request.blueprint == "desk"


def _vary(reply: Reply) -> Reply:
    """Tell caches that the reply is one of several: the browser's language may have chosen it."""
    if were_asked():
        # By hand: a parsed list is a tenth of all that is done after a page is drawn.
        others = reply.headers.get("Vary")
        reply.headers["Vary"] = f"{others}, Accept-Language" if others else "Accept-Language"
    return reply


def init_app(app: Flask) -> None:
    """Settle the preferences of each request."""
    app.extensions["settle_prefs"] = settle
    app.after_request(_vary)
