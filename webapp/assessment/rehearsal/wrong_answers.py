"""Answers of learners who do not know the answer, or change it: each must be refused, however near to the key."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.arabic.keys.answer_words import answer_words
from webapp.arabic.keys.word_shapes import unit_of
from webapp.arabic.matching.competing_answers import stems_of_lines
from webapp.arabic.matching.framing_words import DAYS, LIMITS, UNITS
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.wordings.key_variants import key_variants
from webapp.assessment.rehearsal.key_material import KeyMaterial
from webapp.assessment.rehearsal.rivals import rivals
from webapp.assessment.rehearsal.written_forms import behind_another
from webapp.domain.typed_key import SampleAnswer

MOST_REFUSED = 3
MOST_SENTENCES = 2
MOST_OWNERS = 2
_RESULT = "نتيجة"
_OWNERS = (_RESULT, "انتقاد", "مدير")
_OWNER_OF_INDEFINITE = ("انتقاد",)
_OWNERS_OF_NAMES = ("صديق", "جار", "مدير")
_STRANGERS = ("البرازيلي", "الهندي", "الكندي")
_OTHER_UNITS = {
    "second": ("دقيقة", "دقائق"),
    "minute": ("ساعة", "ساعات"),
    "hour": ("دقيقة", "دقائق"),
    "day": ("ساعة", "ساعات"),
    "week": ("شهر", "أشهر"),
    "month": ("سنة", "سنوات"),
    "year": ("شهر", "أشهر"),
    "decade": ("قرن", "قرون"),
    "century": ("عقد", "عقود"),
    "gram": ("كيلوغرام", "كيلوغرامات"),
    "kilogram": ("غرام", "غرامات"),
    "metre": ("كيلومتر", "كيلومترات"),
    "kilometre": ("متر", "أمتار"),
}
_ANY_UNIT = ("ساعة", "ساعات")
_FEW = range(3, 11)


def wrong_answers(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """Wrong answers of every kind, those that ordinary keys take most often first."""
    yield from material.key.wrong
    if not material.main:
        return
    others = rivals(material)
    if material.single:
        yield from _beside_rival(material, others)
        yield from _changed(material)
    else:
        yield from (SampleAnswer("half", wording) for wording in _halves(material))
    if material.key.in_sentences:
        yield from _owned(material)
    yield from _swapped(material)
    if material.nominal and not material.negative:
        yield SampleAnswer("denied", f"ليس {material.main}")
    yield from others
    yield from (SampleAnswer("refused", wording) for wording in material.key.refused[:MOST_REFUSED])
    if material.key.in_sentences and not material.touches(material.question.prompt):
        yield SampleAnswer("prompt", material.question.prompt)
    yield from _other_sentences(material)


def _beside_rival(material: KeyMaterial, others: tuple[SampleAnswer, ...]) -> Iterator[SampleAnswer]:
    """Another answer joined to the key, or the choice between the two left open."""
    if not material.nominal:
        return
    for rival in others[:2]:
        if not _is_joined_in_text(material, rival.text):
            yield SampleAnswer("joined", f"{material.main} و{rival.text}")
            yield SampleAnswer("joined", f"{rival.text} و{material.main}")
        yield SampleAnswer("open", f"{material.main} أو {rival.text}")


def _is_joined_in_text(material: KeyMaterial, rival: str) -> bool:
    mine, theirs = stems_of_lines([material.main]), stems_of_lines([rival])
    both = {(left, right) for left in mine for right in theirs} | {(left, right) for left in theirs for right in mine}
    return bool(both & material.text.pairs)


def _changed(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """The key with a word beside it that makes it another answer."""
    if material.category == "number":
        yield from _other_unit(material)
    yield from _moved(material)


def _other_unit(material: KeyMaterial) -> Iterator[SampleAnswer]:
    number, *units = material.words
    value = number.word.partition("#")[2]
    if not number.number or not value.isdigit() or len(units) > 1 or number.definite:
        return
    asked = answer_words(material.asked.noun) if material.asked.interrogative == "كم" else ()
    unit = units or list(asked)
    if not unit or not value or int(value) <= _FEW.start - 1:
        return
    one, few = _OTHER_UNITS.get(unit_of(unit[0]) or "", _ANY_UNIT)
    other = few if int(value) % 100 in _FEW else one
    measures = {UNITS[stem] for stem in stems_of_lines((*material.wordings, material.question.prompt)) if stem in UNITS}
    if unit_of(answer_words(one)[0]) not in measures and not material.known([one]):
        yield SampleAnswer("unit", f"{material.main.split()[0] if units else material.main} {other}")


def _moved(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """«أكثر من» a number, «قبل» a day; not where question, key or evidence have such a limit themselves."""
    beside = stems_of_lines((*material.quoted, *material.wordings)) | material.prompt_stems
    if beside & LIMITS:
        return
    if material.category == "number":
        yield SampleAnswer("moved", f"أكثر من {material.main}")
    elif material.category == "day":
        yield SampleAnswer("moved", f"قبل {material.main}")


def _owned(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """A noun that owns the key, or an adjective of a place behind it; neither stands in text, question or key."""
    words = material.words
    if material.category not in ("noun", "name") or any(word.joint for word in words) or key_variants(material.main):
        return
    named = material.category == "name" or material.asked.interrogative == "من"
    definite = words[0].definite or words[-1].definite
    owners = _OWNERS_OF_NAMES if named else _OWNERS if definite else _OWNER_OF_INDEFINITE
    free = [owner for owner in owners if not material.known([owner])]
    if material.asked.cause:
        free = [owner for owner in free if owner != _RESULT]
    owned = behind_another(material)
    yield from (SampleAnswer("construct", f"{owner} {owned}") for owner in free[:MOST_OWNERS] if owned)
    stranger = next((place for place in _STRANGERS if not material.known([place])), "")
    if stranger and not named and len(words) == 1 and words[0].definite:
        yield SampleAnswer("adjective", f"{material.main} {stranger}{_agreement(material.main)}")


def _agreement(noun: str) -> str:
    plain = strip_tashkeel(canonical(noun))
    return plain[-2:] if plain.endswith(("ين", "ون")) else "ة" if plain.endswith(("ة", "ات")) else ""


def _halves(material: KeyMaterial) -> Iterator[str]:
    """A wording of each idea that says none of the others."""
    for idea in material.key.ideas:
        half = next((wording for wording in idea if not material.says(wording)), "")
        if half:
            yield half


def _swapped(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """Two values that changed their labels, and a way from one place to another taken backwards."""
    words = material.main.split()
    if len(words) != len(material.words):
        return
    joints = [at for at, word in enumerate(material.words) if word.joint == "و"]
    if len(joints) == 1 and joints[0] > 1 and len(words) == 2 * joints[0]:
        at = joints[0]
        first, second = material.words[at - 1], material.words[-1]
        if (first.number and second.number) or (first.stems & DAYS and second.stems & DAYS):
            yield SampleAnswer("swapped", " ".join([*words[: at - 1], words[-1], *words[at:-1], words[at - 1]]))
    if words[0] == "من" and "إلى" in words[1:]:
        at = words.index("إلى")
        yield SampleAnswer("swapped", " ".join(["من", *words[at + 1 :], "إلى", *words[1:at]]))


def _other_sentences(material: KeyMaterial) -> Iterator[SampleAnswer]:
    """Sentences of the paragraph that neither prove the answer nor have a wording of the key."""
    if not material.key.in_sentences:
        return
    place = material.question.paragraph
    lines = [line for span, line in material.text.sentences if span.paragraph == place and line not in material.quoted]
    free = [line for line in lines if not material.touches(line)]
    yield from (SampleAnswer("other-sentence", line) for line in free[:MOST_SENTENCES])
