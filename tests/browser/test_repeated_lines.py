"""Lines of a form that repeat are added, removed and moved in place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.chromium import leave, new_context
from browser.editor_page import serve
from browser.serving import Site

pytestmark = pytest.mark.browser


def buttons(path: str, name: str, number: str, first: bool, last: bool) -> str:
    drawn = [
        f'<button name="do" value="{verb}:{path}" aria-label="{label}: {name} {number}"{" disabled" * off}>x</button>'
        for verb, label, off in (("up", "أعلى", first), ("down", "أسفل", last), ("remove", "احذف", False))
    ]
    return f'<span class="item-buttons">{"".join(drawn)}</span>'


WORDINGS = f"""<fieldset class="field list-field" id="accept"><legend>يُقبل</legend>
<div class="item-line"><input id="accept.0" name="accept.0" value="القاهرة" aria-label="يُقبل ١"
  aria-describedby="accept.0-problems" aria-invalid="true">{buttons("accept.0", "يُقبل", "١", True, False)}</div>
<ul class="field-problems" id="accept.0-problems"><li>خطأ</li></ul>
<div class="item-line"><input id="accept.1" name="accept.1" value="" aria-label="يُقبل ٢">
  {buttons("accept.1", "يُقبل", "٢", False, True)}</div>
<button class="add" name="do" value="add:accept">+ أضف</button></fieldset>"""
OPTIONS = "".join(
    f"""<div class="entry" role="group" aria-label="خيار {number}" id="options.{at}">
<span class="entry-number">{number}</span><input type="hidden" name="options.{at}.was" value="{at}">
<div class="entry-parts"><div class="field"><label for="options.{at}.text">النص</label>
<input id="options.{at}.text" name="options.{at}.text" value="{text}"></div>
<div class="flag"><input type="checkbox" id="options.{at}.correct" name="options.{at}.correct" value="1"{right}>
<label for="options.{at}.correct">صحيح</label></div></div>
{buttons(f"options.{at}", "خيار", number, at == 0, at == 1)}</div>"""
    for at, (number, text, right) in enumerate((("١", "نهر", " checked"), ("٢", "بحر", "")))
)
FORM = f"""<form method="post" action="/saved" data-keep="lines"><textarea name="prompt"></textarea>{WORDINGS}
<fieldset class="field list-field" id="options"><legend>الخيارات</legend>{OPTIONS}
<button class="add" name="do" value="add:options">+ خيار</button></fieldset>
<button id="save">حفظ</button></form>"""
VALUES = "[...new FormData(document.querySelector('form[method=post]'))].map((pair) => pair.join('='))"


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = new_context(browser, viewport={"width": 900, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    leave(context)
    assert faults == []


def opened(page: Page, site: Site) -> None:
    page.goto(serve(page, site, "/editor-lines", FORM))
    expect(page.locator(".kept-status")).to_have_count(1)


def test_enter_goes_on_and_adds_the_next_line(desk: Page, site: Site) -> None:
    opened(desk, site)
    desk.locator("[id='accept.0']").press("Enter")
    desk.keyboard.insert_text("في القاهرة")
    desk.keyboard.press("Enter")
    desk.keyboard.insert_text("مدينة القاهرة")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")  # an empty one adds nothing
    assert desk.evaluate(VALUES)[1:5] == [
        "accept.0=القاهرة",
        "accept.1=في القاهرة",
        "accept.2=مدينة القاهرة",
        "accept.3=",
    ]
    third = desk.locator("[id='accept.2']")
    expect(third).to_have_attribute("aria-label", "يُقبل ٣")
    assert third.get_attribute("aria-invalid") is None
    assert desk.url.endswith("/editor-lines")


def test_a_long_line_is_one_line_unless_it_is_broken_on_purpose(desk: Page, site: Site) -> None:
    line = '<div class="item-line"><textarea id="hints.0" name="hints.0" aria-label="تلميح ١">سطر</textarea></div>'
    hints = (
        f'<fieldset class="field list-field" id="hints">{line}<button name="do" value="add:hints">+</button></fieldset>'
    )
    desk.goto(serve(desk, site, "/editor-hints", f'<form method="post" action="/saved">{hints}</form>'))
    field = desk.locator("[id='hints.0']")
    field.press("End")
    desk.keyboard.press("Shift+Enter")
    desk.keyboard.insert_text("ثانٍ")
    desk.keyboard.press("Enter")
    expect(desk.locator("[id='hints.1']")).to_be_focused()
    expect(field).to_have_value("سطر\nثانٍ")


def test_lines_move_and_go(desk: Page, site: Site) -> None:
    opened(desk, site)
    desk.get_by_role("button", name="أسفل: يُقبل ١").click()
    expect(desk.locator("[id='accept.1']")).to_have_value("القاهرة")
    expect(desk.locator(".field-problems")).to_have_attribute("id", "accept.1-problems")
    expect(desk.get_by_role("button", name="أعلى: يُقبل ٢")).to_be_focused()
    desk.get_by_role("button", name="احذف: يُقبل ٢").click()
    expect(desk.locator(".field-problems")).to_have_count(0)
    expect(desk.locator("[id='accept.0']")).to_be_focused()
    desk.locator("[id='accept.0']").fill("باقٍ")
    desk.get_by_role("button", name="احذف: يُقبل ١").click()
    expect(desk.locator("[id='accept.0']")).to_have_value("")


def test_an_entry_is_added_empty_and_keeps_whence_it_came(desk: Page, site: Site) -> None:
    opened(desk, site)
    desk.locator("button[value='add:options']").click()
    desk.keyboard.insert_text("بحيرة")
    desk.locator("[id='options.2.correct']").check()
    desk.get_by_role("button", name="أعلى: خيار ٣").click()
    assert desk.evaluate(VALUES)[3:] == [
        "options.0.was=0",
        "options.0.text=نهر",
        "options.0.correct=1",
        "options.1.was=",
        "options.1.text=بحيرة",
        "options.1.correct=1",
        "options.2.was=1",
        "options.2.text=بحر",
    ]
    expect(desk.locator("[id='options.1'] .entry-number")).to_have_text("٢")
    desk.get_by_label("النص").nth(1).fill("بحيرات")  # its label goes with it


def test_lines_that_were_kept_come_back(desk: Page, site: Site) -> None:
    opened(desk, site)
    desk.locator("button[value='add:accept']").click()
    desk.keyboard.insert_text("ثالث")
    desk.locator("button[value='add:options']").click()
    desk.keyboard.insert_text("رابع")
    before = desk.evaluate(VALUES)
    desk.reload()
    desk.get_by_role("button", name="استعادة ما كُتب").click()
    assert desk.evaluate(VALUES) == before


def test_what_has_no_place_any_more_is_sent_along(desk: Page, site: Site) -> None:
    desk.goto(f"{site.url}/healthz")
    desk.evaluate(
        """() => {
        const values = [["prompt", ""], ["words", "كلمات كثيرة"], ["kind", "verse"]];
        const entry = { values, base: "", id: "1", page: "/", title: "x", at: 1 };
        localStorage["fahm-kept t1 lines"] = JSON.stringify(entry);
        }"""
    )
    opened(desk, site)
    desk.get_by_role("button", name="استعادة ما كُتب").click()
    expect(desk.locator("textarea[name=words]")).to_have_value("كلمات كثيرة")
    assert desk.evaluate(VALUES)[-2:] == ["words=كلمات كثيرة", "kind=verse"]
