"""All the ways to say one wording of a key that count as it, each with the sense of the lead that it leaves out."""

from webapp.arabic.keys.key_setting import KeySetting
from webapp.arabic.wordings.counted_things import counted_variants
from webapp.arabic.wordings.key_variants import fraction_variants, key_variants
from webapp.arabic.wordings.leading_words import is_light, without_lead
from webapp.arabic.wordings.same_day import same_day_variants
from webapp.arabic.wordings.shorter_wordings import number_of_asked, shorter_wordings

MOST_FORMS = 150
"""Forms of one wording with which an answer is compared."""


def other_wordings(wording: str, setting: KeySetting, prompt: str) -> dict[str, frozenset[str]]:
    """The wording and its other forms, with the senses of the lead that they leave out; empty for none."""
    forms = dict.fromkeys(_forms(wording, setting, prompt), frozenset[str]())
    bare, senses = without_lead(wording)
    if senses:
        for form in _forms(bare, setting, prompt):
            forms.setdefault(form, senses)
    return dict(list(forms.items())[:MOST_FORMS])


def numbers_alone(wording: str, setting: KeySetting, prompt: str) -> tuple[str, ...]:
    """Numbers that are right as the whole answer and in no other (9 for القرن التاسع: 9 قرون is another answer)."""
    forms = (wording, *key_variants(wording, prompt))
    return tuple(number for form in forms for number in number_of_asked(form, setting))


def wordings_of_idea(wording: str, setting: KeySetting, prompt: str) -> tuple[str, ...]:
    """The forms of a wording of an idea: without its lead only where that says nothing of its own."""
    forms = other_wordings(wording, setting, prompt)
    return tuple(form for form, senses in forms.items() if not senses or is_light(senses))


def _forms(wording: str, setting: KeySetting, prompt: str) -> list[str]:
    forms = [wording, *key_variants(wording, prompt), *counted_variants(wording, setting)]
    forms += same_day_variants(wording, setting)
    forms += [shorter for form in forms for shorter in shorter_wordings(form, setting, prompt)]
    return [*forms, *(part for form in forms for part in fraction_variants(form))]
