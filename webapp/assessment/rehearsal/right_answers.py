"""Answers of learners who know the answer: the key in natural answers, as people say and spell them."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.matching.framing_words import DAYS
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.assessment.rehearsal.asked_form import begins_with_preposition
from webapp.assessment.rehearsal.key_material import KeyMaterial
from webapp.assessment.rehearsal.rivals import rivals
from webapp.assessment.rehearsal.written_forms import NOMINATIVE, behind_another, other_case, written_forms
from webapp.domain.typed_key import SampleAnswer

MOST_WORDINGS = 6
_TIMES = {"يوم", "عام", "سنة", "شهر", "قرن"}
_DEFINITE = "ال"
_PLURAL_OR_DUAL = (*NOMINATIVE, "ين")
_INDEED = {"هو": "إنه", "هي": "إنها", "هم": "إنهم"}


def right_answers(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """Right answers of every kind, those that learners give most often first."""
    yield from material.key.right
    if not material.main:
        return
    if material.key.in_sentences:
        yield from _as_told(material)
        yield from _in_question_words(material)
        yield from written_forms(material)
        yield from _framed(material)
    else:
        yield from written_forms(material)
    yield from (SampleAnswer("wording", wording) for wording in _alone(material))


def _as_told(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """In the text's own words, and in those of the question's author."""
    if material.sentence:
        yield SampleAnswer("sentence", material.sentence)
    if material.key.model:
        yield SampleAnswer("model", material.key.model)
    yield from (SampleAnswer("clause", clause) for clause in material.clauses)


def _in_question_words(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """With the words and the preposition of the question, its unit, and two things in their other order."""
    if asked := _in_words_of_question(material):
        yield SampleAnswer("asked", asked)
    if governed := _behind_preposition(material):
        yield SampleAnswer("preposition", governed)
    yield from _counted(material)
    yield from _other_order(material)


def _framed(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """Behind a pronoun or a label, with a polite word, and set against another answer."""
    main = material.main
    pronoun, predicate = _pronoun(material)
    if predicate:
        yield SampleAnswer("pronoun", f"{pronoun} {predicate}")
        yield SampleAnswer("pronoun", f"{_INDEED[pronoun]} {main}")
        yield SampleAnswer("polite", f"أظن أنه {main}")
    yield SampleAnswer("label", f"الجواب: {main}")
    yield SampleAnswer("label", f"ج/ {main}")
    yield SampleAnswer("polite", f"{main} شكرا")
    rival = next(iter(rivals(material)), None)
    if rival and material.category in ("day", "number", "name") and material.single and not material.negative:
        yield SampleAnswer("contrast", f"ليس {rival.text} بل {main}")


def _alone(material: KeyMaterial) -> Iterator[str]:
    """Each wording of a whole key by itself; of several ideas, the first wordings of all."""
    key = material.key
    if material.single:
        yield from (key.wordings or key.ideas[0])[:MOST_WORDINGS]
    else:
        yield " و".join(dict.fromkeys(idea[0] for idea in key.ideas))


def _pronoun(material: KeyMaterial) -> tuple[str, str]:
    """The pronoun before the key and the key in the case behind it; empty where no pronoun can stand."""
    first = strip_tashkeel(canonical(material.main.split()[0]))
    # A number with its counted noun asks for an agreement that its first word does not show.
    if not material.nominal or (material.category == "number" and len(material.main.split()) > 1):
        return "", ""
    if material.category == "noun" and first.endswith(_PLURAL_OR_DUAL):
        nominative = material.main if first.endswith(NOMINATIVE) else other_case(material)
        return "هم", nominative
    feminine = material.category == "noun" and first.endswith(("ة", "ات", "اء"))
    return "هي" if feminine else "هو", material.main


def _governed(preposition: str, noun: str) -> str:
    """A preposition before a noun; ل and ب are joined to it."""
    if preposition == "ل" and noun.startswith(_DEFINITE):
        return f"لل{noun.removeprefix(_DEFINITE)}"
    return f"{preposition}{noun}" if len(preposition) == 1 else f"{preposition} {noun}"


def _behind_preposition(material: KeyMaterial) -> str:
    """The key behind the question's own preposition: «في أي يوم» asks for «في يوم الأحد»."""
    asked = material.asked
    if not asked.preposition or not material.nominal:
        return ""
    main = behind_another(material)
    if not main:
        return ""
    first = answer_words(main)[0]
    timed = asked.noun in _TIMES and not answer_words(asked.noun)[0].stems & first.stems
    if timed and (material.category == "number" or first.stems & DAYS):
        return _governed(asked.preposition, f"{asked.noun} {main}")
    return _governed(asked.preposition, main)


