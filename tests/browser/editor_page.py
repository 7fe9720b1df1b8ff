"""A page as the editor draws it, served by the test: for scripts that are tried on markup alone."""

from __future__ import annotations

from playwright.sync_api import Page, Route

from browser.serving import Site
from webapp.web.framework.http.security import HEADERS

MESSAGES = {
    "chosen-words": "اخترت: {words}",
    "no-words": "لم تُختر كلمات بعد.",
    "pick-words": "مرّر المؤشّر على الكلمات.",
    "pick-by-keys": "الأسهم للتنقّل.",
    "undo-words": "تراجع",
    "fill-words": "وما بينهما",
    "take-words": "اختيار هذه الكلمات",
    "ask-words": "سؤال عن هذه الكلمات",
    "kept": "ما كتبته هنا محفوظ.",
    "kept-before-change": "ما كتبته هنا محفوظ، وتغيّر النص بعده.",
    "restore-kept": "استعادة ما كُتب",
    "dismiss-kept": "تجاهل",
    "waits": "لا شبكة الآن.",
    "waits-unkept": "لا شبكة، ولا يُحفظ شيء.",
    "move-question": "انقل السؤال",
    "lifted": "رُفع: {place} من {total}.",
    "moved": "{place} من {total}.",
    "not-moved": "عاد إلى مكانه.",
    "line-added": "أُضيف سطر.",
    "line-removed": "حُذف السطر.",
}
SCRIPTS = ("word_picker", "kept_form", "question_list", "repeated_lines")


def word_boxes(paragraphs: list[str], field: str = "evidence.words") -> str:
    """The words of each paragraph as the editor draws them: a box a word."""
    drawn = []
    for number, paragraph in enumerate(paragraphs, 1):
        labels = [
            f'<label><input type="checkbox" name="{field}" value="{number}:{index}"><span>{word}</span></label>'
            for index, word in enumerate(paragraph.split())
        ]
        drawn.append(f'<p class="passage" lang="ar" dir="rtl">{" ".join(labels)}</p>')
    return "".join(drawn)


def serve(page: Page, site: Site, path: str, body: str, *, teacher: str = "t1", saved: str = "") -> str:
    """Have an address of the site answer with this body, under the policy of all pages; the address."""
    words = "".join(f'<p data-name="{name}">{text}</p>' for name, text in MESSAGES.items())
    scripts = "".join(
        f'<script type="module" src="/static/teacher/editor/{name}.js"></script>' for name in ("kept_entries", *SCRIPTS)
    )
    html = f"""<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>سؤال · فهم</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/icon.svg">
<link rel="stylesheet" href="/static/framework/base.css"><link rel="stylesheet" href="/static/teacher/desk.css">
<link rel="stylesheet" href="/static/teacher/editor/word_picker.css"></head><body>
<div data-teacher="{teacher}" data-saved="{saved}"><form data-sign-out action="/out"><button>خروج</button></form></div>
<main class="page">{body}</main><template id="editor-messages">{words}</template>{scripts}</body></html>"""

    def answer(route: Route) -> None:
        headers = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=html, headers=headers)

    page.route(f"{site.url}{path}", answer)
    return f"{site.url}{path}"
