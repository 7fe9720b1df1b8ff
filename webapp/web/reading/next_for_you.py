"""Next for you: one text to read after others, with the reason for it in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from webapp.assessment.next_text import Suggestion, TextRead, next_text, text_read
from webapp.assessment.progress import Progress
from webapp.assessment.shelf import ShelfText, last_read
from webapp.content import Lesson
from webapp.web.framework.assignments_of_reader import assignments_of_reader, is_offered
from webapp.web.framework.i18n import Said, counted, pair
from webapp.web.framework.services import current_services, school_store
from webapp.web.reading.shelf_filter import genre_name


def suggestion_on_shelf(shelf: Sequence[ShelfText], learner: str) -> Suggestion | None:
    """The text to read after the one that was finished last; None while something assigned is to be done."""
    read = last_read(shelf)
    if read is None or any(text.to_do for text in shelf):
        return None
    return _suggestion(read, (text.lesson for text in shelf if text.lesson and text.stage == "new"), learner)


def suggestion_after(progress: Progress, learner: str | None) -> Suggestion | None:
    """The text to read after a finished one: what a teacher has assigned, or else what suits."""
    if learner is None:
        return None
    store, school = school_store()
    begun, read = {progress.lesson.slug, *store.texts_of(school, learner)}, text_read(progress)
    unread = {
        text.slug: text.lesson
        for text in current_services().library.listed(complete=True)
        if text.lesson and text.slug not in begun and not text.settings.archived and is_offered(text.slug, learner)
    }
    now = current_services().config.now()
    for own in assignments_of_reader():
        if own.text in unread and not own.excused and own.state(now) in {"open", "late"}:
            return Suggestion(unread[own.text], read, assigned=True)
    return _suggestion(read, unread.values(), learner)


def _suggestion(read: TextRead, unread: Iterable[Lesson], learner: str) -> Suggestion | None:
    store, school = school_store()
    kept_back = store.assignments.exam_texts(school) | {own.text for own in assignments_of_reader()}
    free = [lesson for lesson in unread if lesson.slug not in kept_back and not lesson.settings.exam]
    saved = {word.key for word in store.kept_words(school, learner)} if free else set()
    return next_text(read, free, saved)


def reason(suggestion: Suggestion) -> Said:
    """The reason for a suggestion, in one sentence."""
    if suggestion.assigned:
        return pair("Your teacher has assigned it.")
    sentence = _level_reason(suggestion)
    if suggestion.other_genre and suggestion.lesson.settings.genre:
        kind = pair("a different genre: %(genre)s", genre=genre_name(suggestion.lesson.settings.genre))
        sentence = pair("%(first)s, %(second)s", first=sentence, second=kind)
    if suggestion.words:
        known = pair("with %(words)s that you saved", words=counted(suggestion.words, "word"))
        sentence = pair("%(first)s, %(second)s", first=sentence, second=known)
    return Said(ar=sentence.ar + ".", en=sentence.en + ".")  # no format string: these are escaped already


def _level_reason(suggestion: Suggestion) -> Said:
    after = suggestion.after
    title = Markup('<bdi lang="ar">{}</bdi>').format(after.lesson.settings.title)
    percent = round(100 * (after.share or 0))
    if suggestion.step == "same":
        return pair("At the same level as %(title)s", title=title)
    if suggestion.step == "up":
        if after.went_well:
            return pair("One level above %(title)s, which went well (%(percent)s%%)", title=title, percent=percent)
        return pair("One level above %(title)s", title=title)
    if after.went_badly:
        return pair("One level below %(title)s, which was hard (%(percent)s%%)", title=title, percent=percent)
    return pair("One level below %(title)s", title=title)
