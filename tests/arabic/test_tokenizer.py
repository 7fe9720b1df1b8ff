"""Offsets of sentences and words in the author's text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.arabic.tokenizer import MAX_QUOTE_LENGTH, sentences, words

SEED = Path(__file__).parents[2] / "seeds" / "000_13183dccda9929f6.txt"
TEXT = st.text(st.one_of(st.characters(), st.sampled_from("ابد.؟!…“”«»\"' \n،ّـ١5٫\u200f")))


def cut(spans, text):
    return [span.of(text) for span in spans]


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_spans_are_in_order_and_sentences_lose_only_white_space(text):
    for spans in (words(text), sentences(text)):
        edges = [edge for span in spans for edge in (span.start, span.end)]
        assert edges == sorted(edges)
        assert all(span.start < span.end <= len(text) for span in spans)
    kept = "".join(cut(sentences(text), text))
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXT)
@settings(max_examples=100, deadline=None)
def test_no_letter_is_lost_between_words(text):
    kept = "".join(cut(words(text), text))
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


WORDS = [
    ("الشمالية، وجهّها؛ أين؟ قال:", ["الشمالية", "وجهّها", "أين", "قال"]),
    ("“انتهاك” «لا» -اليوم الخميس-", ["انتهاك", "لا", "اليوم", "الخميس"]),
    ("٣٫٥ 1,000 ١٬٠٠٠ 2023.", ["٣٫٥", "1,000", "١٬٠٠٠", "2023"]),
    ("هـــذا قَبِلَها", ["هـــذا", "قَبِلَها"]),
    ("كيم\u200f، بيونغ\u200cيانغ", ["كيم", "بيونغ\u200cيانغ"]),
    ("B2 G20 cafe\u0301", ["B2", "G20", "cafe\u0301"]),
    ("5,كيم . ، ـ", ["5", "كيم", "ـ"]),
]


@pytest.mark.parametrize("text, expected", WORDS)
def test_words(text, expected):
    assert cut(words(text), text) == expected


LONG = "“" + "قال كلاما. " * (MAX_QUOTE_LENGTH // 10) + "ثم سكت”"
SENTENCES = [
    ("قبل. رفض؟ نعم! لعل… انتهى", ["قبل.", "رفض؟", "نعم!", "لعل…", "انتهى"]),
    ("جاءت الجدّة. كان البيت هادئًا جدًّا. ونامت.", ["جاءت الجدّة.", "كان البيت هادئًا جدًّا.", "ونامت."]),
    ("قال د. محمد إن أ.د. علي (م. نبيل) حضر. وانصرف.", ["قال د. محمد إن أ.د. علي (م. نبيل) حضر.", "وانصرف."]),
    ("كان ذلك عام 2023 م. وانتهى.", ["كان ذلك عام 2023 م.", "وانتهى."]),
    ("بلغ 3.5 أو ٣.٥ في المئة عام 2023. ثم زاد.", ["بلغ 3.5 أو ٣.٥ في المئة عام 2023.", "ثم زاد."]),
    ("1. السؤال الأول. 2. الثاني.", ["1. السؤال الأول.", "2. الثاني."]),
    ("“نعم. نحن معا” وأضاف “واثقون”.", ["“نعم. نحن معا” وأضاف “واثقون”."]),
    ("قال “انتهى الأمر.” وانصرف.", ["قال “انتهى الأمر.”", "وانصرف."]),
    ("قال «لا.» (نعم.) ثم", ["قال «لا.»", "(نعم.)", "ثم"]),
    ("قال “نعم. ولم يغلق القوس. انتهى.", ["قال “نعم.", "ولم يغلق القوس.", "انتهى."]),
    ("عنوان\nجملة. أخرى\r\n\n", ["عنوان", "جملة.", "أخرى"]),
    ("هكذا... ثم", ["هكذا...", "ثم"]),
    ("", []),
]


@pytest.mark.parametrize("text, expected", SENTENCES)
def test_sentences(text, expected):
    assert cut(sentences(text), text) == expected


def test_a_long_speech_is_read_sentence_by_sentence():
    assert len(sentences(LONG)) > 20


def test_the_first_text():
    text = SEED.read_text(encoding="utf-8")
    assert len(words(text)) == 392
    found = cut(sentences(text), text)
    assert len(found) == 13
    assert found[3] == "علاقات مستقرة"
    assert found[6].startswith("ونقلت")
    assert found[6].endswith("تجمع الشر”.")
