"""Saving a question file at the desk: what is kept as a draft and published, what is merged, what is refused."""

from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from conftest import Desk, Learner, Page
from web.teacher.texts.conftest import SLUG, Room, typed_in
from webapp.web.teacher.texts import yaml_tab

COMMENTED = "# من كتاب الصف الخامس\n"


def test_what_is_typed_is_a_draft_and_published_to_the_byte(muna: Desk, layla: Learner, texts: Room) -> None:
    old = texts.path.read_text()
    typed = COMMENTED + old.replace("title: عند النهر", "title:   على الضفة   # جديد") + "\n\n"
    page = texts.saves(muna, typed, why="عنوان  أوضح")
    assert page.status == 200
    assert "حُفظ مسودة" in page.notices()
    assert typed_in(page) == typed
    assert f'href="/desk/texts/{SLUG}/publish"' in page.html
    assert texts.path.read_text() == old
    assert "عند النهر" in layla.opens(f"/texts/{SLUG}/").html
    assert "نُشر" in texts.publishes(muna).notices()
    assert texts.path.read_bytes() == typed.encode()
    assert "على الضفة" in layla.opens(f"/texts/{SLUG}/").html
    published, draft, before = texts.entries()
    assert (published.state, published.name, published.teacher) == ("published", "منى", muna.id)
    assert (published.at, published.base) == (texts.clock(), before.digest)
    assert (draft.state, draft.name, draft.why, draft.base) == ("draft", "منى", "عنوان أوضح", before.digest)
    assert (before.state, before.name) == ("seen-in-file", "")


def test_a_file_keeps_the_newlines_that_it_had(muna: Desk, texts: Room) -> None:
    texts.path.write_bytes(texts.path.read_bytes().replace(b"\n", b"\r\n"))
    old = texts.path.read_bytes()
    page = muna.opens(texts.address)
    assert "لا يوجد ما يُحفظ" in texts.saves(muna, typed_in(page), page.field("base")).notices()
    texts.saves(muna, typed_in(page).replace("A2", "B1"), page.field("base"))
    texts.publishes(muna)
    assert texts.path.read_bytes() == old.replace(b"A2", b"B1")


def test_a_file_that_does_not_compile_is_kept_as_a_draft(muna: Desk, layla: Learner, texts: Room) -> None:
    old = texts.path.read_text()
    broken = old.replace("accept: [السبت, صباح السبت]", "accept: [السبت, صباح السبت")
    page = texts.saves(muna, broken)
    assert "فيها أخطاء" in page.notices()
    assert typed_in(page) == broken
    assert re.search(r'<a href="#L\d+">', page.html)
    assert re.search(r'<a id="L\d+" href="#p1">', page.html)
    assert texts.path.read_text() == old
    assert "عند النهر" in layla.opens(f"/texts/{SLUG}/").html
    assert texts.entries()[0].state == "draft"
    assert typed_in(muna.opens(texts.address)) == broken
    mended = texts.saves(muna, old.replace("الأحد", "الجمعة"), page.field("base"))
    assert "حُفظ مسودة" in mended.notices()
    assert "نُشر" in texts.publishes(muna).notices()
    assert "الجمعة" in texts.path.read_text()


SLIPS = 120
"""Thirty of each kind. tests/content/test_broken_files.py compiles many more; these go through the desk's page."""


def mutations(text: str, count: int) -> list[str]:
    """Slips of a hand: a character dropped, a line swapped, an indent changed, a quote or bracket lost."""
    chance, lines, slips = random.Random(7), text.split("\n"), []
    for turn in range(count):
        place = chance.randrange(len(lines) - 2)
        changed = list(lines)
        if turn % 4 == 0:
            at = chance.randrange(len(text))
            changed = (text[:at] + text[at + 1 :]).split("\n")
        elif turn % 4 == 1:
            changed[place], changed[place + 1] = changed[place + 1], changed[place]
        elif turn % 4 == 2:
            changed[place] = chance.choice([" ", "  ", "\t", ""]) + changed[place].removeprefix(
                chance.choice([" ", "  "])
            )
        else:
            signs = [at for at, sign in enumerate(text) if sign in "[]{},:«»-"]
            at = chance.choice(signs)
            changed = (text[:at] + text[at + 1 :]).split("\n")
        slips.append("\n".join(changed))
    return slips


