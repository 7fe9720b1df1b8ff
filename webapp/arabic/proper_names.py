"""Foreign names of a text, as far as its wording shows them: behind a title or the word for a place, or in ـيا."""

import re
from collections.abc import Iterable, Iterator

from webapp.arabic import clitics
from webapp.arabic.normalize import canonical, strip_tashkeel
from webapp.arabic.text_equality import fold_spelling
from webapp.arabic.tolerance_levels import TOLERANCE_LEVELS

MIN_NAME_LETTERS = 4
_TITLE = (
    "(?:ال)?(?:رئيس|زعيم|وزير|ملك|أمير|سيد|سيدة|دكتور|جنرال|مستشار|كاتب|عالم)|"
    "(?:ال)?(?:قاعدة|مدينة|دولة|جمهورية|نهر|بحيرة|جزيرة|ميناء|مطار|عاصمة|ولاية|قرية)"
)
_TITLED = re.compile(rf"(?<!\w)[ولب]?(?:{_TITLE})((?:\s+ال\w+){{0,3}})((?:\s+\w+){{1,2}})")
_COUNTRY = re.compile(r"(?<!\w)و?(\w{3,}يا)(?!\w)")


def foreign_names(lines: Iterable[str]) -> frozenset[str]:
    """The folded names, of four letters and more.

    Up to two words behind a title (and its adjectives with ال) are taken for a name, so a verb may be among them
    («الرئيس قال»). It is for `slips.vowel_slip` alone, which compares them with words of the key.
    """
    return frozenset(
        fold_spelling(word, TOLERANCE_LEVELS) for line in lines for word in _name_words(strip_tashkeel(canonical(line)))
    )


def _name_words(text: str) -> Iterator[str]:
    words = [word for found in _TITLED.finditer(text) for word in found[2].split()]
    words += [found[1] for found in _COUNTRY.finditer(text)]
    yield from (word for word in words if len(word) >= MIN_NAME_LETTERS and clitics.without_article(word) is None)
