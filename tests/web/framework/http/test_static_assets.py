"""Styles, scripts and fonts: small, kept for good under their digest, never stale."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest

from conftest import SLUG, Learner
from webapp.web.framework.http.static_assets import Assets

STATIC = Path(__file__).parents[4] / "webapp" / "static"
FILES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


def addresses(layla: Learner) -> list[str]:
    found = re.findall(r'(?:href|src)="(/static/[^"]+)"', layla.opens(f"/texts/{SLUG}/1").html)
    return [address.replace("&amp;", "&") for address in found]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".css")])
def test_every_bracket_of_a_stylesheet_has_its_other(name: str) -> None:
    """A bracket too many makes a browser leave out the rule that follows it."""
    rules = re.sub(r'/\*.*?\*/|"[^"\n]*"', "", (STATIC / name).read_text(encoding="utf-8"), flags=re.S)
    depth = 0
    for bracket in re.findall(r"[{}]", rules):
        depth += 1 if bracket == "{" else -1
        assert depth >= 0, f"{name}: a bracket closes nothing"
    assert depth == 0, f"{name}: a bracket is not closed"


def test_what_a_page_names_is_kept_for_good(layla: Learner) -> None:
    assert len(addresses(layla)) >= 5
    for address in addresses(layla):
        reply = layla.client.get(address)
        assert reply.status_code == 200
        assert "immutable" in reply.headers["Cache-Control"], address


def test_an_old_address_is_asked_about_each_time(layla: Learner) -> None:
    reply = layla.client.get("/static/framework/base.css?v=0123456789")
    assert reply.headers["Cache-Control"] == "no-cache"
    again = layla.client.get("/static/framework/base.css", headers={"If-None-Match": reply.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("encoding, unpack", [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_styles_come_compressed(layla: Learner, encoding: str, unpack) -> None:
    plain = layla.client.get("/static/framework/base.css")
    packed = layla.client.get("/static/framework/base.css", headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert unpack(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Content-Encoding" not in plain.headers


def test_a_refused_encoding_is_not_used(layla: Learner) -> None:
    reply = layla.client.get("/static/framework/base.css", headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
    assert "Content-Encoding" not in reply.headers


def test_fonts_are_preloaded_under_the_address_that_the_style_has(layla: Learner) -> None:
    css = layla.client.get("/static/framework/base.css").get_data(as_text=True)
    fonts = {address.split("/")[-1] for address in addresses(layla) if address.split("?")[0].endswith(".woff2")}
    assert fonts
    assert fonts <= {name.split("/")[-1] for name in re.findall(r'url\("([^"]+)"\)', css)}


def test_every_file_is_served(layla: Learner) -> None:
    statuses = {name: layla.client.get(f"/static/{name}").status_code for name in FILES}
    assert len(statuses) > 50
    assert {name: status for name, status in statuses.items() if status != 200} == {}


@pytest.mark.parametrize("name", ["../__init__.py", "..%2f__init__.py", "/etc/passwd", "nothing.css", "fonts", ""])
def test_nothing_outside_the_folder(layla: Learner, name: str) -> None:
    assert layla.client.get(f"/static/{name}", follow_redirects=True).status_code == 404


def test_a_changed_file_has_a_new_address(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p{}")
    assets = Assets(tmp_path)
    first = assets.digest("a.css")
    (tmp_path / "a.css").write_text("p{color:red}")
    assert assets.digest("a.css") != first


def test_the_dark_colours_are_written_once_and_serve_the_theme_and_the_device(layla: Learner) -> None:
    source = (STATIC / "framework" / "base.css").read_text(encoding="utf-8")
    assert source.count("--paper: #16191a") == 1
    css = layla.client.get("/static/framework/base.css").get_data(as_text=True)
    chosen = re.search(r'\[data-theme="dark"\]\{([^}]*)\}', css)
    preferred = re.search(r"@media \(prefers-color-scheme:dark\)\{:root:not\(\[data-theme\]\)\{([^}]*)\}\}", css)
    assert chosen
    assert preferred
    assert chosen[1] == preferred[1]
    assert css.index(preferred[0]) < css.index(chosen[0]) < css.index('[data-theme="contrast"]')


def test_pages_come_compressed_and_say_so(layla: Learner) -> None:
    reply = layla.client.get(f"/texts/{SLUG}/1", headers={"Accept-Encoding": "gzip, br"})
    assert reply.headers["Content-Encoding"] == "br"
    assert SLUG.encode() in brotli.decompress(reply.data)
