"""Behind a proxy: whose word is taken for the reader's address and scheme, and Fahm under a path of another site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urljoin

import pytest
from flask import Flask, request, url_for

from conftest import SLUG, Learner, Page, right_answer
from security.addresses import reading
from webapp import create_app
from webapp.config import Config, from_env, path_prefix
from webapp.content import Lesson
from webapp.web.teacher.help import guide

FIRST = f"/fahm/texts/{SLUG}/1"
SCRIPT = {"X-Fahm-Script": "1"}


def house(config: Config, folder: str, **more: object) -> Flask:
    return create_app(replace(config, data=config.data / folder, **more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def under(config: Config) -> Iterator[Flask]:
    """Fahm as /fahm of another site."""
    made = house(config, "under", prefix="/fahm")
    # Drawn once a process, with the addresses of its one application; here another may have been before.
    guide.cache_clear()
    yield made
    guide.cache_clear()
    made.extensions["fahm"].store.close()


@pytest.fixture
def reader(under: Flask) -> Learner:
    return Learner(under)


def seen_by(config: Config, proxies: int, headers: dict[str, str]) -> tuple[str | None, str, str]:
    """The address, the scheme and the host that the application sees of a request that comes over a proxy."""
    app = house(config, f"proxies-{proxies}", proxies=proxies)
    found: list[tuple[str | None, str, str]] = []
    app.view_functions["health.healthz"] = lambda: (
        found.append((request.remote_addr, request.scheme, request.host)) or ""
    )
    app.test_client().get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.1"})
    app.extensions["fahm"].store.close()
    return found[0]


SAYS = {
    "X-Forwarded-For": "198.51.100.7, 203.0.113.5",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "elsewhere.example",
    "X-Forwarded-Prefix": "/elsewhere",
}


@pytest.mark.parametrize(
    "proxies, address, scheme",
    [(0, "10.0.0.1", "http"), (1, "203.0.113.5", "https"), (2, "198.51.100.7", "http")],
)
def test_as_many_proxies_are_believed_as_there_are(config: Config, proxies: int, address: str, scheme: str) -> None:
    # Two proxies were told of, and only one named the scheme: then nobody trustworthy did.
    assert seen_by(config, proxies, SAYS) == (address, scheme, "localhost")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("fahm.example.org", 200),
        ("FAHM.example.org:8000", 200),
        ("fahm.example.org.", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("fahm.example.org.evil.example", 400),
    ],
)
def test_no_other_site_gives_itself_this_address(config: Config, host: str, status: int) -> None:
    app = create_app(replace(config, hosts=frozenset({"fahm.example.org"})))
    assert app.test_client().get("/", headers={"Host": host}).status_code == status
    assert create_app(config).test_client().get("/", headers={"Host": host}).status_code == 200


def test_the_settings_come_from_the_environment() -> None:
    made = from_env({"FAHM_PROXIES": "1", "FAHM_PREFIX": "fahm/", "FAHM_KEEP_DAYS": "365", "FAHM_HTTPS": "1"})
    assert (made.proxies, made.prefix, made.keep_days, made.secure_cookies) == (1, "/fahm", 365, True)
    plain = from_env({})
    assert (plain.proxies, plain.prefix, plain.keep_days, plain.secure_cookies) == (0, "", 0, False)


@pytest.mark.parametrize("typed", ["https://elsewhere.example", "/a b", "/../x", "/é", "/a?b", "/a\r\nb", "/."])
def test_what_is_no_plain_path_is_no_prefix(typed: str) -> None:
    with pytest.raises(ValueError, match="FAHM_PREFIX"):
        path_prefix(typed)


@pytest.mark.parametrize("typed", ["-1", "one", "1.5", "١"])
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(ValueError, match="FAHM_PROXIES"):
        from_env({"FAHM_PROXIES": typed})


def test_every_address_in_every_page_lies_under_the_path(under: Flask, reader: Learner) -> None:
    seen = 0
    for one in reading(under):
        reply = reader.client.get(f"/fahm{one.path}")
        assert reply.headers.get("Location", "/fahm/").startswith("/fahm/"), one.path
        if reply.mimetype == "text/html":
            found = re.findall(r'\s(?:href|src|action|data-[a-z]+)="(/[^"]*)"', reply.text)
            assert [address for address in found if not address.startswith("/fahm/")] == [], one.path
            seen += len(found)
    assert seen > 300


def test_it_is_the_same_whether_the_proxy_takes_the_path_off_or_not(under: Flask, reader: Learner) -> None:
    # Each is somebody new to the server: the cookie is for /fahm alone.
    whole, bare = reader.client.get("/fahm/join"), reader.client.get("/join")
    form = re.compile(r'name="csrf_token" value="[^"]*"')
    assert form.sub("", whole.text) == form.sub("", bare.text)
    assert reader.client.get("/fahm").status_code == 200


def test_what_only_begins_alike_is_not_under_it(reader: Learner) -> None:
    assert reader.client.get("/fahmy/").status_code == 404


def test_an_answer_under_the_path_is_marked_and_comes_back_there(reader: Learner, lesson: Lesson) -> None:
    page = reader.opens(FIRST)
    data = {name: page.field(name) for name in ("csrf_token", "form")}
    reply = reader.client.post(FIRST, data={**data, "summit-day": right_answer(lesson, "summit-day")})
    assert reply.headers["Location"].startswith(FIRST)
    assert "إجابة صحيحة" in Page(reader.client.get(FIRST)).text("summit-day")


def test_a_kept_answer_is_taken_under_the_path(reader: Learner, lesson: Lesson) -> None:
    page = reader.opens(FIRST)
    token = re.search(r'data-record="([^"]+)"', reader.opens(FIRST).html)
    assert token
    fields = {"form": [page.field("form")], "summit-day": [right_answer(lesson, "summit-day")], "check": ["summit-day"]}
    kept = {"token": unescape(token[1]), "path": FIRST, "fields": fields, "ago": 1, "spent": 1}
    told = reader.client.post("/fahm/sync", json=kept, headers=SCRIPT).get_json()
    assert told["kept"]
    assert told["location"].startswith(FIRST)


@pytest.mark.parametrize("back", ["/fahm/me", "/me"])
def test_a_form_leads_back_under_the_path(reader: Learner, back: str) -> None:
    token = reader.opens("/fahm/settings/").field("csrf_token")
    reply = reader.client.post("/fahm/settings/", data={"csrf_token": token, "theme": "dark", "next": back})
    assert reply.headers["Location"] == "/fahm/me"


def test_the_installed_app_and_the_service_worker_stay_under_it(under: Flask, reader: Learner) -> None:
    told = reader.client.get("/fahm/manifest.webmanifest").get_json()
    assert (told["start_url"], told["scope"]) == ("/fahm/", "/fahm/")
    worker = reader.client.get("/fahm/sw.js").text
    assert "ROOT = '/fahm/'" in worker
    assert re.findall(r"""["'`]/(?!fahm/|record)[a-z]""", worker) == []


