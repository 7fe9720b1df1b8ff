"""Affirmed and rejected parts of an answer."""

import pytest

from webapp.arabic.matching.negated_alternatives import alternatives, split_asserted, split_reason

CONTRASTS = [
    ("الأربعاء", "الأربعاء", ""),
    ("الأربعاء لا الخميس", "الأربعاء", "الخميس"),
    ("الأربعاء وليس الخميس", "الأربعاء", "الخميس"),
    ("ليس الخميس بل الأربعاء", "الأربعاء", "الخميس"),
    ("لم تنعقد الخميس، وإنما الأربعاء", "الأربعاء", "تنعقد الخميس"),
    ("الخميس بل الأربعاء", "الأربعاء", "الخميس"),
    ("ليس بوتين فقط بل كيم", "بوتين وكيم", ""),
    ("الأربعاء بدلا من الخميس", "الأربعاء", "الخميس"),
    ("يوم واحد لا يومان", "يوم واحد", "يومان"),
    ("تمنع لا تسمح", "تمنع", "تسمح"),
    ("الأربعاء لا غير", "الأربعاء", ""),
    ("يوم لا أكثر ولا أقل", "يوم", ""),
    ("الأربعاء ليس صحيحا", "الأربعاء ليس صحيحا", ""),
    ("الأربعاء لا أظن", "الأربعاء لا أظن", ""),
    ("لا الأربعاء", "لا الأربعاء", ""),
    ("", "", ""),
]


@pytest.mark.parametrize("answer, said, aside", CONTRASTS)
def test_what_is_affirmed(answer, said, aside):
    assert split_asserted(answer, lambda rest: rest.startswith("يومان")) == (said, aside)


@pytest.mark.parametrize("answer", ["الأربعاء لأن القمة كانت أمس", "الأربعاء، فهي تدل على أمس"])
def test_a_reason_is_no_part_of_the_answer(answer):
    assert split_reason(answer)[0] == "الأربعاء"


def test_alternatives():
    assert alternatives("إما كيم أو بوتين") == ["كيم", "بوتين"]
    assert alternatives("كيم") == ["كيم"]
