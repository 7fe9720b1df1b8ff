"""Prefixes that can be taken off a word: the article, the conjunctions و ف, the prepositions ب ل ك.

All work on the WRITTEN word, hamzas in place: in ألوان the أ is the word's own, in الوان it may be the article.
At least three letters stay behind, and a word whose first letter is known to be its own is not touched.
"""

import re

from webapp.arabic.normalize import INSIDE, TASHKEEL, TATWEEL, fold_hamza, fold_ta_marbuta
from webapp.arabic.word_cache import cached_by_word

_M = f"[{INSIDE}]*"
_ARTICLE = re.compile(f"((?:[وف]{_M})?(?:[بك]{_M})?)[اٱ]{_M}ل{_M}(?=[^\\W_]|#)")
_LI_ARTICLE = re.compile(f"((?:[وف]{_M})?ل{_M})ل{_M}(?=[^\\W_]|#)")
_CONJUNCTION = re.compile(f"[وف]{_M}(?=[^\\W_]|#)")
_PREPOSITION = re.compile(f"[بلك]{_M}(?=[^\\W_]|#)")
_MARKS = re.compile(f"[{INSIDE}]")
_JOINTS = frozenset("وف")
_BEFORE_ARTICLE = frozenset("بك")
_ALEFS = frozenset("اٱ")
_PREPOSITIONS = frozenset("بلك")
_BEFORE_LI = frozenset("وفل")
ATTACHABLE = frozenset("وفبلكاٱ")
"""The letters with which a word begins that has something attached before it, or an article."""
MIN_LETTERS_LEFT = 3


def _word_list(text: str) -> list[str]:
    return text.split()


_NO_LETTERS = re.compile(f"[{TASHKEEL}{TATWEEL}]")


def strip_marks(word: str) -> str:
    """Return a word without marks and tatweel."""
    return word if word.isalpha() and TATWEEL not in word else _NO_LETTERS.sub("", word)


def _key(word: str) -> str:
    return fold_ta_marbuta(fold_hamza(strip_marks(word)))


# Behind the article two letters may be left, but for words that only begin like it, and where particles would be left.
_NO_ARTICLE = frozenset(_word_list("الله الذي التي الى الي الا الآن الان الف الم الن السي"))
_SHORT_WORDS = frozenset(
    _word_list(
        "له ذي تي لى لي لا ان آن أن إن لم لن ما من كم هم هن هو هي في عن مع قد هل بل كي يا به بي لك اذ إذ أو او أي اي"
    )
)

# و and ف that belong to the word, where what would be left is a word as well, or nearly one.
_OWN_WAW_FA = _word_list("""
وزير وزارة وزراء وسائل وسيلة واحد واحدة وحدة وحدات وحيد وحيدة وكالة وكالات وكيل وثيقة وثائق ولاية ولايات وظيفة
وجود وجوه ورود وردة ورقة وسام وسادة وسيط وصول وصية وضوح وعود وفاة وفاء وفاق وفود وفرة وقود وقوع وقوف وقفة وقائع
وقاية والد والدة والي وليد ولاء ولادة واجب وارد وارث واسع واصل واضح واعد واقع واقعة وافق وافد واثق وداع وديع وجيه
وراثة وعاء ولد وقار وصال وشاح ورشة وباء وبال وتيرة وهمي وسطى وعرة
فريق فساد فلاح فصول فنون فنان فراغ فرات فكرة فتاة فترة فرصة فرقة فقرة فقيد فصيل فجوة فاتح فارس فاعل فاصل فاقد فائز
فائدة فوائد فواصل فرسان فقدان فضاء فضيحة فلسفة فعال فحوص فهود فلوس فتيات فجور فحم فيلم فرار فوري فخري فعلي فردي فقير
""")
_OWN_PREPOSITION = _word_list("""
كتاب كتابة كتب كتيبة كاتب كمال كلام كلمة كثير كبير كبار كامل كاذب كاف كرسي كريم كرامة كرات كلاب كارثة كثافة كنوز كفاح
بلاد بلاغ بلدان بلوغ بيان بيانات بناء بنات بنود بنوك بحار بحور بخار باحث بداية بريد بارد بطولة بطاقة بقاء بعيد بسيط
بصير بدور بدون بلد بشرى بشرية بعثة بحث بحري برنامج برامج برلمان بضائع بواسل بائع
لقاء لسان لباس لجنة لجان لحوم لاعب لاجئ لائق لغات ليالي لاحق لازم لوائح لهجة لحظة
""")
_WORDS_WITHOUT_PREFIX = {
    "conjunction": frozenset(_key(word) for word in _OWN_WAW_FA),
    "preposition": frozenset(_key(word) for word in _OWN_PREPOSITION),
}

