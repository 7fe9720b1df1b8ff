"""Without a network: what was opened can be read, what is answered is kept, and then sent once."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, Route, expect

from browser.chromium import WAIT_MS, leave, new_context
from browser.serving import Site, stop, wait_until_up
from conftest import ARTICLE, SLUG

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
FIRST = f"/texts/{SLUG}/1"
CARD = "#q-summit-day"
KEPT = "محفوظة على هذا الجهاز، ولم تُرسل بعد"
SENT = "أُرسلت الإجابات المحفوظة"


class Server:
    """``fahm serve`` on a port of its own, which can be stopped and started again."""

    def __init__(self, data: Path, content: Path = ARTICLE) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.data, self.content = data, content
        self.start()

    def start(self) -> None:
        words = ["serve", "--port", str(self.port), "--data", str(self.data), "--content", str(self.content)]
        command = [sys.executable, "-m", "webapp.cli", *words]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until_up(self.url, self.process)

    def stop(self) -> None:
        stop(self.process)

    def tries(self) -> list[tuple[str, str, str]]:
        """Question, verdict and response of every try."""
        return Site(self.url, self.data, log=-1).tries()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "data")
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
def exam_server(tmp_path: Path) -> Iterator[Server]:
    """One whose text is an exam."""
    shutil.copytree(ARTICLE / "seeds", tmp_path / "exam" / "seeds")
    (tmp_path / "exam" / "questions").mkdir()
    yaml = (ARTICLE / "questions" / f"{SLUG}.yaml").read_text(encoding="utf-8").replace("mode: practice", "mode: exam")
    (tmp_path / "exam" / "questions" / f"{SLUG}.yaml").write_text(yaml, encoding="utf-8")
    running = Server(tmp_path / "data", tmp_path / "exam")
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone's browser, which keeps what it stores until the test ends."""
    context = new_context(browser, viewport={"width": 390, "height": 800}, service_workers="allow")
    yield context
    leave(context)


@pytest.fixture
def plain_phone(browser: Browser) -> Iterator[BrowserContext]:
    """One without a service worker and without locks, as on a school's plain http."""
    context = new_context(browser, viewport={"width": 390, "height": 800})
    context.add_init_script(
        "for (const name of ['serviceWorker', 'locks']) "
        "Object.defineProperty(Navigator.prototype, name, { get: () => undefined })"
    )
    yield context
    leave(context)