def _in_words_of_question(material: KeyMaterial) -> str:
    """The question turned into an answer; empty where its words give no natural one."""
    asked, main = material.asked, material.main
    rest = " ".join(asked.rest)
    if not rest or asked.about_words or begins_with_preposition(asked.rest) or material.category == "verb":
        return ""
    if asked.preposition:
        governed = _behind_preposition(material)
        return f"{rest} {governed}" if governed else ""
    if asked.interrogative in ("من", "ما") and material.nominal:
        return _predicate(material, rest)
    if asked.interrogative == "لماذا" or asked.interrogative == "كيف":
        return f"{rest} {main}" if material.category == "phrase" else ""
    if asked.interrogative == "أين" and material.nominal:
        return f"{rest} في {main}"
    return f"{rest} {main}"


def _predicate(material: KeyMaterial, rest: str) -> str:
    """«من وصل إلى القرية؟» makes «وصل س إلى القرية», «ما اسم الرحالة؟» makes «اسم الرحالة هو س»."""
    asked, main = material.asked, material.main
    if asked.interrogative == "ما" or asked.rest[0] in ("هو", "هي", "هم") or asked.rest[0].startswith(("الذي", "التي")):
        rest = rest.removeprefix("هو ").removeprefix("هي ")
        pronoun, predicate = _pronoun(material)
        return f"{rest} {pronoun} {predicate}" if predicate else ""
    return " ".join((asked.rest[0], main, *asked.rest[1:]))


def _counted(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """A number without the unit that the question names, or with it."""
    asked, words = material.asked, material.words
    if asked.interrogative != "كم" or not words or not words[0].number or words[0].word.endswith(("#1", "#2")):
        return
    number, *unit = material.main.split() if len(words) <= 2 else [material.main]
    if len(words) == 1 and asked.noun.endswith("ا") and _takes_singular(words[0].word):
        yield SampleAnswer("unit-said", f"{material.main} {asked.noun[:-1]}")
    elif len(unit) == 1 and len(words) == 2 and words[1].stems & answer_words(asked.noun)[0].stems:
        yield SampleAnswer("number-alone", number)


def _takes_singular(number: str) -> bool:
    """Tell if a noun stands in the singular behind a number, and without the alef of the accusative."""
    value = number.partition("#")[2]
    return value.isdigit() and int(value) % 100 == 0


def _other_order(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """Two things joined by و the other way round, unless the question asks for their order."""
    joints = [at for at, word in enumerate(material.words) if word.joint == "و"]
    words = material.main.split()
    if material.asked.about_order or len(joints) != 1 or len(words) != len(material.words):
        return
    at = joints[0]
    first, second = words[:at], words[at:]
    plain = not any(word.number for word in material.words) and not _is_fraction(" ".join(second))
    if len(first) == len(second) and second[0][0] == "و" and plain:
        yield SampleAnswer("order", " ".join([second[0][1:], *second[1:], f"و{first[0]}", *first[1:]]))


def _is_fraction(joined: str) -> bool:
    """Tell if what و joins is a fraction, as in «دينار ونصف»: behind a number it is read as a part of it."""
    return len(answer_words(f"ثلاثة {joined}")) == 1
