"""``make screens``: the pictures in docs/, from a server of their own.

One sheet for each key screen, with three widths across and three themes down; and the one of the README.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from browser.chromium import FLAGS, leave
from browser.driving import by_mouse
from browser.serving import served
from browser_setup import find_browser
from conftest import right_fields, wrong_fields
from webapp.cli.demo import make_demo
from webapp.config import Config
from webapp.content import Lesson, check_file

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PICTURES = ROOT / "webapp" / "guide" / "pictures"
SLUG = "000_13183dccda9929f6"
TEXT = f"/texts/{SLUG}"
SIZES = ((360, 760), (768, 1000), (1280, 860))
THEMES = ("light", "sepia", "dark")
SCALE = 0.5
Steps = Callable[[Page, str, Lesson], None]


def at(path: str) -> Steps:
    """Nothing but opening a page."""

    def open_it(page: Page, site: str, lesson: Lesson) -> None:
        page.goto(site + path)

    return open_it


def answered(page: Page, site: str, lesson: Lesson) -> None:
    """A paragraph with one question wrong, and the words that it should look at."""
    page.goto(f"{site}{TEXT}/1")
    name = next(item.question.id for item in lesson.items_at(1) if item.question.type == "choice")
    if page.locator(f"[id='q-{name}'] .feedback").count() == 0:
        hand_in(page, name, wrong_fields(lesson, name))


def vowelled(page: Page, site: str, lesson: Lesson) -> None:
    """The dial at its end, and a word explained."""
    page.goto(f"{site}{TEXT}/1")
    page.locator("button[name=tashkeel][value=all]").click()
    page.locator(".sheet .passage").last.click(position={"x": 60, "y": 24})
    page.wait_for_load_state("networkidle")


def hand_in(page: Page, question: str, fields: dict[str, object]) -> None:
    """Answer a question, and wait for the page with its mark."""
    with page.expect_event("load"):
        by_mouse(page.locator(f"[id='q-{question}']"), fields)


def walked(browser: Browser, site: str, lesson: Lesson) -> list[dict]:
    """The cookies of a reader who went through all paragraphs, every third question wrong first."""
    context = browser.new_context(locale="ar", reduced_motion="reduce")
    page = context.new_page()
    for paragraph in lesson.text.paragraphs:
        page.goto(f"{site}{TEXT}/{paragraph.number}")
        for turn, item in enumerate(lesson.items_at(paragraph.number)):
            name = item.question.id
            if turn % 3 == 1 and not item.question.once:
                hand_in(page, name, wrong_fields(lesson, name))
            if page.locator(f"[id='q-{name}'] button[name=check]").count():
                hand_in(page, name, right_fields(lesson, name))
    cookies = [one for one in context.cookies() if one["name"] == "fahm"]
    leave(context)
    return cookies


FRESH: dict[str, Steps] = {
    "library": at("/"),
    "front": at(f"{TEXT}/"),
    "paragraph": at(f"{TEXT}/1"),
    "answered": answered,
    "words": vowelled,
    "settings": at("/settings/"),
}
WALKED: dict[str, Steps] = {
    "record": at("/me"),
    "whole": at(f"{TEXT}/whole"),
    "result": at(f"{TEXT}/result"),
    "worksheet": at(f"{TEXT}/worksheet"),
}


def draw(browser: Browser, site: str, lesson: Lesson) -> None:
    """Every sheet: a new reader for each theme and width, and then the one who went through the text."""
    shots: dict[str, list[bytes]] = {name: [] for name in (*FRESH, *WALKED)}
    cookies = walked(browser, site, lesson)
    for theme in THEMES:
        for width, height in SIZES:
            window = {"width": width, "height": height}
            context = browser.new_context(viewport=window, locale="ar", color_scheme="light", reduced_motion="reduce")
            context.add_cookies([{"name": "fahm_look", "value": f"theme-{theme}", "url": site}])
            page = context.new_page()
            for name, steps in FRESH.items():
                steps(page, site, lesson)
                shots[name].append(page.screenshot(type="jpeg", quality=85))
            if theme == "light" and width == 1280:
                answered_picture(context, site, lesson)
            context.add_cookies(cookies)
            for name, steps in WALKED.items():
                steps(page, site, lesson)
                shots[name].append(page.screenshot(type="jpeg", quality=85))
            leave(context)
    for name, pictures in shots.items():
        (DOCS / "screens" / f"{name}.jpg").write_bytes(sheet(browser, pictures))


def answered_picture(context: BrowserContext, site: str, lesson: Lesson) -> None:
    """The README's picture."""
    page = context.new_page()
    page.set_viewport_size({"width": 1180, "height": 760})
    answered(page, site, lesson)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=DOCS / "screenshot.png")


# The pictures of the teacher's guide: what to open, and how high the window is.
GUIDE: dict[str, tuple[str, int]] = {
    "desk": ("/desk/", 640),
    "code": ("/desk/classes/{klass}/code", 760),
    "scores": ("/desk/classes/{klass}/scores", 760),
}


def guide_pictures(browser: Browser) -> None:
    """The guide's pictures: the desk of a demo of its own, which always has the same readers."""
    with tempfile.TemporaryDirectory() as folder:
        made = make_demo(Config(content=ROOT, data=Path(folder)), 30, 1, lambda length: lambda step: None)
        with served(ROOT, Path(folder)) as site:
            context = browser.new_context(viewport={"width": 960, "height": 600}, locale="ar", color_scheme="light")
            page = context.new_page()
            page.goto(site.url + made.path)
            page.locator("main form[action*='/desk/demo/'] button").click()
            klass = str(page.locator(".classes h2 a").first.get_attribute("href")).rstrip("/").rsplit("/", 1)[-1]
            for name, (path, height) in GUIDE.items():
                page.set_viewport_size({"width": 960, "height": height})
                page.goto(site.url + path.format(klass=klass))
                # That this address opens here alone is true of the picture's server, not of the reader's.
                page.locator("main .notice").evaluate_all("all => all.forEach(one => one.remove())")
                page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=65)
            leave(context)


def sheet(browser: Browser, pictures: list[bytes]) -> bytes:
    """Nine pictures as one: widths across, themes down."""
    page = browser.new_page(viewport={"width": int((sum(w for w, _ in SIZES) + 120) * SCALE), "height": 400})
    cells = [
        f'<img width="{int(width * SCALE)}" src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
        for picture, (width, _) in zip(pictures, SIZES * len(THEMES), strict=True)
    ]
    rows = ["<p>" + "".join(cells[at : at + len(SIZES)]) + "</p>" for at in range(0, len(cells), len(SIZES))]
    style = "<style>body{margin:10px;background:#888}p{display:flex;gap:10px;align-items:start;margin:0 0 10px}</style>"
    page.set_content(style + "".join(rows), wait_until="load")
    drawn = page.screenshot(type="jpeg", quality=68, full_page=True)
    page.close()
    return drawn


def main() -> None:
    """Draw all."""
    lesson, problems = check_file(ROOT / "questions" / f"{SLUG}.yaml", ROOT)
    assert lesson, problems
    (DOCS / "screens").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(ROOT, Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        draw(browser, site.url, lesson)
        guide_pictures(browser)
        browser.close()


if __name__ == "__main__":
    main()
