"""Better keys in the browser: answers tried in the preview, learners' ones accepted, those alike marked together."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.accessibility import DESK, PHONE, check_page, too_wide
from browser.school import add_class, become_teacher
from browser.serving import Site, served
from browser.test_desk_marking import OPEN, windows, write
from browser.test_desk_people import press
from conftest import ROOT

__all__ = ["windows"]
pytestmark = pytest.mark.browser
Windows = Callable[[int], Page]
DAY = "which-day"
LOOKS = ((PHONE, "light"), (DESK, "dark"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("questions/river.yaml", "seeds/river.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / "tests" / "content" / name, tmp_path / name)
    path = tmp_path / "questions" / "river.yaml"
    path.write_text(path.read_text("utf-8").replace("why: «صباح السبت».", "model: في عطلة الأسبوع") + OPEN, "utf-8")
    return tmp_path


@pytest.fixture
def river(content: Path) -> Iterator[Site]:
    with served(content, content / "data") as running:
        yield running


def test_an_answer_is_tried_and_a_refused_one_added_to_the_key(page: Page, river: Site, content: Path,
                                                               request: pytest.FixtureRequest) -> None:  # fmt: skip
    looks = () if "without" in request.node.name else LOOKS  # axe is a script
    become_teacher(page.context, river)
    page.goto(f"{river.url}/desk/texts/river/questions/{DAY}/preview")
    check_page(page, *looks)
    page.locator(f"[name='{DAY}']").fill("الأحد")
    page.keyboard.press("Enter")
    expect(page.locator(".feedback.refused")).to_be_visible()
    check_page(page, *looks)
    expect(page.locator("#misjudged")).to_contain_text("في عطلة الأسبوع")
    press(page, "إضافتها إلى الإجابات المقبولة")
    expect(page.locator(".notice")).to_contain_text("أُضيفت هذه الصيغة إلى مفتاح المسودة")
    expect(page.locator("#misjudged")).to_have_count(0)
    check_page(page, *looks)
    page.locator(f"[name='{DAY}']").fill("في عطلة الأسبوع")
    page.keyboard.press("Enter")
    expect(page.locator(".feedback.accepted")).to_be_visible()
    assert (
        "عطلة" not in (content / "questions" / "river.yaml").read_text("utf-8").partition("accept")[2].splitlines()[0]
    )
    for width in (390, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert not too_wide(page)


def test_an_answer_of_learners_is_accepted_and_they_are_told(windows: Windows, river: Site) -> None:
    page = windows(1280)
    become_teacher(page.context, river)
    klass = add_class(page.context, river, "الصفّ الخامس")
    layla = write(windows, river, klass.code, "ليلى", "ليأكلا على الضفة.", "عطلة الأسبوع")
    write(windows, river, klass.code, "عمر", "ليأكلا على الضفّةِ", "في عطلة الأسبوع")
    page.goto(f"{river.url}{klass.path}texts/river/to-decide")
    check_page(page, *LOOKS)
    page.goto(f"{river.url}{klass.path}texts/river/questions/{DAY}")
    expect(page.locator("#to-decide li")).to_have_count(1)
    check_page(page, *LOOKS)
    page.locator("#to-decide button[value=right]").click()
    expect(page).to_have_url(re.compile("/desk/regrade/river"))
    expect(page.locator("td.up")).to_have_count(3)  # the question, and two learners
    check_page(page, (DESK, "light"))
    press(page, "تطبيق إعادة التصحيح")
    layla.goto(f"{river.url}/texts/river/1")
    expect(layla.locator(f"[id='q-{DAY}']")).to_contain_text("أُعيد النظر في الإجابات المقبولة")


def test_answers_alike_are_marked_together_with_a_kept_comment(windows: Windows, river: Site) -> None:
    page = windows(1280)
    become_teacher(page.context, river)
    klass = add_class(page.context, river, "الصفّ الخامس")
    for name, words in (("ليلى", "ليأكلا على الضفة."), ("عمر", "ليأكلا على الضفّةِ"), ("سلمى", "لأنها تحبّ الخبز.")):
        write(windows, river, klass.code, name, words)
    page.goto(f"{river.url}/desk/marking/river/why-river")
    while page.locator(".alike").count() == 0:
        page.locator("a.to-next").click()
    check_page(page, *LOOKS)
    for field in ("c.0", "c.1"):
        page.locator(f"[name='{field}']").first.check()
    page.locator("#comment").fill("ينقص ذكر النص.")
    page.locator("[name=keep]").check()
    press(page, "حفظ ومتابعة")
    expect(page.locator(".notice")).to_contain_text("ولما يماثلها")
    expect(page.locator(".answers .waits")).to_have_count(1)
    press(page, "إدراج")
    expect(page.locator("#comment")).to_have_value("ينقص ذكر النص.")
    check_page(page, *LOOKS)
