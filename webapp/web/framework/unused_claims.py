"""Names of a class's list that a device took and leaves without an answer: they go back, their owner looks for them."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.store.protocols.audit_log import LEARNER, Actor
from webapp.store.protocols.record_access import ReadersClass
from webapp.web.framework.http.rate_limit import network
from webapp.web.framework.services import school_store

GivenBack = tuple[str, str]
"""A class's id and the name that is on its list again."""


def give_back_unused(learner: str, classes: Iterable[ReadersClass]) -> list[GivenBack]:
    """Undo what this learner claimed in these classes, where nothing was answered since."""
    store, school = school_store()
    given: list[GivenBack] = []
    for klass in classes:
        claim = store.joining.own_claim(school, klass.id, learner)
        if claim and store.joining.undo_claims(school, klass.id, [claim.record]):
            store.audit.add(school, Actor(LEARNER, network()), "names-given-back", detail="1")
            given.append((klass.id, claim.name))
    return given
