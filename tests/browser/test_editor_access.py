"""axe-core finds nothing on any page of a text at the desk, and none scrolls sideways: each theme, phone and desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, StorageState, expect

from browser.accessibility import DESK, PHONE, check_page, check_widths, looks
from browser.chromium import Chromium, leave, new_context
from browser.school import become_teacher, hand_in
from browser.serving import Site, served
from conftest import ROOT

pytestmark = pytest.mark.browser
RIVER, OLD, FAULTY = "/desk/texts/river", "/desk/texts/old", "/desk/texts/faulty"
NEW = f"{RIVER}/questions/new?paragraph=2&about.words=2:3"
FAULTS = "    refuse: {x: الأحد}\n    colour: blue\n    tries: 99\n    hints: [تلميح]\n"
PAGES = (
    "/desk/texts",
    "/desk/texts/new",
    "/desk/texts/import",
    f"{RIVER}/import",
    f"{RIVER}/export?to=gift",
    f"{RIVER}/edit?look=which-day",
    f"{RIVER}/text",
    f"{RIVER}/words",
    f"{RIVER}/yaml",
    f"{RIVER}/versions",
    f"{RIVER}/versions/2",
    f"{RIVER}/makers",
    f"{RIVER}/publish",
    f"{RIVER}/settings",
    NEW,
    *(f"{NEW}&type={kind}" for kind in ("choice", "cloze", "open", "referent")),
    f"{RIVER}/questions/which-day",
    f"{RIVER}/questions/which-day/preview",
    f"{OLD}/publish",
    *(f"{FAULTY}/{page}" for page in ("edit", "questions/which-day", "questions/who-went")),
)


@pytest.fixture(scope="module")
def desk(chromium: Chromium, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, StorageState]]:
    """A teacher with a text that has a draft, with an archived one, and with one whose file has faults by now."""
    folder = tmp_path_factory.mktemp("texts")
    for name, file in (("questions", "river.yaml"), ("seeds", "river.txt")):
        (folder / name).mkdir()
        shutil.copy(ROOT / "tests" / "content" / name / file, folder / name)
    faulty = folder / "questions" / "faulty.yaml"
    for copy in (faulty, folder / "questions" / "old.yaml"):
        shutil.copy(folder / "questions" / "river.yaml", copy)
    with served(folder, folder / "data") as site:
        person = new_context(chromium.browser())
        become_teacher(person, site)
        page = person.request.get(f"{site.url}{RIVER}/yaml").text()
        typed = unescape(page.partition('id="text"')[2].partition(">")[2].partition("</textarea>")[0])[1:]
        base = page.partition('name="base" value="')[2].partition('"')[0]
        drafted = typed.replace("accept: [السبت", "accept: [الأحد").replace("    why: «صباح السبت».\n", "")
        assert drafted != typed
        hand_in(person, f"{site.url}{RIVER}/yaml", {"text": drafted, "base": base})
        hand_in(person, f"{site.url}{OLD}/publish", {}, f"{site.url}{OLD}/archive")
        whole = faulty.read_text(encoding="utf-8")
        broken = whole.replace("    refuse: [الأحد]\n", FAULTS).replace(", correct: true", "")
        faulty.write_text(broken, encoding="utf-8")
        state = person.storage_state()
        leave(person)
        yield site, state


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_a_text(browser: Browser, desk: tuple[Site, StorageState], address: str) -> None:
    site, state = desk
    context = new_context(browser, storage_state=state)
    page = context.new_page()
    reply = page.goto(site.url + address)
    assert reply
    assert reply.status == 200
    for summary in page.locator("main details > summary").all()[:8]:
        summary.evaluate("summary => { summary.parentElement.open = true; }")
    if address.startswith(FAULTY):
        expect(page.locator(".problems").first).to_be_visible()
    check_page(page, *looks(PHONE), (DESK, "light"), (DESK, "contrast"))
    check_widths(page, 360, 390, 768, 1280)
    leave(context)
