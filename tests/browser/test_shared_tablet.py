"""Two readers on one tablet: what the one before has not sent is sent for that one, and nothing else of them stays."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser.chromium import WAIT_MS, leave, new_context
from browser.serving import Site
from conftest import SLUG
from webapp.store import open_store
from webapp.store.database_url import sqlite_url

pytestmark = pytest.mark.browser
FIRST = f"/texts/{SLUG}/1"
CARD = "#q-summit-day"
SENDING = re.compile(r"/texts/|/sync")
HELD = """async () => {
    const replies = await (await caches.open("fahm-pages")).matchAll();
    const pages = await Promise.all(replies.map((reply) => reply.text()));
    return [...pages, ...Object.entries(localStorage).flat()].join("\\n");
}"""


@pytest.fixture
def tablet(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser, viewport={"width": 800, "height": 1100}, service_workers="allow")
    yield context
    leave(context)


@pytest.fixture
def class_code(site: Site) -> str:
    """The code of a new class of the site."""
    with contextlib.closing(open_store(sqlite_url(site.data / "fahm.db"))) as store:
        link = store.people.make_link("default", "invitation", "teacher", "منى", 24)
        assert link
        teacher = store.people.use_link("default", link, f"muna{link[:8].lower()}", "منى", "!")
        assert teacher
        return store.people.add_class("default", teacher.id, "الصفّ الخامس").code


def fails(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def joined(page: Page, site: Site, class_code: str) -> str:
    """Join as Layla; her record code."""
    page.goto(f"{site.url}/join/{class_code}")
    page.locator("#name").fill("ليلى")
    page.get_by_role("button", name="انضمام").click()
    expect(page.locator("h1")).to_contain_text("ليلى")
    return str(page.locator("bdi.code").text_content())


def keeps_an_answer(page: Page, site: Site) -> str:
    """Answer while nothing can be sent; the record token of the page. The page and its text are kept for reading."""
    token = reads_with_copies(page, site)
    page.context.route(SENDING, fails)
    page.locator(f"{CARD} input[type=text]").fill("الأربعاء")
    page.locator(f"{CARD} button[name=check]").click()
    expect(page.locator(CARD)).to_contain_text("محفوظة على هذا الجهاز")
    return token


def reads_with_copies(page: Page, site: Site) -> str:
    """Read the first paragraph, and keep it and its text; the record token of the page."""
    page.goto(site.url + FIRST)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload()
    until(page, f"(await caches.match('{FIRST}', {{ ignoreVary: true }})) && navigator.serviceWorker.controller")
    return page.locator("html").get_attribute("data-record") or ""


def until(page: Page, condition: str) -> None:
    """Ask in the page until a condition holds that may wait for a promise."""
    page.evaluate(f"""async () => {{
        const end = performance.now() + {WAIT_MS};
        while (!({condition})) {{
            if (performance.now() > end) throw new Error("waited too long");
            await new Promise(requestAnimationFrame);
        }}
    }}""")


def waiting(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fahm-out ')).length"))


def answers_of(site: Site, code: str) -> list[str]:
    """Responses in the record of this code."""
    sql = "SELECT response FROM tries JOIN learners ON learners.id = tries.learner WHERE code = ? ORDER BY seq"
    with contextlib.closing(sqlite3.connect(site.data / "fahm.db")) as database:
        return [response for (response,) in database.execute(sql, [code.replace("-", "")])]


def test_what_the_reader_before_has_not_sent_is_sent_for_that_reader(
    site: Site, tablet: BrowserContext, class_code: str
) -> None:
    page = tablet.new_page()
    code = joined(page, site, class_code)
    token = keeps_an_answer(page, site)
    page.goto(f"{site.url}/join/{class_code}")
    page.get_by_role("button", name="أنا قارئ آخر").click()
    expect(page.locator("#name")).to_be_visible()
    assert waiting(page) == 1
    page.goto(f"{site.url}/me")
    assert code not in page.content()
    tablet.unroute(SENDING)
    page.goto(site.url + FIRST)
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('fahm-out '))")
    assert answers_of(site, code) == ['"الأربعاء"']
    page.goto(f"{site.url}/me")
    assert code not in page.content()
    page.goto(site.url + FIRST)
    expect(page.locator(f"{CARD} .feedback")).to_have_count(0)
    assert page.locator("html").get_attribute("data-record") not in ("", token)
    assert token not in page.evaluate(HELD)


def test_signing_out_leaves_of_the_reader_what_waits_alone(site: Site, tablet: BrowserContext, class_code: str) -> None:
    page = tablet.new_page()
    code = joined(page, site, class_code)
    token = keeps_an_answer(page, site)
    page.locator("#q-who-announced input").first.check()
    page.goto(f"{site.url}/me/sign-out")
    assert token in page.evaluate(HELD)
    page.locator("main form[data-switch] button").click()
    expect(page.get_by_text("سُجّل الخروج من هذا الجهاز")).to_be_visible()
    until(page, "!(await (await caches.open('fahm-pages')).match('/record'))")
    kept = page.evaluate("Object.keys(localStorage)")
    assert [name.split(" ")[0] for name in kept] == ["fahm-out"]
    page.goto(f"{site.url}/offline")
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator("#no-pages")).to_be_visible()
    tablet.unroute(SENDING)
    page.goto(site.url)
    until(page, "!Object.keys(localStorage).some((key) => key.startsWith('fahm-out '))")
    assert answers_of(site, code) == ['"الأربعاء"']


ASK_AND_HOLD = """path => {
    const send = self.fetch;
    self.fetch = async (...request) => {
        if (request[0] !== path) return send(...request);
        self.fetch = send;
        const reply = await send(...request);
        await new Promise((done) => { self.letGo = done; });
        return reply;
    };
    self.late = fetchInBackground(path);
}"""
LET_GO = """async () => {
    while (!self.letGo) await new Promise((done) => setTimeout(done));
    self.letGo();
    await self.late;
}"""
ASK_FOR_OLD_PAGE = """([path, page]) => {
    const send = self.fetch;
    const old = () => new Response(page, { headers: { "Content-Type": "text/html; charset=utf-8" } });
    self.fetch = async (...request) => (request[0] === path ? old() : send(...request));
    return fetchInBackground(path);
}"""


def begins(page: Page, site: Site, class_code: str) -> str:
    """Become another reader by the form of the class, and open a page of the text; its token."""
    page.goto(f"{site.url}/join/{class_code}")
    page.get_by_role("button", name="أنا قارئ آخر").click()
    expect(page.locator("#name")).to_be_visible()
    page.goto(site.url + FIRST)
    until(page, f"(await caches.match('{FIRST}', {{ ignoreVary: true }}))")
    return page.locator("html").get_attribute("data-record") or ""


def test_a_late_page_of_the_reader_before_is_not_kept(site: Site, tablet: BrowserContext, class_code: str) -> None:
    page = tablet.new_page()
    joined(page, site, class_code)
    token = reads_with_copies(page, site)
    assert token in page.evaluate(HELD)
    tablet.service_workers[0].evaluate(ASK_AND_HOLD, f"/texts/{SLUG}/")
    next_reader = begins(page, site, class_code)
    assert next_reader not in ("", token)
    tablet.service_workers[0].evaluate(LET_GO)
    held = page.evaluate(HELD)
    assert next_reader in held
    assert token not in held


def test_a_worker_that_was_ended_still_knows_who_reads(site: Site, tablet: BrowserContext, class_code: str) -> None:
    page = tablet.new_page()
    joined(page, site, class_code)
    token = reads_with_copies(page, site)
    old = page.content()
    assert token in old
    next_reader = begins(page, site, class_code)
    worker, devtools = tablet.service_workers[0], tablet.new_cdp_session(page)
    worker.evaluate("self.isOld = true")
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    page.evaluate("navigator.serviceWorker.controller.postMessage([])")
    assert not worker.evaluate("self.isOld")
    worker.evaluate(ASK_FOR_OLD_PAGE, [f"/texts/{SLUG}/", old])
    held = page.evaluate(HELD)
    assert next_reader in held
    assert token not in held
