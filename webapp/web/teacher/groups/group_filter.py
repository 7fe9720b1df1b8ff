"""The learners of a class that a page is asked for: those of one group, or whose name has what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from webapp.domain.people import Membership, SchoolClass, name_key
from webapp.store.protocols.class_groups import ClassGroup
from webapp.web.framework.services import school_store


@dataclass(frozen=True)
class LearnerFilter:
    """The groups of a class, the chosen one (empty for all), and the part of a name that was typed."""

    groups: tuple[ClassGroup, ...]
    group: str
    name: str

    @property
    def active(self) -> bool:
        """Some learners may be left out."""
        return bool(self.group or self.name)

    def chosen(self, members: Sequence[Membership]) -> list[Membership]:
        """Members who pass the filter, in their order."""
        among = next((group.learners for group in self.groups if group.id == self.group), None)
        typed = name_key(self.name)
        return [
            member
            for member in members
            if (among is None or member.learner in among) and (not typed or typed in name_key(member.name))
        ]


def learner_filter(klass: SchoolClass) -> LearnerFilter:
    """The filter in the page's address; a group that is not there any more filters nothing."""
    store, school = school_store()
    groups = tuple(store.groups.of_class(school, klass.id))
    group, name = request.args.get("group", ""), " ".join(request.args.get("name", "")[:100].split())
    return LearnerFilter(groups, group if any(known.id == group for known in groups) else "", name)
