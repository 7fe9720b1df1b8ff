"""Tabs above the pages of one text. A page that this Fahm does not have, or this teacher may not open, has none."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, url_for

from webapp.assessment.authoring.working_copy import AuthoredText
from webapp.content.editing.question_edits import UneditableFile, file_settings
from webapp.web.framework.desk_session import signed_in
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services
from webapp.web.teacher.texts.editing_rights import is_maker

PAGES = (
    ("questions", "edit", N_("Questions")),
    ("text", "text", N_("Text")),
    ("words", "words", N_("Words")),
    ("yaml", "yaml", N_("YAML")),
    ("history", "versions", N_("History")),
    ("makers", "makers", N_("Editors")),
    ("export", "export", N_("Export")),
    ("publish", "publish", N_("Publish")),
)
"""Names of the tabs, the ends of their addresses, and their labels."""
FOR_ALL = {"yaml", "history", "makers"}
"""Tabs of pages that every teacher may open."""
ENDPOINTS = "fahm text tabs"


@dataclass(frozen=True)
class Tab:
    """One tab; ``name`` is what a page calls its own."""

    name: str
    label: str
    address: str


def tabs_of_text(slug: str) -> list[Tab]:
    """Tabs of a text for the signed-in teacher."""
    signed, endpoints = signed_in(), current_app.extensions[ENDPOINTS]
    changes = signed is not None and is_maker(signed[0], slug)
    return [
        Tab(name, label, url_for(endpoints[end], slug=slug))
        for name, end, label in PAGES
        if end in endpoints and (changes or name in FOR_ALL)
    ]


def is_assignable(slug: str) -> bool:
    """Tell whether readers have a text, so that it can be assigned."""
    lesson = current_services().library.lesson(slug)
    return lesson is not None and not lesson.settings.archived


def text_title(text: AuthoredText) -> str:
    """The title of a text as readers have it, else as it is written in the working copy; else its slug."""
    lesson = current_services().library.lesson(text.slug)
    if lesson:
        return lesson.settings.title
    copy = text.working()
    try:
        return str(file_settings(copy.questions).get("title") or text.slug) if copy else text.slug
    except UneditableFile:
        return text.slug


def init_app(app: Flask) -> None:
    """Look the pages up in the map of addresses, once, and add the tabs to the templates."""
    opened = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    addresses = {end: f"/desk/texts/<slug:slug>/{end}" for _, end, _ in PAGES}
    app.extensions[ENDPOINTS] = {end: opened[rule] for end, rule in addresses.items() if rule in opened}
    app.jinja_env.globals.update(tabs_of_text=tabs_of_text, is_assignable=is_assignable)
