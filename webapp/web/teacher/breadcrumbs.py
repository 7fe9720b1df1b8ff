"""Place of a desk page: its room, the pages above it, and the names that its window's title tells.

The page above another is the nearest one whose address begins the other's; PARENTS has the exceptions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from webapp.web.framework.i18n import N_, say
from webapp.web.framework.services import current_services
from webapp.web.teacher.class_tabs import label_of_page

PAGES = "fahm desk pages"
PARENTS = {
    "desk.ask_to_delete": "desk.class_settings",
    "desk.ask_to_renew_code": "desk.class_settings",
    "desk.import_questions": "desk.edit_text",
    "desk.learner_scores": "desk.scores",
    "desk.new_question": "desk.edit_text",
    "desk.parent_reports": "desk.gradebook",
    "desk.question_form": "desk.edit_text",
    "desk.regrade": "desk.marking",
    "desk.text_scores": "desk.scores",
    "desk.text_settings": "desk.edit_text",
}
"""Pages whose address does not begin with that of the page above them."""
ROOMS = {
    "": "classes",
    "account": "account",
    "assignments": "classes",
    "classes": "classes",
    "help": "help",
    "marking": "marking",
    "regrade": "marking",
    "teachers": "teachers",
    "texts": "texts",
}
"""Rooms of the desk by the first part of an address below /desk/."""
LABELS = {
    "desk.account": N_("My account"),
    "desk.home": N_("My classes"),
    "desk.marking": N_("Marking"),
    "desk.question_form": N_("Question"),
    "desk.regrade": N_("Regrading"),
    "desk.teachers": N_("Teachers"),
    "desk.text_versions": N_("History"),
    "desk.text_words": N_("Words"),
    "desk.texts": N_("Texts"),
}
NAMED = {
    "desk.roster": "class",
    "desk.learner": "learner",
    "desk.text_scores": "text",
    "desk.edit_text": "text",
    "desk.regrade_text": "text",
}
"""Pages that bear the name of what they are about."""


@dataclass(frozen=True)
class Crumb:
    """A page above the present one. ``named``: its label is somebody's own words, of any language."""

    label: str
    address: str
    named: bool = False


def desk_room() -> str:
    """Name of the room that the present page is in; empty outside of them."""
    rule = request.url_rule.rule if request.url_rule else ""
    return ROOMS.get(rule.removeprefix("/desk/").split("/")[0], "") if rule.startswith("/desk/") else ""


@pass_context
def breadcrumbs(context: Context) -> list[Crumb]:
    """The pages above the present one, from the top."""
    names, crumbs = _names(context), list[Crumb]()
    for endpoint in _ancestors(request.endpoint or ""):
        address, label = url_for(endpoint, **_arguments(endpoint)), LABELS.get(endpoint) or label_of_page(endpoint)
        if endpoint in NAMED:
            crumbs.append(Crumb(names.get(NAMED[endpoint], ""), address, named=True))
        elif label:
            crumbs.append(Crumb(say(label), address))
    return [crumb for crumb in reversed(crumbs) if crumb.label]


@pass_context
def page_subjects(context: Context) -> list[str]:
    """Names of the learner, the text and the class that a page is about, for the title of its window."""
    names = _names(context)
    return [names[kind] for kind in ("learner", "text", "class") if names.get(kind)]


def _ancestors(endpoint: str) -> Iterator[str]:
    """Endpoints above this one, from the nearest up to a room."""
    pages: dict[str, str] = current_app.extensions[PAGES]
    addresses = {name: rule for rule, name in pages.items()}
    rule = addresses.get(endpoint) or (request.url_rule.rule if request.url_rule else "")
    while above := PARENTS.get(endpoint) or _nearest(rule, pages):
        yield above
        endpoint, rule = above, addresses[above]


def _nearest(rule: str, pages: dict[str, str]) -> str:
    parts = rule.rstrip("/").split("/")
    for size in range(len(parts) - 1, 1 if len(parts) > 3 else len(parts), -1):
        start = "/".join(parts[:size])
        above = pages.get(start) or pages.get(start + "/")
        if above:
            return above
    return ""


def _arguments(endpoint: str) -> dict[str, Any]:
    """Those of the present page's arguments that this endpoint takes."""
    taken = next(iter(current_app.url_map.iter_rules(endpoint))).arguments
    return {name: value for name, value in (request.view_args or {}).items() if name in taken}


def _names(context: Context) -> dict[str, str]:
    """Names of what the page is about, as far as its address says that it is about them."""
    arguments, names = request.view_args or {}, dict[str, str]()
    if "class_id" in arguments and (klass := _known(context, "klass")):
        names["class"] = klass.name
    if "learner" in arguments and (member := _known(context, "member")):
        names["learner"] = member.name
    if "assignment_id" in arguments and isinstance(title := _known(context, "title"), str):
        names["text"] = title
    if "slug" in arguments:
        lesson = current_services().library.lesson(arguments["slug"])
        title = lesson.settings.title if lesson else _known(context, "title")
        names["text"] = title if isinstance(title, str) and title else arguments["slug"]
    return names


def _known(context: Context, name: str) -> Any:
    value = context.get(name)
    return None if isinstance(value, Undefined) else value


def init_app(app: Flask) -> None:
    """Look the pages up in the map of addresses, once, and add these helpers to the templates."""
    app.extensions[PAGES] = {
        rule.rule: rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") and "GET" in (rule.methods or ())
    }
    app.jinja_env.globals.update(breadcrumbs=breadcrumbs, desk_room=desk_room, page_subjects=page_subjects)