def test_scripts_ask_at_no_address_of_the_whole_host() -> None:
    from conftest import ROOT

    for path in sorted((ROOT / "webapp" / "static").rglob("*.js")):
        found = re.findall(r"""["'`]/(?:static|texts|sync|offline|sw\.js|desk|led|me|join|words)\b""", path.read_text())
        assert found == [], path.name


def test_style_sheets_name_their_fonts_from_where_they_are(reader: Learner) -> None:
    page = reader.opens("/fahm/").html
    sheet = re.search(r'href="(/fahm/static/framework/base.css[^"]*)"', page)
    assert sheet
    fonts = re.findall(r'url\(["\']?([^"\')]+)', reader.client.get(sheet[1]).text)
    assert fonts
    for name in fonts:
        assert not name.startswith(("/", "http"))
        assert reader.client.get(urljoin(sheet[1], name)).status_code == 200


def test_links_that_are_sent_to_people_say_the_whole_address(config: Config) -> None:
    app = house(config, "links", proxies=1, prefix="/fahm", secure_cookies=True)
    app.view_functions["health.healthz"] = lambda: url_for("desk.setup", token="t", _external=True)
    headers = {"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https", "Host": "school.example"}
    assert app.test_client().get("/fahm/healthz", headers=headers).text == "https://school.example/fahm/desk/setup/t"
    app.extensions["fahm"].store.close()
