"""The profile's reading of requests, functions and shares."""

from __future__ import annotations

import cProfile
import pstats

import pytest

from benchmarks.browser_requests import visitor_get
from benchmarks.cpu_profile import RequestProfile, environ_of, function_label, most_expensive
from benchmarks.server_process import ROOT
from webapp.arabic.normalize import strip_tatweel

pytestmark = pytest.mark.benchmark


def test_a_request_becomes_what_a_server_hands_on():
    made = environ_of(b"POST /a?b=1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nCookie: fahm=x; y=z\r\n\r\nok")
    assert (made["REQUEST_METHOD"], made["PATH_INFO"], made["QUERY_STRING"]) == ("POST", "/a", "b=1")
    assert (made["CONTENT_LENGTH"], made["HTTP_COOKIE"], made["HTTP_HOST"]) == ("2", "fahm=x; y=z", "h")
    assert made["wsgi.input"].read() == b"ok"
    assert environ_of(visitor_get("/"))["PATH_INFO"] == "/"


def test_a_function_is_named_by_its_module():
    assert (
        function_label((str(ROOT / "webapp" / "store" / "__init__.py"), 3, "open_store")) == "webapp.store:open_store"
    )
    assert function_label((pstats.__file__, 3, "Stats")) == "pstats:Stats"
    assert function_label(("~", 0, "<built-in method builtins.len>")) == "built-in:builtins.len"
    assert function_label(("~", 0, "<method 'join' of 'str' objects>")) == "built-in:'join' of 'str' objects"
    assert function_label(("<template>", 1, "root")) == "<template>:root"


def test_the_dearest_functions_come_first_with_their_share():
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(20):
        strip_tatweel("كـتـاب" * 50)
    profiler.disable()
    found = most_expensive(pstats.Stats(profiler), 10, limit=3)
    assert len(found) <= 3
    shares = [share for _, share, _ in found]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.000001
    everything = {name: calls for name, _, calls in most_expensive(pstats.Stats(profiler), 10, limit=100)}
    assert everything["webapp.arabic.normalize:strip_tatweel"] == 2


def test_a_profile_is_a_table():
    shown = RequestProfile("answer", 5, 0.001, 0.002, (("webapp.a:b", 0.25, 3.0),)).table()
    assert "### answer: 1,000 µs" in shown
    assert "| webapp.a:b | 25.0% | 3.0 |" in shown
