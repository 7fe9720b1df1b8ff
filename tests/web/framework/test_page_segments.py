"""Pages kept in pieces: the same bytes as drawn, in one sound gzip stream, and never a stale one."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from webapp.web.framework.page_segments import Gallery, cut

WORDS = st.text(st.characters(exclude_characters="«»", exclude_categories=["Cs"]), max_size=200)


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS, WORDS)
def test_a_page_comes_back_with_new_values(parts: list[str], token: str, form: str) -> None:
    page = cut("".join(f"{part}{'«t»' if n % 2 else '«f»'}" for n, part in enumerate(parts)), {"t": "«t»", "f": "«f»"})
    wanted = "".join(f"{part}{token if n % 2 else form}" for n, part in enumerate(parts)).encode()
    assert page.plain({"t": token, "f": form}) == wanted
    assert gzip.decompress(page.gzip({"t": token, "f": form})) == wanted


@given(WORDS)
def test_a_page_without_slots_is_itself(html: str) -> None:
    page = cut(html, {})
    assert page.plain({}) == html.encode()
    assert gzip.decompress(page.gzip({})) == html.encode()


def drawing(html: str):
    return lambda: cut(html, {})


def test_a_page_is_drawn_once_for_one_stamp() -> None:
    gallery = Gallery()
    first = gallery.page("key", 1, drawing("one"))
    assert gallery.page("key", 1, drawing("two")) is first


def test_another_stamp_draws_it_anew() -> None:
    gallery = Gallery()
    gallery.page("key", 1, drawing("one"))
    again = gallery.page("key", 2, drawing("two"))
    assert again
    assert again.plain({}) == b"two"


def test_what_is_not_to_be_kept_is_not() -> None:
    gallery = Gallery()
    assert gallery.page("key", 1, lambda: None) is None
    assert gallery.page("key", 1, drawing("two"))


def test_the_least_used_goes_first() -> None:
    gallery = Gallery(most=2)
    kept = gallery.page("a", 1, drawing("a"))
    gallery.page("b", 1, drawing("b"))
    gallery.page("a", 1, drawing("-"))
    gallery.page("c", 1, drawing("c"))
    assert gallery.page("a", 1, drawing("-")) is kept
    drawn = gallery.page("b", 1, drawing("new"))
    assert drawn
    assert drawn.plain({}) == b"new"