def test_every_slip_loads_or_is_named_and_readers_always_have_the_text(muna: Desk, layla: Learner, texts: Room) -> None:
    original = COMMENTED + texts.path.read_text()
    outcomes = {"sound": 0, "faulty": 0, "unchanged": 0}
    page = muna.opens(texts.address)
    for slip in mutations(original, SLIPS):
        texts.clock.move(minutes=2)
        before = texts.path.read_text()
        page = texts.saves(muna, slip, page.field("base"))  # as a teacher goes on typing in the page that came back
        assert page.status == 200
        assert typed_in(page).rstrip("\n") == slip.rstrip("\n")
        if "فيها أخطاء" in page.notices():
            assert '<li id="p1" class="error">' in page.html
            outcomes["faulty"] += 1
        else:
            assert 'class="error"' not in page.html
            outcomes["sound" if "حُفظ مسودة" in page.notices() else "unchanged"] += 1
        assert texts.path.read_text() == before
        assert SLUG in texts.library.lessons
        assert not texts.library.stale
        assert layla.opens(f"/texts/{SLUG}/1").status == 200
    assert sum(outcomes.values()) == SLIPS
    assert outcomes["faulty"] > 0.3 * SLIPS, outcomes
    assert outcomes["sound"] > 0.1 * SLIPS, outcomes


def test_a_change_in_the_file_is_taken_into_what_was_typed(muna: Desk, texts: Room) -> None:
    page = muna.opens(texts.address)
    outside = texts.path.read_text().replace("level: A2", "level: A1")
    texts.path.write_text(outside)
    mine = typed_in(page).replace("title: عند النهر", "title: ضفة")
    merged = texts.saves(muna, mine, page.field("base"))
    assert "حُفظ مسودة" in merged.notices()
    assert typed_in(merged) == outside.replace("title: عند النهر", "title: ضفة")
    assert texts.path.read_text() == outside


def test_a_stale_save_is_refused_with_both_versions_and_nothing_is_lost(muna: Desk, texts: Room) -> None:
    page = muna.opens(texts.address)
    outside = texts.path.read_text().replace("level: A2", "level: A1")
    texts.path.write_text(outside)
    mine = typed_in(page).replace("level: A2", "level: B2")
    refused = texts.saves(muna, mine, page.field("base"))
    assert refused.status == 409
    assert texts.path.read_text() == outside
    assert typed_in(refused) == mine
    assert "level: A1" in refused.html.partition('aria-labelledby="theirs"')[2].partition("</pre>")[0]
    assert "<code>level</code>" in refused.html
    rows = re.findall(r'<tr class="(removed|added)">', refused.html)
    assert sorted(rows) == ["added", "removed"]
    states = [(entry.state, texts.content_of(entry.number)) for entry in texts.entries()]
    assert states[:2] == [("draft", mine), ("seen-in-file", outside)]
    assert typed_in(muna.opens(texts.address)) == outside
    assert "حُفظ مسودة" in texts.saves(muna, mine, refused.field("base")).notices()
    texts.publishes(muna)
    assert texts.path.read_text() == mine


def at_once(muna: Desk, app: Flask, texts: Room, mine: list[str]) -> list[Page]:
    """Hand in two pages at the same time that began from the same file."""
    base = texts.base(muna)
    second = Desk.__new__(Desk)
    second.__dict__.update(muna.__dict__, client=app.test_client())
    second.sign_in()
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda pair: texts.saves(pair[0], pair[1], base), zip((muna, second), mine, strict=True)))


def test_of_two_saves_of_the_same_at_once_one_is_the_draft_and_the_other_is_kept(
    muna: Desk, app: Flask, texts: Room
) -> None:
    old = texts.path.read_text()
    mine = [old.replace("عند النهر", f"عنوان {number}") for number in range(2)]
    pages = at_once(muna, app, texts, mine)
    assert sorted(page.status for page in pages) == [200, 409]
    winner = [page.status for page in pages].index(200)
    assert typed_in(muna.opens(texts.address)) == mine[winner]
    assert texts.path.read_text() == old
    kept = {texts.content_of(entry.number): entry.state for entry in texts.entries()}
    assert kept == {old: "seen-in-file", mine[winner]: "draft", mine[1 - winner]: "draft"}


def test_two_saves_of_different_questions_at_once_are_merged(muna: Desk, app: Flask, texts: Room) -> None:
    old = texts.path.read_text()
    first, second = ((found, f"{found} حقًّا") for found in re.findall(r"prompt: (.*)", old)[:2])
    pages = at_once(muna, app, texts, [old.replace(*first), old.replace(*second)])
    assert [page.status for page in pages] == [200, 200]
    assert typed_in(muna.opens(texts.address)) == old.replace(*first).replace(*second)


def test_the_same_form_twice_is_one_draft(muna: Desk, texts: Room) -> None:
    base = texts.base(muna)
    typed = texts.path.read_text().replace("عند النهر", "ضفة")
    texts.saves(muna, typed, base)
    assert "لا يوجد ما يُحفظ" in texts.saves(muna, typed, base).notices()
    assert [entry.state for entry in texts.entries()] == ["draft", "seen-in-file"]


