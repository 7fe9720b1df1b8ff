"""An estimated level in words: the range, each of its parts, and how readers did; in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from webapp.analysis.arabic_phrases import arabic_figure
from webapp.analysis.levels.level_estimate import LevelEstimate, LevelPart, Pull
from webapp.analysis.levels.readers_results import ENOUGH_READERS, ReadersComparison
from webapp.analysis.levels.text_measures import LONG_WORD, Measure
from webapp.domain.problem import both, of_message

NAMES: Mapping[Measure, str] = {
    "sentence-mean": both(en="Words in a sentence, on average", ar="متوسط عدد كلمات الجملة"),
    "sentence-longest": both(en="Words in the longest sentence", ar="عدد كلمات أطول جملة"),
    "clause-words": both(
        en="Subordinate particles (that, which, if, when …)", ar="أدوات تربط الجمل (أن، الذي، إذا، حين …)"
    ),
    "ambiguous": both(en="Words that can be misread without vowel marks", ar="كلمات تلتبس قراءتها بلا حركات"),
    "rare-words": both(en="Words found in few other texts", ar="كلمات لا ترد إلا في قليل من النصوص الأخرى"),
    "names": both(en="Names of people, places, peoples and days", ar="أسماء الأشخاص والأماكن والشعوب والأيام"),
    "long-words": both(
        en=f"Words of {LONG_WORD} letters or more", ar=f"كلمات من {arabic_figure(LONG_WORD)} أحرف أو أكثر"
    ),
    "words": both(en="Words in the text", ar="عدد كلمات النص"),
}
COUNTED_IN_WORDS = frozenset({"sentence-mean", "sentence-longest", "words"})
"""Measures that are numbers; the others are shares in percent."""
PULLS: Mapping[Pull, str] = {
    "up": both(en="raises the estimate", ar="يرفع التقدير"),
    "down": both(en="lowers the estimate", ar="يخفض التقدير"),
    "": "",
}
TOLD_ONLY = both(en="for information only, not counted", ar="للاطلاع فقط، ولا يؤثر في التقدير")


class PartWords(NamedTuple):
    """One part of an estimate in words."""

    name: str
    figure: str
    beside: str
    """The place of the text among the others; empty where there is no other."""
    level: str
    """The level that the figure alone speaks for, or that it weighs nothing."""
    pull: str


def part_words(part: LevelPart) -> PartWords:
    """Put a part into words."""
    level = both(en=f"as in {part.nearest}", ar=f"كما في {part.nearest}") if part.weighed else TOLD_ONLY
    return PartWords(NAMES[part.measure], _figure(part), _beside(part), level, PULLS[part.pull])


def range_words(estimate: LevelEstimate) -> str:
    """The range beside the declared level."""
    if estimate.levels is None:
        return both(en="No estimate: this text is too short to measure.", ar="لا يوجد تقدير: هذا النص أقصر من أن يُقاس.")
    span, declared = "–".join(estimate.levels), estimate.declared
    if estimate.fits:
        return both(
            en=f"Estimated level: {span}. The declared level, {declared}, is within it.",
            ar=f"المستوى المقدر: {span}. المستوى المحدد للنص ({declared}) ضمنه.",
        )
    return both(
        en=f"Estimated level: {span}. The declared level, {declared}, is outside it.",
        ar=f"المستوى المقدر: {span}. المستوى المحدد للنص ({declared}) خارجه.",
    )


def pulls_words(estimate: LevelEstimate) -> str:
    """The parts that pull the estimate up, and those that pull it down; empty where none does."""
    english, arabic = [], []
    for pull, en, ar in (("up", "Raised by", "يرفع التقدير"), ("down", "Lowered by", "يخفض التقدير")):
        names = [of_message(NAMES[part.measure]) for part in estimate.parts if part.pull == pull]
        if names:
            english.append(f"{en}: {'; '.join(name.en for name in names)}.")
            arabic.append(f"{ar}: {'؛ '.join(name.ar for name in names)}.")
    return both(en=" ".join(english), ar=" ".join(arabic)) if english else ""


def unknown_words(estimate: LevelEstimate) -> str:
    """The parts of the rule that could not be counted; empty where all could."""
    if not estimate.unknown:
        return ""
    names = [of_message(NAMES[name]) for name in estimate.unknown]
    english, arabic = "; ".join(name.en for name in names), "؛ ".join(name.ar for name in names)
    return both(
        en=f"Not available without words files for this text and the others: {english}.",
        ar=f"غير معروف دون ملفات كلمات لهذا النص ولغيره: {arabic}.",
    )


def readers_words(compared: ReadersComparison) -> str:
    """Results of readers beside the estimate, or the number of readers that is still needed."""
    result = compared.result
    if result.share is None:
        return both(
            en=f"Readers so far: {result.readers}. Results are compared from {ENOUGH_READERS} readers.",
            ar=f"عدد القراء حتى الآن: {arabic_figure(result.readers)}. "
            f"تُقارن نتائجهم متى بلغ عددهم {arabic_figure(ENOUGH_READERS)}.",
        )
    share = round(100 * result.share)
    told = both(
        en=f"Readers: {result.readers}; right first time: {share}%.",
        ar=f"عدد القراء: {arabic_figure(result.readers)}، والصحيح من أول محاولة: {arabic_figure(share)}٪.",
    )
    if not compared.others:
        return told
    so_far = of_message(told)
    easier, lower, others = compared.easier_for_readers, compared.easier_by_estimate, compared.others
    return both(
        en=f"{so_far.en} Of {others} other texts with enough readers, readers did better in {easier}, "
        f"and {lower} have a lower estimate.",
        ar=f"{so_far.ar} نصوص أخرى لها قراء كافون: {arabic_figure(others)}. "
        f"كانت النتائج أعلى في {arabic_figure(easier)} منها، والتقدير أدنى في {arabic_figure(lower)}.",
    )


def _figure(part: LevelPart) -> str:
    digits = 1 if part.measure in {"sentence-mean", "clause-words"} else 0
    number = f"{part.figure:.{digits}f}"
    if part.measure in COUNTED_IN_WORDS:
        return both(en=number, ar=arabic_figure(number))
    return both(en=f"{number}%", ar=f"{arabic_figure(number)}٪")


def _beside(part: LevelPart) -> str:
    if not part.others:
        return ""
    return both(
        en=f"more than in {part.below} of {part.others} other texts",
        ar=f"أكثر مما في {arabic_figure(part.below)} من أصل {arabic_figure(part.others)} من النصوص الأخرى",
    )