FRONT = 3
"""Letters by which most words are seen to be none of these."""
_FRONTS_WITHOUT_PREFIX = {
    kind: frozenset(word[:FRONT] for word in words) for kind, words in _WORDS_WITHOUT_PREFIX.items()
}
_HAMZAS = frozenset("أإآٱٲٳؤئءة")


def count_letters(word: str) -> int:
    """Count the letters of a word; marks and tatweel are not letters."""
    return len(word if word.isalpha() and TATWEEL not in word else _MARKS.sub("", word))


@cached_by_word(4096)
def without_article(word: str) -> str | None:
    """Return the word without ال, also behind و ف ب ك and in لل (للزيارة → لزيارة); None if it has no article."""
    if word[:1] not in ATTACHABLE:
        return None
    letters = word.isalpha() and TATWEEL not in word
    if not letters:
        before, left = _parted_at_written_article(word)
    else:
        joint = 1 if word[0] in _JOINTS else 0
        at = joint + 1 if word[joint : joint + 1] in _BEFORE_ARTICLE else joint
        if word[at : at + 1] in _ALEFS and word[at + 1 : at + 2] == "ل":
            before, left = word[:at], word[at + 2 :]
        elif word[joint : joint + 2] == "لل":
            before, left = word[: joint + 1], word[joint + 2 :]
        else:
            return None
    if not left:
        return None
    long = left[0] == "#" or (len(left) if letters else count_letters(left)) >= MIN_LETTERS_LEFT
    return before + left if long or _is_short_noun(word, left) else None


def _parted_at_written_article(word: str) -> tuple[str, str]:
    """The letters before the article of a word with marks or digits, and those behind it; empty where it has none."""
    prefix = _ARTICLE.match(word) or _LI_ARTICLE.match(word)
    return (prefix[1], word[prefix.end() :]) if prefix else ("", "")


def _is_short_noun(word: str, left: str) -> bool:
    plain = strip_marks(left)
    return len(plain) == MIN_LETTERS_LEFT - 1 and plain not in _SHORT_WORDS and strip_marks(word) not in _NO_ARTICLE


@cached_by_word(4096)
def without_conjunction(word: str) -> str | None:
    """Return the word without an attached و or ف; None if it has none, or the letter belongs to the word."""
    return _strip_prefix(word, _CONJUNCTION, "conjunction") if word[:1] in _JOINTS else None


@cached_by_word(4096)
def without_preposition(word: str) -> tuple[str, ...]:
    """Return the readings of the word without an attached ب, ل or ك; empty if it has none.

    للجنة is both ل + لجنة and ل + الجنة.
    """
    if word[:1] not in ATTACHABLE:
        return ()
    left = _strip_prefix(word, _PREPOSITION, "preposition") if word[0] in _PREPOSITIONS else None
    article = _LI_ARTICLE.match(word) if word[0] in _BEFORE_LI and "ل" in word[1:] else None
    return (() if left is None else (left,)) + (("ال" + word[article.end() :],) if article else ())


def _strip_prefix(word: str, pattern: re.Pattern[str], kind: str) -> str | None:
    if word.isalpha() and TATWEEL not in word:
        if len(word) <= MIN_LETTERS_LEFT:
            return None
        front = word[:FRONT]
        own = front in _FRONTS_WITHOUT_PREFIX[kind] or not _HAMZAS.isdisjoint(front)
        return None if own and _has_own_letter(word, kind) else word[1:]
    prefix = pattern.match(word)
    left = word[prefix.end() :] if prefix else ""
    if not left or not (left[0] == "#" or count_letters(left) >= MIN_LETTERS_LEFT):
        return None
    return None if _has_own_letter(word, kind) else left


def _has_own_letter(word: str, kind: str) -> bool:
    """Tell if the first letter belongs to the word."""
    own = _WORDS_WITHOUT_PREFIX[kind]
    return (key := _key(word)) in own or (key.endswith("ه") and key[:-1] in own)
