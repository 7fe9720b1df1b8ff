"""The Chromium of a test process: launched when first needed, and launched again after its process has ended."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

# Generous: a busy machine is slow, not wrong. The time limit of the whole test ends what waits for good.
WAIT_MS = 40_000
CLOSE_SECONDS = 15.0
# The last list of features counts: this one takes the place of Playwright's.
FEATURES_OFF = (
    # Each window draws the lists under its address bar in processes of their own, and each navigation starts a process
    # for the page after it. Without these, a page takes half of the processor's time.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "SpareRendererForSitePerProcess",
    # What Playwright counts on.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "TcpPortRandomizationWin",
    # Calls to Google, and what shows itself around a page.
    "AimEnabled",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PreconnectToSearch",
)
# Chromium's own calls home fail on a closed network, many at a time.
FLAGS = [
    "--accept-lang=ar",  # a context's locale does not reach the fetch of a service worker
    f"--disable-features={','.join(FEATURES_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
process_ids: dict[Browser, int] = {}
"""The process of each browser that was launched."""


class Chromium:
    """Hands out a browser that runs; starts Playwright's driver, and starts it again where it ended."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.driver = sync_playwright()
        self._playwright = self.driver.start()
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """The running browser; a new one where the last was ended."""
        if self._browser is None or not self._browser.is_connected() or not self._answers(self._browser):
            if self.driver._client is None or self.driver._client._close_promise.done():
                self._restart_driver()  # a test that was cut off within a call to the driver can take it along
            self._browser = self._launch()
            process_ids[self._browser] = _process_id(self._browser)
        return self._browser

    def close(self) -> None:
        """End the browser, by force where it does not end by itself, and the driver."""
        with suppress(Error):
            if self._browser and self._browser.is_connected():
                end_within(CLOSE_SECONDS, self._browser, self._browser.close)
        self._stop_driver()

    def _launch(self) -> Browser:
        return self._playwright.chromium.launch(executable_path=self._path, args=FLAGS)

    @staticmethod
    def _answers(browser: Browser) -> bool:
        try:
            browser.new_browser_cdp_session().detach()
        except Error:
            return False
        return True

    def _restart_driver(self) -> None:
        self._stop_driver()
        asyncio._set_running_loop(None)  # the loop of a driver that was cut off still counts as running
        self.driver = sync_playwright()
        self._playwright = self.driver.start()

    def _stop_driver(self) -> None:
        with suppress(Exception):  # nothing of it may be there to be stopped
            self._playwright.stop()


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """The browser of an Arabic reader, which waits as long as a busy machine needs.

    Without motion, and without the service worker, which fetches the texts for reading without a network: a test about
    one of these asks for it.
    """
    quiet = {"locale": "ar", "reduced_motion": "reduce", "service_workers": "block"}
    context = browser.new_context(**{**quiet, **options})
    context.set_default_timeout(WAIT_MS)
    return context


def errors_of(page: Page, others: list[str] | None = None) -> list[str]:
    """The errors of a page and its scripts, added as they come; to those of other pages where there are others."""
    errors = [] if others is None else others
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return errors


def leave(context: BrowserContext, seconds: float = CLOSE_SECONDS) -> None:
    """Close the windows of one person. Where one does not close, end the browser's process."""
    browser = context.browser
    if browser is None or not browser.is_connected():
        return

    def close() -> None:
        # One by one: of a context with two pages Chromium at times waits for one of them for good.
        for page in context.pages:
            page.close()
        context.close()

    end_within(seconds, browser, close)


def end_within(seconds: float, browser: Browser, close: Any) -> None:
    """Close something; after some seconds kill the browser, so that the call that waits for it returns."""
    killed = threading.Event()

    def kill() -> None:
        killed.set()
        os.kill(process_ids[browser], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    timer = threading.Timer(seconds, kill)
    timer.start()
    try:
        close()
    except Error:
        if not killed.is_set():
            raise
    finally:
        timer.cancel()


def _process_id(browser: Browser) -> int:
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return next(int(process["id"]) for process in processes if process["type"] == "browser")