def reads(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    return page


def until(page: Page, condition: str) -> None:
    """Ask in the page until an asynchronous condition holds. (``wait_for_function`` does not wait for a promise.)"""
    page.evaluate(f"""async () => {{
        const end = performance.now() + {WAIT_MS};
        while (!(await ({condition})())) {{
            if (performance.now() > end) throw new Error("waited too long");
            await new Promise(requestAnimationFrame);
        }}
    }}""")


def reads_with_copies(context: BrowserContext, url: str) -> Page:
    """The page once all that can be read without a network is on the device; the library comes last."""
    page = reads(context, url)
    until(
        page,
        """async () => {
            await navigator.serviceWorker.ready;
            const pages = await caches.open("fahm-pages");
            return navigator.serviceWorker.controller && (await pages.match("/", { ignoreVary: true }));
        }""",
    )
    return page


def is_back(context: BrowserContext, page: Page) -> None:
    """The network is back. A page that was opened without one is not always told so by the browser's switch."""
    context.set_offline(False)
    try:
        page.evaluate("dispatchEvent(new Event('online'))")
    except Error as error:  # it was told: it sends at once, and its page changes meanwhile
        if "Execution context was destroyed" not in str(error):
            raise


def answer(page: Page, day: str = "الأربعاء") -> None:
    page.locator(f"{CARD} input[type=text]").fill(day)
    page.locator(f"{CARD} button[name=check]").click()


def field(page: Page) -> str:
    return page.locator(f"{CARD} input[type=text]").input_value()


def learners(site: Site) -> list[str]:
    """The learner of every try of this test."""
    with contextlib.closing(sqlite3.connect(site.data / "fahm.db")) as database:
        rows = database.execute("SELECT learner FROM tries WHERE seq > ?", [site.first])
        return [learner for (learner,) in rows]


def outbox(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('fahm-out ')).length")


def marked(page: Page) -> None:
    expect(page.locator(f"{CARD} .feedback")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_have_count(0)


def test_answered_off_line_reloaded_closed_reopened_and_sent_once(site: Site, phone: BrowserContext) -> None:
    page = reads_with_copies(phone, site.url + FIRST)
    phone.set_offline(True)
    answer(page)
    expect(page.locator(CARD)).to_contain_text(KEPT)
    page.reload()
    expect(page.locator(CARD)).to_contain_text(KEPT)
    expect(page.get_by_text("محفوظة على هذا الجهاز (دون اتصال")).to_be_visible()
    assert field(page) == "الأربعاء"
    page.close()
    page = reads(phone, site.url + FIRST)
    assert field(page) == "الأربعاء"
    assert site.tries() == []
    is_back(phone, page)
    marked(page)
    expect(page.get_by_text("بلا شبكة")).to_have_count(0)
    assert outbox(page) == 0
    page.reload()
    assert [(name, response) for name, _, response in site.tries()] == [("summit-day", '"الأربعاء"')]


def test_the_server_stopped_and_started_on_plain_http(server: Server, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, server.url + FIRST)
    server.stop()
    answer(page, "الخميس")
    expect(page.locator(CARD)).to_contain_text(KEPT)
    answer(page, "الأربعاء")
    expect(page.locator(CARD).get_by_text(KEPT)).to_have_count(1)
    page.close()
    server.start()
    page = reads(plain_phone, server.url + FIRST)
    marked(page)
    assert outbox(page) == 0
    assert [response for *_, response in server.tries()] == ['"الأربعاء"']


def test_the_cookie_lost_in_between(site: Site, phone: BrowserContext) -> None:
    page = reads_with_copies(phone, site.url + FIRST)
    answer(page, "الجمعة")
    marked(page)
    reader = page.locator("html").get_attribute("data-record")
    phone.set_offline(True)
    answer(page, "الأربعاء")
    expect(page.locator(CARD)).to_contain_text(KEPT)
    page.close()
    phone.clear_cookies()
    phone.set_offline(False)
    page = reads(phone, site.url + FIRST)
    until(page, "() => !Object.keys(localStorage).some((key) => key.startsWith('fahm-out '))")
    assert [response for *_, response in site.tries()] == ['"الجمعة"', '"الأربعاء"']
    assert len(set(learners(site))) == 1
    page.reload()
    expect(page.locator("html")).not_to_have_attribute("data-record", str(reader))
    expect(page.locator(f"{CARD} .feedback")).to_have_count(0)


def test_two_tabs_send_one_try(site: Site, phone: BrowserContext) -> None:
    page = reads_with_copies(phone, site.url + FIRST)
    other = reads(phone, site.url + FIRST)
    phone.set_offline(True)
    answer(page)
    expect(other.locator(CARD)).to_contain_text(KEPT)
    assert field(other) == "الأربعاء"
    answer(other, "الخميس")
    expect(page.locator(f"{CARD} input[type=text]")).to_have_value("الخميس")
    phone.set_offline(False)
    for tab in (page, other):
        expect(tab.get_by_text(KEPT)).to_have_count(0)
    assert [response for *_, response in site.tries()] == ['"الخميس"']


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_server_that_is_down_behind_its_gateway(site: Site, plain_phone: BrowserContext, status: int) -> None:
    page = reads(plain_phone, site.url + FIRST)
    posts = re.compile(r"/texts/|/sync")

    def down(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, body="<h1>down</h1>", content_type="text/html")
        else:
            route.continue_()

    plain_phone.route(posts, down)
    answer(page)
    expect(page.locator(CARD)).to_contain_text(KEPT)
    assert outbox(page) == 1
    plain_phone.unroute(posts)
    page.evaluate("dispatchEvent(new Event('online'))")
    marked(page)
    assert len(site.tries()) == 1


def test_a_reply_that_was_lost_on_its_way_is_no_second_try(site: Site, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, site.url + FIRST)

    def lost(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    plain_phone.route(f"**{FIRST}", lost)
    answer(page)
    marked(page)
    assert len(site.tries()) == 1


def test_a_full_device_says_that_nothing_was_kept(site: Site, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, site.url + FIRST)
    page.evaluate("for (let size = 1 << 22; size; size >>= 1) try { for (;;) "
                  "localStorage[Math.random()] = 'x'.repeat(size) } catch {}")  # fmt: skip
    plain_phone.set_offline(True)
    answer(page)
    expect(page.locator(CARD)).to_contain_text("ولا توجد على هذا الجهاز مساحة لحفظها")
    expect(page.get_by_text(KEPT)).to_have_count(0)
    assert field(page) == "الأربعاء"
    plain_phone.set_offline(False)
    page.locator(f"{CARD} button[name=check]").click()
    marked(page)
    assert len(site.tries()) == 1


def test_a_hint_needs_the_network_and_what_is_typed_stays(site: Site, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, site.url + FIRST)
    plain_phone.set_offline(True)
    page.locator(f"{CARD} input[type=text]").fill("الأربعاء")
    page.locator(f"{CARD} button[name=hint]").click()
    expect(page.locator(CARD)).to_contain_text("يحتاج هذا إلى اتصال بالشبكة")
    assert field(page) == "الأربعاء"
    assert outbox(page) == 0


def test_a_refused_answer_stays_on_the_device_and_is_shown(site: Site, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, site.url + FIRST)
    plain_phone.set_offline(True)
    answer(page)
    expect(page.locator(CARD)).to_contain_text(KEPT)
    page.evaluate("""() => {
        const key = Object.keys(localStorage).find((key) => key.startsWith("fahm-out "));
        localStorage[key] = localStorage[key].replaceAll("/texts/", "/texts/gone-");
    }""")
    plain_phone.set_offline(False)
    page.get_by_role("link", name="تعذر إرسالها").click()
    expect(page.locator("#not-sent")).to_contain_text("الأربعاء")
    expect(page.locator("#not-sent")).to_contain_text("لم يعد هذا النص في المكتبة")
    page.get_by_role("button", name="حذف من هذا الجهاز").click()
    expect(page.locator("#not-sent")).to_be_hidden()
    assert site.tries() == []


def test_an_exam_is_handed_in_after_the_answers_that_were_kept(
    exam_server: Server, plain_phone: BrowserContext
) -> None:
    page = reads(plain_phone, exam_server.url + FIRST)
    review = reads(plain_phone, f"{exam_server.url}/texts/{SLUG}/review")
    exam_server.stop()
    answer(page, "الخميس")
    expect(page.locator(CARD)).to_contain_text(KEPT)
    answer(page)
    review.get_by_role("button", name="تسليم الاختبار").click()
    expect(review.get_by_text(KEPT)).to_be_visible()
    assert outbox(page) == 2
    page.close()
    exam_server.start()
    review.evaluate("dispatchEvent(new Event('online'))")
    expect(review.get_by_role("heading", name="النتيجة", exact=False).first).to_be_visible()
    assert outbox(review) == 0
    assert [(name, response) for name, _, response in exam_server.tries()] == [("summit-day", '"الأربعاء"')]


def test_what_was_not_opened_is_said_kindly_with_what_can_be_read(site: Site, phone: BrowserContext) -> None:
    page = reads_with_copies(phone, site.url + FIRST)
    phone.set_offline(True)
    page.goto(f"{site.url}/texts/{SLUG}/7")
    expect(page.get_by_text("لم تُفتح هذه الصفحة على هذا الجهاز من قبل")).to_be_visible()
    page.locator("#pages").get_by_role("link", name="الفقرة ١").click()
    expect(page.locator(".sheet .passage").first).to_be_visible()
    page.goto(site.url)
    expect(page.locator(".text-card").first).to_be_visible()
    page.goto(f"{site.url}/me")
    expect(page.get_by_text("لم تُفتح هذه الصفحة على هذا الجهاز من قبل")).to_be_visible()


def test_pages_of_another_reader_are_pushed_out(site: Site, phone: BrowserContext) -> None:
    page = reads_with_copies(phone, site.url + FIRST)
    answer(page)
    marked(page)
    phone.clear_cookies()
    page.goto(f"{site.url}/texts/{SLUG}/")
    page.goto(site.url + FIRST)
    until(
        page,
        """async () => {
            const pages = await caches.open("fahm-pages");
            const record = await (await pages.match("/record"))?.text();
            const texts = await Promise.all((await pages.matchAll()).map((reply) => reply.text()));
            return record === document.documentElement.dataset.record && texts.length > 2 &&
                texts.every((text) => text.includes(record));
        }""",
    )
    phone.set_offline(True)
    page.reload()
    expect(page.locator(f"{CARD} .feedback")).to_have_count(0)


def test_what_is_typed_comes_back_until_it_is_marked(site: Site, phone: BrowserContext) -> None:
    page = reads(phone, site.url + FIRST)
    page.locator(f"{CARD} input[type=text]").fill("الجمع")
    page.goto(site.url)
    page.goto(site.url + FIRST)
    assert field(page) == "الجمع"
    answer(page, "الجمعة")
    marked(page)
    assert field(page) == ""
    page.goto(site.url)
    page.goto(site.url + FIRST)
    assert field(page) == ""


def test_another_question_of_the_same_page_is_fetched_anew(site: Site, phone: BrowserContext) -> None:
    page = reads(phone, f"{site.url}{FIRST}#q-summit-day")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if request.is_navigation_request() else None)
    answer(page)
    marked(page)
    assert page.url.endswith(f"{FIRST}#q-summit-day")
    assert [request.method for request in asked] == ["GET"]
    expect(page.locator(CARD)).to_be_in_viewport()


def test_a_form_that_grew_too_old_is_shown_as_such(site: Site, phone: BrowserContext) -> None:
    page = reads(phone, site.url + FIRST)
    page.locator("input[name=csrf_token]").evaluate_all("nodes => nodes.forEach((node) => (node.value = 'old'))")
    answer(page)
    expect(page.get_by_role("alert")).to_contain_text("كانت قديمة")
    assert field(page) == "الأربعاء"
    page.locator(f"{CARD} button[name=check]").click()
    marked(page)
    assert len(site.tries()) == 1


def test_an_answer_that_an_earlier_release_kept_is_sent(site: Site, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, site.url + FIRST)
    page.evaluate(
        """([path, question]) => {
            const token = document.documentElement.dataset.record;
            const form = [document.querySelector("form[data-out] [name=form]").value];
            const fields = { form, [question]: ["الأربعاء"], support: [""], check: [question] };
            const entry = { token, path, q: question, fields, said: "الأربعاء", when: Date.now(), spent: 9 };
            localStorage[`fahm-out ${token} ${path} ${question}`] = JSON.stringify(entry);
        }""",
        [FIRST, "summit-day"],
    )
    page.reload()
    marked(page)
    assert outbox(page) == 0
    assert [response for *_, response in site.tries()] == ['"الأربعاء"']


def test_a_reader_of_english_is_told_in_english(site: Site, plain_phone: BrowserContext) -> None:
    page = reads(plain_phone, f"{site.url}/settings/")
    page.locator("input[name=language][value=en]").check()
    page.locator("form.settings button").first.click()
    page.goto(site.url + FIRST)
    plain_phone.set_offline(True)
    answer(page)
    expect(page.locator(f"{CARD} .here-notice")).to_have_text("Saved here, not sent yet.")
    expect(page.locator(CARD).get_by_role("button", name="Keyboard", exact=True)).to_be_visible()


def test_the_files_of_the_release_before_stay_for_the_pages_that_it_kept(site: Site, phone: BrowserContext) -> None:
    page = reads(phone, f"{site.url}/healthz")
    page.evaluate("""async () => {
        for (const name of ["fahm-first", "fahm-second"]) {
            await (await caches.open(name)).put("/static/app.css?v=1", new Response(name));
        }
    }""")
    page = reads_with_copies(phone, site.url + FIRST)
    until(page, "async () => !(await caches.keys()).includes('fahm-first')")
    assert page.evaluate("async () => (await fetch('/static/app.css?v=1')).text()") == "fahm-second"
