"""The kinds of rehearsed answers: each has its names, and a row in the page on marking."""

from __future__ import annotations

import re

from conftest import ROOT
from webapp.assessment.rehearsal.kinds import RIGHT_KINDS, WRONG_KINDS, rule_of


def test_every_kind_has_a_name_in_both_languages() -> None:
    names = (RIGHT_KINDS | WRONG_KINDS).values()
    arabic_letter = re.compile("[\u0621-\u064a]")
    for english, arabic in names:
        assert re.search("[a-z]", english)
        assert not arabic_letter.search(english)
        assert arabic_letter.search(arabic)
    assert not RIGHT_KINDS.keys() & WRONG_KINDS.keys()


def test_the_page_on_marking_has_every_rule() -> None:
    page = (ROOT / "docs" / "marking.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `rehearsal-")]
    assert set(re.findall(r"`(rehearsal-[a-z-]+)`", "\n".join(rows))) == {
        rule_of(kind) for kind in (*RIGHT_KINDS, *WRONG_KINDS)
    }
