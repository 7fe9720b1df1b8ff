"""Foreign names in a text, recognized by a title or place word before them, or by the ending ـيا."""

import re
from collections.abc import Iterable, Iterator

from webapp.arabic import clitics
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

MIN_NAME_LETTERS = 4
_TITLE = (
    "(?:ال)?(?:رئيس|زعيم|وزير|ملك|أمير|سيد|دكتور|جنرال|مستشار|كاتب|عالم|مخرج|لاعب|مدرب|باحث|خبير)ة?|"
    "(?:ال)?(?:قاعدة|مدينة|دولة|جمهورية|نهر|بحيرة|جزيرة|ميناء|مطار|عاصمة|ولاية|قرية|جامعة|شركة|مجلة|صحيفة)"
)
_TITLED = re.compile(rf"(?<!\w)[ولب]?(?:{_TITLE})((?:\s+ال\w+){{0,3}})((?:\s+[«“\"]?\w+){{1,2}})")
_COUNTRY = re.compile(r"(?<!\w)و?(\w{3,}يا)(?!\w)")
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


def sound_of_name(name: str) -> str:
    """Fold the letters that write one foreign sound: فوستوشني and فوسطوشني, موراكامي and موراقامي sound alike."""
    return name.translate(_SAME_SOUND)


def _name_words(text: str) -> Iterator[str]:
    words = [word.strip('«“"') for match in _TITLED.finditer(text) for word in match[2].split()]
    words += [match[1] for match in _COUNTRY.finditer(text)]
    yield from (word for word in words if len(word) >= MIN_NAME_LETTERS and clitics.without_article(word) is None)
