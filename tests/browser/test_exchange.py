"""A teacher brings questions from another program, and takes a text along to one, with and without scripts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from browser.accessibility import DESK, PHONE, Look, check_page, check_widths
from browser.chromium import leave, new_context
from browser.school import become_teacher
from browser.serving import Site, served
from conftest import ROOT
from webapp.interchange.lesson_formats import FORMATS
from webapp.interchange.lesson_formats.import_lesson import import_lesson

pytestmark = [pytest.mark.browser, pytest.mark.timeout(150)]
LOOKS = ((PHONE, "light"), (PHONE, "dark"), (DESK, "light"), (DESK, "contrast"))
TEXT = "خرجت سلمى مع أخيها إلى النهر صباح السبت.\n\nرأت سلمى قاربًا صغيرًا فيه صياد عجوز يغني."
RIGHT = "::boat::من كان في القارب؟{=صياد ~سلمى ~أخوها}\n"
GIFT = f"::which-day::في أي يوم خرجا؟{{=السبت}}\n\n{RIGHT}\n::song::ماذا كان الصياد يفعل؟{{=يغني ~يغني ~ينام}}\n"
MENDED = "::song::ماذا كان الصياد يفعل؟{=يغني ~يصيد ~ينام}\n"


@pytest.fixture
def river(tmp_path: Path) -> Iterator[Site]:
    """``fahm serve`` over a folder that the test may change."""
    for folder, name in (("questions", "river.yaml"), ("seeds", "river.txt")):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / "tests" / "content" / folder / name, tmp_path / folder)
    with served(tmp_path, tmp_path / "data") as running:
        yield running


def gift(source: str, name: str = "عند الضفة.gift") -> FilePayload:
    """A file that a teacher chooses."""
    return {"name": name, "mimeType": "text/plain", "buffer": source.encode()}


def bring(page: Page, source: str) -> None:
    """Choose a file and look at what comes in."""
    page.locator("#file").set_input_files(gift(source))
    page.get_by_role("button", name="معاينة ما سيُستورد").click()
    expect(page.locator("#coming")).to_be_visible()


def from_a_file_to_readers(page: Page, site: Site, looks: tuple[Look, ...]) -> None:
    """Begin a text with the questions of a file, bring what was mended into it, and publish it."""
    page.goto(f"{site.url}/desk/texts/new")
    page.get_by_role("link", name="استيراد أسئلة جاهزة").click()
    check_page(page, *looks)
    bring(page, GIFT)
    expect(page.locator("section[aria-labelledby=left]")).to_contain_text("السؤال ٣: تُرك")
    expect(page.locator("section[aria-labelledby=coming] ol li")).to_have_count(2)
    check_page(page, *looks)
    check_widths(page, 360, 390, 768, 1280)
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="إنشاء النص بهذه الأسئلة").click()
    expect(page.locator("h1")).to_contain_text("عند الضفة")
    expect(page.locator(".question-card")).to_have_count(2)
    page.get_by_role("link", name="استيراد أسئلة من ملف").click()
    bring(page, MENDED)
    expect(page.locator("section[aria-labelledby=left]")).to_have_count(0)
    page.get_by_role("button", name="استيراد الأسئلة إلى هذا النص").click()
    expect(page.locator(".question-card")).to_have_count(3)
    check_page(page, *looks)
    page.get_by_role("button", name=re.compile("^تراجع")).click()
    expect(page.locator(".question-card")).to_have_count(2)
    page.get_by_role("link", name="استيراد أسئلة من ملف").click()
    bring(page, MENDED)
    page.get_by_role("button", name="استيراد الأسئلة إلى هذا النص").click()
    expect(page.locator(".question-card")).to_have_count(3)
    page.locator(".text-tabs a").last.click()
    page.get_by_role("button", name="النشر الآن").click()
    expect(page.get_by_text("نُشر").first).to_be_visible()


def test_a_file_of_another_program_becomes_a_text_of_readers(browser: Browser, river: Site, tmp_path: Path) -> None:
    context = new_context(browser)
    become_teacher(context, river)
    from_a_file_to_readers(context.new_page(), river, LOOKS)
    written = (tmp_path / "questions" / "عند-الضفة.yaml").read_text("utf-8")
    assert written.count("- id:") == 3
    leave(context)


def test_without_scripts_on_a_narrow_phone(browser: Browser, river: Site, tmp_path: Path) -> None:
    context = new_context(browser, java_script_enabled=False, viewport={"width": 360, "height": 740})
    become_teacher(context, river)
    page = context.new_page()
    from_a_file_to_readers(page, river, ())
    assert (tmp_path / "questions" / "عند-الضفة.yaml").is_file()
    took = take_along(page, river, "gift", tmp_path)
    assert took.name == "عند-الضفة.gift"
    assert len(import_lesson(took.read_bytes()).questions) == 3
    leave(context)


def take_along(page: Page, site: Site, name: str, folder: Path) -> Path:
    """Look at what a format loses, and download its file."""
    page.goto(f"{site.url}/desk/texts")
    page.get_by_role("link", name="عند الضفة", exact=True).click()
    page.locator(".text-tabs").get_by_role("link", name="تصدير").click()
    page.locator(f'main a[href*="to={name}#"]').click()
    expect(page.locator("#chosen-format")).to_contain_text(FORMATS[name].title.split()[0])
    with page.expect_download() as download:
        page.locator("#chosen").get_by_role("link", name="تنزيل").click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_a_text_is_taken_along_as_each_format(browser: Browser, river: Site, tmp_path: Path) -> None:
    context = new_context(browser)
    become_teacher(context, river)
    page = context.new_page()
    page.goto(f"{river.url}/desk/texts/import")
    bring(page, RIGHT)
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="إنشاء النص بهذه الأسئلة").click()
    expect(page.locator(".question-card")).to_have_count(1)
    for known in FORMATS.values():
        if known.write:
            took = take_along(page, river, known.name, tmp_path)
            assert took.name == f"عند-الضفة{known.suffix}"
            assert not known.read or len(import_lesson(took.read_bytes()).questions) == 1, known.name
    check_page(page, *LOOKS)
    check_widths(page, 360, 390, 768, 1280)
    leave(context)
