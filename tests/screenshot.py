"""Draw docs/screenshot.png anew: start ``fahm serve``, then ``python tests/screenshot.py [ADDRESS]``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser_setup import find_browser

TARGET = Path(__file__).parent.parent / "docs" / "screenshot.png"
SLUG = "000_13183dccda9929f6"


def draw(address: str) -> None:
    """The first paragraph with one question marked."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1180, "height": 760})
        page.goto(f"{address}/texts/{SLUG}/1")
        page.locator("#q-summit-day input[type=text]").fill("الاربعاء")
        page.locator("#q-summit-day button[name=check]").click()
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
