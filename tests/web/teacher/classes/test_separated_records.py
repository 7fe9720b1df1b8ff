"""A merge by mistake shows each of two pupils the other's record, and its code, which ends when it is undone."""

from __future__ import annotations

import json
import re

import pytest

from conftest import Desk, Learner, joins
from webapp.store.protocols.store import Store


def ids(muna: Desk) -> dict[str, str]:
    return {member.name: member.learner for member in muna.people.members(muna.school, muna.class_id)}


def code_of(store: Store, muna: Desk, record: str) -> str:
    learner = store.learner(muna.school, record)
    assert learner
    return learner.code


@pytest.fixture
def records(muna: Desk, layla: Learner, omar: Learner) -> tuple[str, str]:
    """The records of Layla and Omar, which Muna has merged by mistake: Omar's has the rows of both."""
    joins(layla, muna.code, "ليلى")
    joins(omar, muna.code, "عمر")
    by_name = ids(muna)
    return by_name["ليلى"], by_name["عمر"]


def test_the_file_of_a_merged_record_has_no_code_of_another(
    muna: Desk, omar: Learner, store: Store, records: tuple[str, str]
) -> None:
    first, second = records
    codes = [code_of(store, muna, record) for record in records]
    muna.posts(muna.of_class("merge"), a=first, b=second, kept=second)
    whole = omar.opens("/me/record.json").html
    assert json.loads(whole)
    assert [code in whole.replace("-", "") for code in codes] == [False, True]


def test_undoing_it_gives_both_new_codes_and_ends_what_opened_them(
    muna: Desk, layla: Learner, omar: Learner, store: Store, records: tuple[str, str]
) -> None:
    first, second = records
    muna.posts(muna.of_class("merge"), a=first, b=second, kept=second)
    codes = [code_of(store, muna, record) for record in records]
    page = muna.posts(muna.of_class("unmerge"), learner=first)
    assert re.search("رم[وز]+ جديد", page.notices()) or "new codes" in page.html
    assert not {*codes} & {code_of(store, muna, record) for record in records}
    for code in codes:
        assert store.learner_by_code(muna.school, code) is None
    for device in (layla, omar):
        assert device.opens("/me/record.json").status == 404