def test_a_check_saves_nothing_and_shows_what_it_finds(muna: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    muna.opens(texts.address)
    page = texts.saves(muna, old.replace("type: short", "type: shirt"), check="1", why="لماذا")
    assert page.status == 200
    assert "type: shirt" in page.html.partition('class="quoted"')[2].partition("</code>")[0]
    assert 'value="لماذا"' in page.html
    assert texts.path.read_text() == old
    assert len(texts.entries()) == 1


def test_an_older_version_comes_back_as_a_draft(muna: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    texts.saves(muna, old.replace("عند النهر", "ضفة"))
    texts.publishes(muna)
    page = muna.opens(f"/desk/texts/{SLUG}/versions/1")
    restore = f"/desk/texts/{SLUG}/versions/1/restore"
    restored = muna.posts(restore, base=page.field("base"))
    assert "استُعيدت النسخة مسودة" in restored.notices()
    assert typed_in(muna.opens(texts.address)) == old
    assert "ضفة" in texts.path.read_text()
    assert [entry.number for entry in texts.entries()] == [4, 3, 2, 1]
    assert "النسخة 1" in texts.entries()[0].why
    texts.publishes(muna)
    assert texts.path.read_text() == old
    texts.path.write_text(old + "# خارج\n")
    assert "تعذرت استعادة النسخة" in muna.posts(restore, base=page.field("base")).notices()
    assert texts.path.read_text() == old + "# خارج\n"


def test_a_removed_file_is_brought_back_from_its_versions(muna: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    muna.opens(texts.address)
    texts.path.unlink()
    assert "حُذف الملف" in muna.opens("/desk/texts").html
    assert "حُذف الملف" in muna.opens(texts.address).html
    page = muna.opens(f"/desk/texts/{SLUG}/versions/1")
    muna.posts(f"/desk/texts/{SLUG}/versions/1/restore", base=page.field("base"))
    assert not texts.path.exists()
    texts.publishes(muna)
    assert texts.path.read_text() == old


def test_a_version_tells_by_question_what_it_changed(muna: Desk, texts: Room) -> None:
    old = texts.path.read_text()
    texts.saves(muna, old.replace("level: A2", "level: B1").replace("accept: [السبت, صباح السبت]", "accept: [السبت]"))
    page = muna.opens(f"/desk/texts/{SLUG}/versions/2").html
    assert "إعدادات النص" in page
    assert re.findall(r"<(del|ins)[^>]*>([^<]*)<", page) == [("del", "A2"), ("ins", "B1"), ("del", "صباح السبت")]
    assert "<details>" in page


def test_a_version_shows_what_it_changed_by_signs(muna: Desk, texts: Room) -> None:
    texts.saves(muna, texts.path.read_text().replace("level: A2", "level: B1"))
    page = muna.opens(f"/desk/texts/{SLUG}/versions/2")
    rows = re.findall(r'<tr class="(removed|added)">.*?aria-hidden="true">(.)<.*?<code>([^<]*)</code>', page.html, re.S)
    assert rows == [("removed", "−", "level: A2"), ("added", "+", "level: B1")]
    assert muna.opens(f"/desk/texts/{SLUG}/versions/9").status == 404
    assert [entry.number for entry in texts.entries()] == [2, 1]
    assert muna.opens(f"/desk/texts/{SLUG}/versions").html.count("/versions/") >= 2


def test_too_many_saves_wait_and_keep_what_was_typed(muna: Desk, texts: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tab, "MAX_SAVES", 2)
    old = texts.path.read_text()
    pages = [texts.saves(muna, old.replace("عند النهر", f"عنوان {number}")) for number in range(3)]
    assert [page.status for page in pages] == [200, 200, 429]
    assert "عنوان 2" in typed_in(pages[2])
    assert "عنوان 1" in typed_in(muna.opens(texts.address))
    texts.clock.move(minutes=16)
    assert texts.saves(muna, typed_in(pages[2])).status == 200


def test_what_was_typed_outlives_the_session(muna: Desk, texts: Room) -> None:
    base, typed = texts.base(muna), texts.path.read_text().replace("عند النهر", "<b>ضفة</b>")
    muna.posts("/desk/sign-out")
    page = texts.saves(muna, typed, base, why="سبب")
    assert page.status == 401
    assert typed_in(page).replace("\r\n", "\n") == typed
    assert (page.field("base"), page.field("why")) == (base, "سبب")
    assert "<b>" not in page.html
    muna.sign_in()
    again = texts.saves(muna, typed_in(page), page.field("base"), why=page.field("why"))
    assert "حُفظ مسودة" in again.notices()
