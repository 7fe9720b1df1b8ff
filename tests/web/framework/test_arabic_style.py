"""The Arabic of the interface keeps to docs/style.ar.md where a program can see it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from web.framework.messages_in_source import PACKAGE, arabic_beside_english, in_catalogue, said_in_source

MARKS = re.compile("[\u064b-\u0652\u0670]")
WORD = re.compile("[\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670]+")
SHADDA, DAMMA = "\u0651", "\u064f"
TEMPLATES = PACKAGE / "templates"

NOUN_AND_VERB = frozenset({"سجل", "غير", "غيره", "تغير", "تغيره"})
"""Words whose verb has a shadda, and whose noun, particle or intransitive verb of the same letters has none."""
MARKED_TWICE = frozenset({"يجب", "فهم", "سؤالا"})
"""The program's name beside «فُهم»; «لم يُجب» (has not answered) beside «لم يُجَب عنه» (was not) and «يجب» (must);
«سؤالا رأي» (two) beside «سؤالًا»."""

AVOIDED = {
    "شفرة": "رمز",
    "نصيب": "نسبة",
    "تنفع": "يُرجى",
    "الصواب": "الإجابة الصحيحة",
    "الجواب": "الإجابة",
    "الإنكليزية": "الإنجليزية",
    "اسم الدخول": "اسم المستخدم",
    "الخطوة الثانية": "التحقق بخطوتين",
    "عون": "مساعدة",
    "نال": "حصل على",
    "سائر": "بقية",
    "جواب": "إجابة",
    "أجوبة": "إجابات",
    "محرف": "حرف",
    "بدون": "دون",
    "من دون": "دون",
    "لا بد": "يجب، يلزم",
    "بواسطة": "المنفّذ: الاسم",
}
PREFIXES = "(?:[وف]?(?:ال|بال|كال|لل|ب|ل|ك)?)"


def catalogue() -> Iterator[tuple[str, str]]:
    """Each message of the catalogue with each of its Arabic forms."""
    for message in in_catalogue():
        forms = (message.string,) if isinstance(message.string, str) else message.string
        yield from ((str(message.id), form) for form in forms)


def messages() -> Iterator[tuple[str, str]]:
    """Each Arabic message of the program, with its English where that is in the catalogue."""
    yield from catalogue()
    yield from (("", arabic) for arabic in (*said_in_source("ar"), *arabic_beside_english()))


def reading(word: str) -> tuple[bool, bool]:
    """Tell apart what the same letters can be: a passive (an early damma) and a verb with a doubled letter."""
    is_passive = DAMMA in word[:5] and not word.endswith(DAMMA)
    return is_passive, SHADDA in word and not is_passive


def test_a_word_has_one_spelling() -> None:
    spellings: dict[str, set[str]] = defaultdict(set)
    for _, arabic in messages():
        for word in WORD.findall(arabic):
            spellings[MARKS.sub("", word)].add(word)
    two = {}
    for letters, words in spellings.items():
        by_reading: dict[tuple[bool, bool], set[str]] = defaultdict(set)
        for word in words:
            by_reading[reading(word)].add(word)
        plain_and_doubled = {(False, False), (False, True)} <= set(by_reading) and letters not in NOUN_AND_VERB
        if plain_and_doubled or (letters not in MARKED_TWICE and any(len(x) > 1 for x in by_reading.values())):
            two[letters] = sorted(words)
    assert not two


def test_no_case_ending_is_written() -> None:
    letter = "[\u0621-\u064a]"
    ending = re.compile(f"[\u064c\u064f](?!{letter}|[\u064b-\u0652])|\u0629[\u064b\u064d]|\u064e(?!{letter})")
    found = {arabic for _, arabic in messages() if ending.search(arabic)}
    assert not found


@pytest.mark.parametrize(("avoided", "better"), AVOIDED.items())
def test_a_term_has_one_name(avoided: str, better: str) -> None:
    word = re.compile(rf"(?<![\u0621-\u064a]){PREFIXES}{avoided}(?![\u0621-\u064a])")
    found = {arabic for _, arabic in messages() if word.search(MARKS.sub("", arabic))}
    assert not found, f"write {better}"


def test_no_verb_stands_for_another() -> None:
    """«حُفظ النص» or «حفظ النص» in place of «يتم حفظ النص» and «قم بحفظ النص»."""
    calque = re.compile(r"(?<![\u0621-\u064a])[وف]?(?:س?[يت]تم|قم|قوموا) ")
    assert not {arabic for _, arabic in messages() if calque.search(MARKS.sub("", arabic))}


def test_what_a_person_did_is_said_without_a_verb_of_theirs() -> None:
    """A verb before or after a name would have to know the person's gender: «حُذف الصف. المنفّذ: سلمى.»"""
    did = {arabic for english, arabic in catalogue() if re.match(r"%\((?:name|teacher)\)s [a-z]", english)}
    named = re.compile(r"(?:المنفّذ: |(?<!\w)(?:من|مع|حساب|مشاركة) )%\((?:name|teacher)\)s")
    assert len(did) > 30
    assert not {arabic for arabic in did if not named.search(arabic)}


def labels(tag: str) -> Iterator[tuple[str, str]]:
    """Messages that stand directly in a tag of a template, with their Arabic."""
    arabic = dict(catalogue())
    within = re.compile(rf'<{tag}(?=[ >])[^>]*>\s*\{{\{{ (?:ui|say)\("((?:[^"\\]|\\.)*)"')
    for template in TEMPLATES.rglob("*.html"):
        for english in within.findall(template.read_text("utf-8")):
            if english in arabic:
                yield english, arabic[english]


def test_a_button_names_what_it_does() -> None:
    """An imperative of the first form is four letters from alef on; one of the second form has a shadda."""
    imperative = re.compile(f"ا(?!ل)[\u0621-\u064a]{{3}}(?![\u0621-\u064a])|\\S*{SHADDA}")
    found = {arabic for _, arabic in labels("button") if imperative.match(arabic) and not arabic.startswith("اسم")}
    assert len(list(labels("button"))) > 100
    assert not found


def test_a_button_has_no_full_stop() -> None:
    assert not {arabic for _, arabic in labels("button") if arabic.endswith(".")}


def test_a_column_is_headed_by_a_noun() -> None:
    """A pronoun at the end of a single word («معناه») says whose without saying who."""
    heads = {arabic for _, arabic in labels('th scope="col"')}
    assert len(heads) > 20
    assert not {head for head in heads if re.fullmatch("[\u0621-\u064a]+(?:ه|ها|هم)", head)}


def test_absence_is_a_sentence() -> None:
    """«لا توجد أسئلة» in place of the bare «لا أسئلة»: after «لا» stands a verb. Counted nouns have a form for none."""
    bare = re.compile("(?:^|[.:؛] )لا (?![يتن])(?!أحد|شيء|درجة عليه)\\S")
    sentences = {arabic for english, arabic in messages() if not english.startswith("(")}
    assert not {arabic for arabic in sentences if bare.search(arabic)}
