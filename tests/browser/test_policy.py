"""The policy against foreign code, as a browser sees it: nothing of ours offends it, on any kind of page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.chromium import leave, new_context
from browser.school import School, add_class, join
from conftest import SLUG

pytestmark = pytest.mark.browser
LISTEN = """
window.offences = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.offences.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def test_no_page_offends_the_policy_or_asks_another_server(browser: Browser, school: School) -> None:
    site = school.site
    context = new_context(browser, viewport={"width": 1000, "height": 800}, service_workers="allow")
    context.add_init_script(LISTEN)
    page = context.new_page()
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    context.add_cookies(school.state["cookies"])
    fifth = add_class(context, site, "الصفّ الخامس")
    join(context, site, fifth.code, "ليلى")
    for path in (
        "/",
        f"/texts/{SLUG}/",
        f"/texts/{SLUG}/1",
        f"/texts/{SLUG}/result",
        f"/texts/{SLUG}/words/1",
        "/settings/",
        "/settings/language",
        "/words",
        "/me",
        "/offline",
        "/components/",
        "/desk/",
        "/desk/account",
        "/desk/account/second-step",
        "/desk/teachers",
        fifth.path,
        f"{fifth.path}cards",
        f"{fifth.path}settings",
    ):
        walk(page, site.url + path)
    assert said == []
    assert asked == {site.url}
    # And the listener hears: what is put into the page by force does not run.
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert "script-src" in str(page.evaluate("window.offences"))
    leave(context)


def walk(page: Page, url: str) -> None:
    """Open a page, let its scripts do their work, and look at what was refused."""
    reply = page.goto(url)
    assert reply
    assert reply.ok, url
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate("window.offences") == [], url
