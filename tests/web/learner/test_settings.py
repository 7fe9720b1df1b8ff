"""The reader's own settings: kept on the device, never in the way."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from conftest import SLUG, Learner, Page
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.preferences import CHOICES, Prefs, unpacked


def saved(learner: Learner, **chosen: str) -> Page:
    """Change settings as a form does."""
    token = learner.opens("/settings/").field("csrf_token")
    reply = learner.client.post("/settings/", data={"csrf_token": token, **chosen}, follow_redirects=True)
    return Page(reply)


def html_tag(page: Page) -> str:
    found = re.search(r"<html[^>]*>", page.html)
    assert found
    return found[0]


def test_nothing_is_said_of_what_nobody_chose(layla: Learner) -> None:
    assert "data-" not in html_tag(layla.opens("/"))


@pytest.mark.parametrize("name", ["theme", "size", "spacing", "width", "font"])
def test_each_look_is_kept_and_reaches_every_page(layla: Learner, name: str) -> None:
    for value in CHOICES[name][1:]:
        saved(layla, **{name: value})
        for address in ("/", "/me", f"/texts/{SLUG}/1", "/no-such-page"):
            assert f'data-{name}="{value}"' in html_tag(layla.opens(address))


def test_one_setting_leaves_the_others(layla: Learner) -> None:
    saved(layla, theme="sepia")
    tag = html_tag(saved(layla, size="xl"))
    assert 'data-theme="sepia"' in tag
    assert 'data-size="xl"' in tag


def test_reset_brings_back_the_usual(layla: Learner) -> None:
    saved(layla, theme="dark", size="xxl")
    assert "data-" not in html_tag(saved(layla, reset="1"))


def test_omar_keeps_his_own(layla: Learner, omar: Learner) -> None:
    saved(layla, theme="dark")
    assert "data-theme" not in html_tag(omar.opens("/"))


def test_latin_digits(layla: Learner) -> None:
    assert "١٠" in layla.opens(f"/texts/{SLUG}/1").html
    saved(layla, digits="latn")
    page = layla.opens(f"/texts/{SLUG}/1")
    assert not re.search(
        "[٠-٩]", re.sub(r'<p class="passage".*?</p>|<fieldset.*?</fieldset>', "", page.html, flags=re.S)
    )


def test_arabic_alone(layla: Learner) -> None:
    saved(layla, language="ar")
    assert 'class="en"' not in layla.opens(f"/texts/{SLUG}/1").html.partition("<nav")[2]


def test_a_form_goes_back_to_its_page_and_nowhere_else(layla: Learner) -> None:
    token = layla.opens("/settings/").field("csrf_token")

    def sent_to(where: str) -> str:
        data = {"csrf_token": token, "theme": "dark", "next": where}
        return layla.client.post("/settings/", data=data).headers["Location"]

    assert sent_to(f"/texts/{SLUG}/2") == f"/texts/{SLUG}/2"
    for foreign in ("https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "/%0d%0aSet"):
        assert "example.org" not in sent_to(foreign)


@pytest.mark.parametrize("odd", ["//x", "http://x", "/\\x", "x", "", "/a b", "/a\nb", "/x\n", "/‮x", "/" + "a" * 500])
def test_odd_addresses_are_not_followed(odd: str) -> None:
    assert local_path(odd) == ""


@pytest.mark.parametrize("dots", ["..", ".", "%2e%2E", ".%2e", "%2e"])
def test_no_address_leads_out_of_the_own_path_prefix(app: Flask, dots: str) -> None:
    with app.test_request_context(base_url="http://localhost/fahm"):
        assert local_path(f"/fahm/{dots}/other-site") == ""
        assert local_path(f"/{dots}?next=1") == ""
        assert local_path(f"/texts/a..b/1?x=/{dots}/") == f"/fahm/texts/a..b/1?x=/{dots}/"


@given(st.text(max_size=600))
def test_any_cookie_is_harmless(packed: str) -> None:
    chosen = unpacked(packed)
    assert all(getattr(chosen, name) in values for name, values in CHOICES.items())


@given(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}))
def test_what_is_packed_comes_out_again(chosen: dict[str, str]) -> None:
    assert unpacked(Prefs(**chosen).packed()) == Prefs(**chosen)


def test_the_sample_has_each_level_of_vowel_marks_and_shows_the_chosen_one(layla: Learner) -> None:
    page = layla.opens("/settings/")
    assert page.html.count("data-level=") == 3
    assert page.html.count(" hidden>") == 2
    assert 'data-level="none">القراءة' in page.html
