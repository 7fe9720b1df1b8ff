"""Friendly error pages, Arabic first. What was typed is not lost with them."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response as Reply

from webapp.pages import reading
from webapp.store import StoreUnavailable

PAGES = {
    400: (
        "لم نفهم هذا الطلب",
        "لعل الصفحة قديمة. تنفع العودة إليها وفتحها من جديد ثم الإرسال.",
        "The request was not understood. Go back, reload the page and send it again.",
    ),
    404: (
        "لا صفحة هنا",
        "لعل في العنوان خطأ، أو لعل النص نُقل. النصوص كلها في المكتبة.",
        "There is no page at this address. All texts are in the library.",
    ),
    405: (
        "لا يُفتح هذا العنوان هكذا",
        "هذا العنوان يستقبل الإجابات من صفحته. القراءة تبدأ من المكتبة.",
        "This address takes answers from its own page. Start from the library.",
    ),
    413: (
        "ما أُرسل أطول مما يمكن حفظه",
        "يُختصر الجواب ثم يُرسل من جديد. تنفع العودة بزر الرجوع، وما كُتب باقٍ في الصفحة.",
        "What was sent is too long. Go back (what you typed is still there), shorten it and send it again.",
    ),
    429: (
        "محاولات كثيرة في وقت قصير",
        "تكفي استراحة ربع ساعة، ثم تُكتب الشفرة من جديد.",
        "Too many attempts. Wait a quarter of an hour, then type the code again.",
    ),
    500: (
        "حدث خلل عندنا",
        "ليس الخلل مما كُتب. تنفع العودة وإعادة الإرسال، وما سبق تسجيله محفوظ.",
        "Something went wrong on our side. Go back and send it again; what was recorded is safe.",
    ),
    503: (
        "تعذّر الحفظ الآن",
        "لم تُسجَّل هذه الإجابة. ما كُتب باقٍ في الصفحة السابقة، فتنفع العودة إليها وإعادة الإرسال بعد قليل.",
        "The answer was not recorded. It is still on the previous page: go back and send it again in a moment.",
    ),
}
NEAREST = {401: 404, 403: 404, 410: 404, 414: 413, 415: 400, 422: 400, 502: 503, 504: 503}


def init_app(app: Flask) -> None:
    """Put a page on every error that can happen."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(StoreUnavailable, _unavailable)
    for code in default_exceptions:
        app.register_error_handler(code, _http)


def _http(error: HTTPException) -> tuple[str, int] | Reply:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    return page(code)


def _unavailable(error: StoreUnavailable) -> tuple[str, int]:
    return page(503)


def _csrf(error: CSRFError) -> tuple[str | Reply, int] | tuple[str, int]:
    """An answer whose form grew too old comes back on its page, ready to be sent again."""
    view = request.view_args or {}
    if request.endpoint in {"reading.answer", "reading.answer_whole"}:
        again = reading.redraw(view["slug"], view.get("number"), request.form.to_dict(flat=False))
        if isinstance(again, str):
            return again.replace("<!--expired-->", render_template("expired.html")), 400
    return page(400)


def page(code: int) -> tuple[str, int]:
    """The page of an error, by its code."""
    known = code if code in PAGES else NEAREST.get(code, 400 if code < 500 else 500)
    title, arabic, english = PAGES[known]
    return render_template("error.html", code=code, title=title, arabic=arabic, english=english), code
