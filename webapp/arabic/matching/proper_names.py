"""Foreign names in a text, recognized by a title or place word before them, or by the ending ـيا."""

import re
from collections.abc import Iterable, Iterator

from webapp.arabic import clitics
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

MIN_NAME_LETTERS = 4
_TITLE = (
    "(?:ال)?(?:رئيس|زعيم|وزير|ملك|أمير|سيد|دكتور|جنرال|مستشار|كاتب|عالم|مخرج|لاعب|مدرب|باحث|خبير|مدير)ة?|"
    "(?:ال)?(?:قاعدة|مدينة|دولة|جمهورية|نهر|بحيرة|جزيرة|ميناء|مطار|عاصمة|ولاية|قرية|جامعة|شركة|مجلة|صحيفة)"
)
_TITLED = re.compile(rf"(?<!\w)[ولب]?(?:{_TITLE})((?:\s+ال\w+){{0,3}})((?:\s+[«“\"]?\w+){{1,2}})")
_COUNTRY = re.compile(r"(?<!\w)و?(\w{3,}يا)(?!\w)")
_WHO = re.compile(r"(?:مع |ل|إلى |عن )?من (?!أين|أي|أيّ|ماذا)|ما اسم ")
# Sounds that Arabic has no letter of its own for, or that papers write with either of two.
_SAME_SOUND = str.maketrans("طثصزقغجذضظ", "تتسسككك" + "ددد")


def foreign_names(lines: Iterable[str]) -> frozenset[str]:
    """Collect the folded names of four letters and more.

    Up to two words behind a title (and its adjectives with ال) are taken for a name, so a verb may be among them
    («الرئيس قال»). It is for comparison with words of the key alone (`typing_slips.is_vowel_slip`, `sound_of_name`).
    """
    return frozenset(
        fold_spelling(word, TOLERANCE_LEVELS) for line in lines for word in _name_words(strip_tashkeel(canonical(line)))
    )


def asks_who(prompt: str) -> bool:
    """Tell if a question asks for somebody: «من …؟», «ما اسم …؟»."""
    return bool(_WHO.match(strip_tashkeel(canonical(prompt))))


def sound_of_name(name: str) -> str:
    """Fold the letters that write one sound: فوستوشني and فوسطوشني, موراكامي and موراقامي, ليلى and ليلا are alike."""
    if name.endswith("ا") and name[-2:-1] != "ي":
        name = f"{name[:-1]}ي"
    return name.translate(_SAME_SOUND)


def sounds_of_name(name: str) -> frozenset[str]:
    """The sounds of a name, with those that ث ذ ظ have in some mouths (الشازلي for الشاذلي)."""
    softened = name.replace("ذ", "ز").replace("ظ", "ز").replace("ث", "س")
    return frozenset({sound_of_name(name), sound_of_name(softened)})


def _name_words(text: str) -> Iterator[str]:
    for titled in _TITLED.finditer(text):
        first, *family = (word.strip('«“"') for word in titled[2].split())
        if clitics.without_article(first) is None:
            yield from (word for word in (first, *(_bare(word) for word in family)) if len(word) >= MIN_NAME_LETTERS)
    yield from (match[1] for match in _COUNTRY.finditer(text) if clitics.without_article(match[1]) is None)


def _bare(word: str) -> str:
    return clitics.without_article(word) or word
