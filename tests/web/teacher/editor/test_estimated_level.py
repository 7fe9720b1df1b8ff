"""The estimated level under a text's settings."""

from __future__ import annotations

import pytest

from conftest import SLUG, Learner
from web.assigning import traced_reads
from web.teacher.editor.conftest import Editor, form_of, with_changes


def test_the_settings_say_the_level_with_its_parts(article: Editor) -> None:
    html = article.desk.opens(f"{article.address}/settings").html
    level = html.partition('id="estimated-level"')[2]
    assert "المستوى المقدر: B2–C1" in level
    assert "متوسط عدد كلمات الجملة" in level
    assert level.count('<th scope="row">') == 7  # rare words need other texts
    assert "يرفع التقدير" in level
    assert "يرفع التقدير: متوسط عدد كلمات الجملة" in level
    assert "عدد القراء حتى الآن" in level


def test_the_estimate_is_of_the_draft(river: Editor) -> None:
    address = f"{river.address}/settings"
    before = river.desk.opens(address)
    river.hands_in(address, with_changes(form_of(before, address), ("level", "C2")))
    assert "(C2)" in river.desk.opens(address).html.partition('id="estimated-level"')[2]


@pytest.mark.sqlite
def test_readers_of_all_texts_are_read_at_once(
    article: Editor, layla: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    layla.answers(f"/texts/{SLUG}/1", {"summit-day": "الأربعاء"})
    statements = traced_reads(monkeypatch)
    article.desk.opens(f"{article.address}/settings")
    read = [sql for sql in statements if sql.startswith("SELECT text, question, version, tries, accepted")]
    assert len(read) == 1
