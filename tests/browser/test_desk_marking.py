"""The marking room by keyboard and by buttons; a question file that changes, its diff, and what a learner then sees."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.accessibility import DESK, PHONE, check_page
from browser.chromium import leave, new_context
from browser.school import add_class, become_teacher, hand_in, join
from browser.serving import Site, served
from browser.test_desk_people import press

pytestmark = pytest.mark.browser
Windows = Callable[[int], Page]
HOME = Path(__file__).parent.parent / "content"
RIVER = "/texts/river/1"
OPEN = """
  - id: why-river
    paragraph: 1
    type: open
    process: interpret
    prompt: لماذا حملت سلمى الخبز والجبن؟
    rubric:
      - {points: 2, text: سبب من النص}
      - {points: 1, text: جملة تامّة}
    model: ليأكلا على الضفة.
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(HOME / name, tmp_path / name)
    with (tmp_path / "questions" / "river.yaml").open("a", encoding="utf-8") as file:
        file.write(OPEN)
    return tmp_path


@pytest.fixture
def river(content: Path) -> Iterator[Site]:
    with served(content, content / "data") as running:
        yield running


@pytest.fixture
def windows(browser: Browser) -> Iterator[Windows]:
    """Opens a window of a width, each of another person; all are closed at the end."""
    contexts: list[BrowserContext] = []

    def window(width: int) -> Page:
        contexts.append(new_context(browser, viewport={"width": width, "height": 800}))
        return contexts[-1].new_page()

    yield window
    for context in contexts:
        leave(context)


def write(windows: Windows, site: Site, code: str, name: str, words: str, day: str = "السبت") -> Page:
    """A learner of the class answers the open question and the short one; a page of theirs, at no address yet."""
    page = windows(360)
    join(page.context, site, code, name)
    hand_in(page.context, site.url + RIVER, {"which-day": day, "why-river": words})
    return page


def test_a_class_is_marked_by_keyboard(windows: Windows, river: Site) -> None:
    page = windows(1280)
    become_teacher(page.context, river)
    code = add_class(page.context, river, "الصفّ الخامس").code
    readers = [
        write(windows, river, code, name, words)
        for name, words in (("ليلى", "حملت الطعام ليأكلا."), ("عمر", "لأنّ الرحلة طويلة."))
    ]
    page.goto(f"{river.url}/desk/marking")
    page.get_by_role("link", name="لماذا حملت سلمى").click()
    first = page.locator("blockquote.written").inner_text()
    expect(page.locator(".total")).to_contain_text("٠")

    page.keyboard.press("j")
    page.wait_for_url(re.compile("answer="))
    expect(page.locator("blockquote.written")).not_to_have_text(first)
    page.keyboard.press("k")
    expect(page.locator("blockquote.written")).to_have_text(first)

    page.keyboard.press("2")
    page.keyboard.press("1")
    expect(page.locator(".total")).to_contain_text("٣")
    page.locator("#comment").fill("")
    page.locator("#comment").press_sequentially("2 jk")  # letters and digits are only letters and digits here
    expect(page.locator("blockquote.written")).to_have_text(first)
    expect(page.locator(".total")).to_contain_text("٣")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_contain_text("حُفظت الدرجة")
    expect(page.locator("blockquote.written")).not_to_have_text(first)

    page.locator("details", has_text="اختصارات لوحة المفاتيح").locator("summary").click()
    page.locator("#keys-off").check()
    page.locator("h1").click()
    page.keyboard.press("2")
    expect(page.locator(".total")).to_contain_text("٠")
    page.locator("#keys-off").uncheck()
    page.locator("h1").click()
    for digit in "00":
        page.keyboard.press(digit)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_contain_text("كلها")
    check_page(page, (PHONE, "light"), (DESK, "light"))
    given = []
    for reader in readers:
        reader.goto(river.url + RIVER)
        given.append(reader.locator("#q-why-river .marks").inner_text())
    assert sorted(given) == ["٠ من ٣", "٣ من ٣"]


def test_a_changed_key_is_shown_applied_and_told(windows: Windows, river: Site, content: Path) -> None:
    page = windows(1280)
    become_teacher(page.context, river)
    code = add_class(page.context, river, "الصفّ الخامس").code
    layla = write(windows, river, code, "ليلى", "ليأكلا.", day="السبت")
    omar = write(windows, river, code, "عمر", "ليأكلا.", day="الجمعة")
    path = content / "questions" / "river.yaml"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("accept: [السبت, صباح السبت]", "accept: [الجمعة]"), encoding="utf-8")

    page.goto(f"{river.url}/desk/regrade")
    link = page.get_by_role("link", name="عند النهر")
    for _ in range(100):  # the server looks at its files now and then
        if link.count():
            break
        page.wait_for_load_state("networkidle")
        page.reload()
    link.click()
    table = page.locator("table").nth(1)
    expect(table.get_by_role("row").filter(has_text="ليلى")).to_contain_text("٠ / ١")
    expect(table.get_by_role("row").filter(has_text="عمر")).to_contain_text("١ / ١")
    check_page(page, (PHONE, "light"), (DESK, "light"))
    page.locator("#reason").fill("كان في المفتاح خطأ")
    press(page, "تطبيق إعادة التصحيح")
    expect(page.locator(".notice")).to_contain_text("طُبّقت")
    omar.goto(river.url + RIVER)
    expect(omar.locator("#q-which-day")).to_contain_text("كانت الدرجة ٠ من ١ فصارت ١ من ١")
    expect(omar.locator("#q-which-day")).to_contain_text("كان في المفتاح خطأ")
    press(page, "التراجع عنها")
    expect(page.locator(".notice")).to_contain_text("أُلغيت إعادة التصحيح")
    layla.goto(river.url + RIVER)
    expect(layla.locator("#q-which-day")).to_contain_text("فصارت ١ من ١")
