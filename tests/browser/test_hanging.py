"""A browser that hangs fails one test and no other."""

from __future__ import annotations

import os
import signal

import pytest
from playwright.sync_api import Error

from browser import chromium as processes
from browser.chromium import Chromium, leave, new_context

pytestmark = pytest.mark.browser


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot stop a process")
def test_a_window_that_does_not_close_is_ended_with_its_browser(chromium: Chromium) -> None:
    stopped = chromium.browser()
    context = new_context(stopped)
    context.new_page()
    os.kill(processes.process_ids[stopped], signal.SIGSTOP)
    leave(context, seconds=0.5)
    assert not stopped.is_connected()
    context = new_context(chromium.browser())
    assert context.new_page().evaluate("1 + 1") == 2
    leave(context)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system knows no SIGKILL")
def test_a_driver_that_is_gone_is_started_again(chromium: Chromium) -> None:
    before = chromium.browser()
    os.kill(chromium.driver._client._transport._proc.pid, signal.SIGKILL)
    with pytest.raises(Error):
        before.new_browser_cdp_session()
    context = new_context(chromium.browser())
    assert context.new_page().evaluate("1 + 1") == 2
    leave(context)


def test_each_test_of_this_folder_has_a_limit_of_its_own(request: pytest.FixtureRequest) -> None:
    limit = request.node.get_closest_marker("timeout")
    assert limit.args == (60,)
    assert limit.kwargs == {"method": "signal" if hasattr(os, "fork") else "thread"}
