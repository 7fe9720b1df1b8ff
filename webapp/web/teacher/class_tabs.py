"""Tabs of a class. Another room of the desk adds a line to TABS; a page that this Fahm does not have gets no tab."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from webapp.domain.people import SchoolClass
from webapp.web.framework.i18n import N_

CLASS_ADDRESS = "/desk/classes/<slug:class_id>/"
ENDPOINTS = "fahm class tabs"


@dataclass(frozen=True)
class ClassTab:
    """A tab: its address below the class's own, its label, and the first parts of other addresses that belong to it."""

    section: str
    label: str
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ShownTab:
    """A tab of a class on a page. ``current`` is the value of its aria-current, empty where another one is open."""

    label: str
    address: str
    current: str


TABS = (
    ClassTab("today", N_("Today")),
    ClassTab(
        "", N_("Names"), frozenset({"names", "learners", "newcomers", "merge", "cards", "claims", "code", "groups"})
    ),
    ClassTab("assignments", N_("Assignments")),
    ClassTab("scores", N_("Results and help"), frozenset({"texts"})),
    ClassTab("gradebook", N_("Gradebook"), frozenset({"reports"})),
    ClassTab("live", N_("Live lesson")),
    ClassTab("notes", N_("Notes")),
    ClassTab("settings", N_("Settings"), frozenset({"delete", "rename", "renew", "share"})),
)


def tabs_of_class(klass: SchoolClass) -> list[ShownTab]:
    """Tabs of a class, with the one that the present page belongs to."""
    endpoints: dict[str, str] = current_app.extensions[ENDPOINTS]
    here = _section_of_page()
    return [
        ShownTab(tab.label, url_for(endpoints[tab.section], class_id=klass.id), _current(tab, endpoints, here))
        for tab in TABS
        if tab.section in endpoints
    ]


def label_of_page(endpoint: str) -> str:
    """Label of the tab whose own page this is; empty for other pages."""
    endpoints: dict[str, str] = current_app.extensions[ENDPOINTS]
    return next((tab.label for tab in TABS if endpoints.get(tab.section) == endpoint), "")


def _current(tab: ClassTab, endpoints: dict[str, str], here: str | None) -> str:
    if request.endpoint == endpoints[tab.section]:
        return "page"
    return "true" if here is not None and (here == tab.section or here in tab.others) else ""


def _section_of_page() -> str | None:
    """First part of the present page's address below the class's own; None outside of a class."""
    rule = request.url_rule.rule if request.url_rule else ""
    return rule.removeprefix(CLASS_ADDRESS).split("/")[0] if rule.startswith(CLASS_ADDRESS) else None


def init_app(app: Flask) -> None:
    """Look the pages up in the map of addresses, once, and add the tabs to the templates."""
    pages = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    addresses = {tab.section: CLASS_ADDRESS + tab.section for tab in TABS}
    app.extensions[ENDPOINTS] = {section: pages[rule] for section, rule in addresses.items() if rule in pages}
    app.jinja_env.globals["tabs_of_class"] = tabs_of_class
