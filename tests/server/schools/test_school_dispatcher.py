"""One server for many schools: each request goes to the school of its host or path, and to no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from werkzeug.test import Client, TestResponse

from conftest import ARTICLE, SLUG
from webapp.config import Config
from webapp.secret_key import read_or_create
from webapp.server.schools.open_schools import OpenSchool, OpenSchools
from webapp.server.schools.school_dispatcher import SchoolDispatcher
from webapp.server.schools.schools_file import School
from webapp.store import open_store


def a_school(folder: Path, name: str, host: str = "", path: str = "") -> School:
    """A school whose folder and database were prepared, as the server does before it starts."""
    hosts = frozenset({host} if host else ())
    config = Config(content=ARTICLE, data=folder / name, prefix=path, hosts=hosts, watch_seconds=0)
    read_or_create(config.data)
    open_store(config.database_url).close()
    return School(name, "", replace(config, make_data=False), tuple(hosts))


@pytest.fixture
def mixed(tmp_path: Path) -> Iterator[SchoolDispatcher]:
    """A school with a host of its own, and two under paths of any other."""
    schools = [a_school(tmp_path, "north", host="north.example"), a_school(tmp_path, "south", path="/south")]
    dispatcher = SchoolDispatcher([*schools, a_school(tmp_path, "west", path="/we/st")])
    yield dispatcher
    dispatcher.close()


def get(dispatcher: SchoolDispatcher, url: str, host: str = "any.example") -> TestResponse:
    return Client(dispatcher).get(url, headers={"Host": host})


@pytest.mark.parametrize(
    ("host", "url", "root"),
    [
        ("north.example", "/", "/"),
        ("NORTH.example.:8000", "/", "/"),
        ("any.example", "/south/", "/south/"),
        ("any.example", "/south", "/south/"),
        ("other.example", "/we/st/", "/we/st/"),
    ],
)
def test_a_request_goes_to_the_school_of_its_host_or_path(
    mixed: SchoolDispatcher, host: str, url: str, root: str
) -> None:
    reply = get(mixed, url, host)
    assert reply.status_code == 200
    assert f'href="{root}static/' in reply.text
    assert get(mixed, f"{root}texts/{SLUG}/1", host).status_code == 200


@pytest.mark.parametrize("url", ["/", "/southern/", "/we/", "/texts/", "/%2e%2e/south/"])
def test_an_address_of_no_school_is_refused_in_plain_words(mixed: SchoolDispatcher, url: str) -> None:
    reply = get(mixed, url)
    assert (reply.status_code, reply.mimetype) == (404, "text/plain")
    assert "There is no school at this address" in reply.text
    assert "لا توجد مدرسة في هذا العنوان" in reply.text
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


def test_where_all_have_hosts_another_one_is_misdirected(tmp_path: Path) -> None:
    dispatcher = SchoolDispatcher([a_school(tmp_path, "north", host="north.example")])
    assert get(dispatcher, "/").status_code == 421
    assert get(dispatcher, "/healthz").json == {"status": "ok"}


def test_every_address_of_a_page_under_a_path_is_below_it(mixed: SchoolDispatcher) -> None:
    found = 0
    for page in (
        "",
        f"texts/{SLUG}/",
        f"texts/{SLUG}/1",
        "me",
        "join",
        "settings/",
        "desk/sign-in",
        "offline",
        "nowhere",
    ):
        addresses = re.findall(r'(?:href|src|action|data-words|poster)="(/[^"]*)"', get(mixed, f"/south/{page}").text)
        assert [address for address in addresses if not address.startswith("/south/")] == []
        found += len(addresses)
    assert found > 50
    manifest = get(mixed, "/south/manifest.webmanifest").json
    assert manifest is not None
    assert {manifest["scope"], manifest["start_url"], manifest["id"]} == {"/south/"}
    worker = get(mixed, "/south/sw.js").text
    assert "ROOT = '/south/'" in worker
    assert "'/static" not in worker


def test_cookies_are_of_the_path(mixed: SchoolDispatcher) -> None:
    cookies = get(mixed, f"/south/texts/{SLUG}/1").headers.getlist("Set-Cookie")
    assert cookies
    assert all("Path=/south" in cookie.split("; ") for cookie in cookies)


def test_a_school_that_cannot_be_opened_keeps_no_other_from_it(tmp_path: Path) -> None:
    schools = [a_school(tmp_path, name, path=f"/{name}") for name in ("a", "b", "c")]
    (tmp_path / "b" / "secret.key").unlink()
    dispatcher = SchoolDispatcher(schools, closed=["c"])
    for gone in ("/b/", "/c/"):
        reply = get(dispatcher, gone)
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "5")
        assert "غير متاحة الآن" in reply.text
    assert get(dispatcher, "/a/").status_code == 200
    assert not (tmp_path / "b" / "secret.key").exists()
    (tmp_path / "b" / "secret.key").write_text("it is back")
    assert get(dispatcher, "/b/").status_code == 200


class Made:
    """Schools that only note when they are opened and closed."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.closed: list[str] = []

    def __call__(self, name: str) -> OpenSchool:
        self.opened.append(name)
        if name == "broken":
            raise OSError("gone")
        return OpenSchool(lambda environ, start_response: [name.encode()], lambda: self.closed.append(name))


def test_those_that_were_not_asked_for_longest_are_closed_but_none_in_use() -> None:
    made = Made()
    schools = OpenSchools(made, most=2)
    schools.take("a")
    for name in ("b", "c", "d"):
        schools.take(name)
        schools.give_back(name)
    assert (made.opened, made.closed) == (["a", "b", "c", "d"], ["b", "c"])
    schools.give_back("a")
    schools.take("d")
    schools.take("e")
    assert made.closed == ["b", "c", "a"]


def test_one_that_cannot_be_opened_is_tried_again() -> None:
    made = Made()
    schools = OpenSchools(made, most=2)
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            schools.take("broken")
    assert made.opened == ["broken", "broken"]
    schools.close()
    assert made.closed == []


def test_two_first_requests_at_once_open_it_once() -> None:
    made, both_in = Made(), Barrier(2)
    schools = OpenSchools(made)

    def ask() -> None:
        both_in.wait()
        schools.take("a")

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.opened == ["a"]
