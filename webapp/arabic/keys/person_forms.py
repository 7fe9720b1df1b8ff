"""The words of a key in another person, as a learner tells of somebody who says «أنا»; and its verbs in other forms.

أبي is أبيه and والدها, لأنني رأيت is لأنها رأت, أن أحمل is أن يحمل; ليحضر is لإحضار and حتى يحضر, انخفضت is انخفاض.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise, product

from webapp.arabic.clitics import strip_marks
from webapp.arabic.keys.word_shapes import fold, folded_words
from webapp.arabic.normalize import canonical

_FIRST_PERSON = folded_words("أنا كنت أنني لأنني إنني عندنا عندي معي إليك")
_EXCHANGED = [
    frozenset(row.split())
    for row in (
        "لأنني لأني لأنه لأنها لأنهم لأننا",
        "أنني أني أنه أنها أنهم أننا",
        "إنني إني إنه إنها إنهم إننا",
        "أنا هو هي الكاتب الكاتبة الراوي الراوية المتكلم المتكلمة",
        "لي له لها لهم لنا",
        "معي معه معها معهم معنا",
        "عندي عنده عندها عندهم عندنا",
        "كنت كان كانت",
        "أكن يكن تكن نكن",
    )
]
NARRATORS = frozenset(["الكاتب", "الكاتبه", "الكاتبة", "الراوي", "الراوية", "الراويه"])
_KIN = (("أب", "والد"), ("أم", "والدة"), ("أخ",))
_OWNERS = ("ي", "ه", "ها", "هم", "هما", "نا")
_LEAST_NOUN = 3
_PERSONS = "أيتن"
_LEAST_VERB = 4
_BEFORE_VERB = folded_words("أن لأنه لأنها لأنني لأني حتى كي لكي كيف لم لن كان كانت لا إذا عندما لما حين")
_WEAK = str.maketrans("", "", "اويىء")
_ENDS = ("", "ت", "ه", "ها", "هم", "وا", "ون", "ين", "نا", "ا")
_LEAST_ROOT = 3


def tells_of_itself(stems: Collection[str]) -> bool:
    """Tell if a text with these stems is told in the first person."""
    return not _FIRST_PERSON.isdisjoint(stems)


def other_persons(word: str, first: bool, in_clause: bool) -> Iterator[str]:
    """A word of a key in other persons; ``first``: the text is told in the first person.

    A verb that stands alone in its wording is asked for in its own person.
    """
    yield from (other for row in _EXCHANGED if word in row for other in row if other != word and first)
    yield from _of_kin(word, first)
    if in_clause and len(word) >= _LEAST_VERB and word[0] in "يت":
        yield ("ت" if word[0] == "ي" else "ي") + word[1:]
    if first:
        yield from _of_narrator(word)


def _of_kin(word: str, first: bool) -> Iterator[str]:
    """«أبيها» as أبوها, أباها, أبي, الأب and والدها; أبوه is another's, unless the text tells of itself."""
    for names in _KIN:
        owner = next((owner for owner in _OWNERS if word in _forms_of_kin(names, [owner])), "")
        if not owner:
            continue
        owners = _OWNERS if first or owner == _OWNERS[0] else (owner, _OWNERS[0])
        yield from (form for form in _forms_of_kin(names, owners) if form != word)
        yield from names


def is_kin(word: str) -> bool:
    """Tell if a word is a father, mother or brother of somebody."""
    return any(word in _forms_of_kin(names, _OWNERS) for names in _KIN)


def _forms_of_kin(names: Iterable[str], owners: Iterable[str]) -> frozenset[str]:
    forms = set()
    for name, owner in product(names, owners):
        stem = name.replace("ة", "ت")
        cases = ("و", "ا", "ي") if name in ("أب", "أخ") and owner != "ي" else ("",)
        forms |= {stem + case + owner for case in cases}
    return frozenset(forms)


def _of_narrator(word: str) -> Iterator[str]:
    """A noun with the narrator's ي or نا as somebody else's, and the other way round; the narrator's verbs."""
    owner = next((end for end in sorted(_OWNERS, key=len, reverse=True) if word.endswith(end)), "")
    stem = word.removesuffix(owner)
    if owner and len(stem) >= _LEAST_NOUN - 1:
        yield from (stem + other for other in _OWNERS if other != owner)
    if len(word) >= _LEAST_VERB - 1 and word[0] in _PERSONS:
        yield from (person + word[1:] for person in _PERSONS if person != word[0])
    if word.endswith("ت") and len(word) >= _LEAST_VERB and not word.endswith("ات"):
        yield word[:-1]
        if word.endswith("يت"):
            yield from (f"{word[:-2]}ى", f"{word[:-2]}ت")


def bare_noun(word: str, first: bool) -> str:
    """A noun without the narrator's ي or نا: الجدة for جدتي; empty where it has none."""
    owner = next((end for end in ("ي", "نا") if word.endswith(end)), "")
    stem = word.removesuffix(owner)
    if not first or not owner or len(stem) < _LEAST_NOUN - 1:
        return ""
    return f"{stem[:-1]}ة" if stem.endswith("ت") and len(stem) >= _LEAST_NOUN else stem


def verbs_of(wording: str) -> Iterator[str]:
    """The words of a clause that are verbs by what stands before them."""
    words = strip_marks(canonical(wording)).split()
    if len(words) < 2:
        return
    for before, word in pairwise(["", *words]):
        bare = word[1:] if word[:2] in ("لي", "لت") else word
        present = bare[:1] in tuple("يت") and len(bare) >= _LEAST_VERB
        governed = fold(before) in _BEFORE_VERB
        if (present and (governed or bare != word or bare[0] == "ي")) or (governed and word[:2] == "ان"):
            yield word


def skeleton_of_verb(verb: str) -> str:
    """The letters by which the forms of one verb are known; empty for too few."""
    bare = fold(verb[1:] if verb[:2] in ("لي", "لت") else verb)
    past = bare.startswith("ان")
    rest = bare[1:].removesuffix("ت" if past else "وا")
    skeleton = rest.translate(_WEAK)
    return skeleton if len(skeleton) >= _LEAST_ROOT or (len(skeleton) >= _LEAST_ROOT - 1 and skeleton != rest) else ""


def may_be_form(word: str, skeletons: Iterable[str]) -> bool:
    """Tell if a word has the letters of any of these skeletons side by side; a form of the verb has them."""
    letters = fold(word).translate(_WEAK)
    return any(map(letters.__contains__, skeletons))


def skeletons_of_form(word: str) -> frozenset[str]:
    """The skeletons of the verbs that a word may be a form of, or the name of what they do."""
    folded, found = fold(word), set()
    for front in {"", folded[:1]} & {"", *"اينت"}:
        for end in _ENDS:
            if not folded.endswith(end) or len(folded) - len(front) - len(end) < _LEAST_ROOT - 1:
                continue
            rest = folded[len(front) : len(folded) - len(end)]
            skeleton = rest.translate(_WEAK)
            if len(skeleton) >= _LEAST_ROOT or (len(skeleton) == _LEAST_ROOT - 1 and skeleton != rest):
                found.add(skeleton)
    return frozenset(found)
