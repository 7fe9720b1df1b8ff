"""The desk's forms: what they clean, and that each fault is said in the reader's language."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from flask import Flask
from wtforms.validators import InputRequired

from conftest import Desk
from webapp.web.framework.i18n import arabic_catalogue
from webapp.web.teacher import registry
from webapp.web.teacher.accounts.forms import (
    NAME_TAKEN,
    WRONG_CODE,
    WRONG_PASSWORD,
    WRONG_SIGN_IN,
    AccountForm,
    ChangePasswordForm,
    InviteForm,
)
from webapp.web.teacher.classes.forms import DeleteClassForm
from webapp.web.teacher.forms import DeskForm
from webapp.web.teacher.marking.forms import RegradeForm, SecondMarkerForm, mark_form

assert registry  # it imports every form


def forms(base: type[DeskForm] = DeskForm) -> Iterator[type[DeskForm]]:
    for form in base.__subclasses__():
        yield form
        yield from forms(form)


def in_arabic(message: str) -> bool:
    return arabic_catalogue().ugettext(message) != message


def test_forms_use_no_validator_that_speaks_english_only() -> None:
    fields = [getattr(form, name) for form in forms() for name in dir(form) if not name.startswith("_")]
    unbound = [field for field in fields if hasattr(field, "_formfield")]

    assert len(unbound) > 20
    assert not any(field.kwargs.get("validators") for field in unbound)
    assert not hasattr(importlib.import_module("webapp.web.teacher.forms"), InputRequired.__name__)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": " ", "sign_in": "a b", "password": "short", "again": "other"},
        {"name": "منى", "password": "a" * 300},
    ],
)
def test_faults_are_messages_of_the_catalogue(app: Flask, sent: dict[str, str]) -> None:
    with app.test_request_context(method="POST", data=sent):
        for form in (AccountForm(), RegradeForm(), mark_form([2.0, 3.0])):
            assert not form.validate_on_submit()
            assert form.faults
            assert all(map(in_arabic, form.faults)), form.faults


def test_faults_that_only_saving_finds_have_arabic_too() -> None:
    assert all(map(in_arabic, (NAME_TAKEN, WRONG_SIGN_IN, WRONG_PASSWORD, WRONG_CODE)))


def test_text_comes_in_cleaned_and_is_shown_as_it_was_typed(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"name": " منى \u200f ", "sign_in": "ＭuNa"}):
        form = AccountForm()
        assert (form.name.data, form.sign_in.data, form.again.data) == ("منى", "muna", "")
        assert (form.name.typed, form.sign_in.typed) == (" منى \u200f ", "ＭuNa")


def test_a_flag_is_set_by_its_own_value_alone(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"role": "admin", "records": "0"}):
        assert InviteForm().chosen_role == "admin"
        assert not DeleteClassForm().records.data
    with app.test_request_context(method="POST", data={"role": "1", "records": "1"}):
        assert InviteForm().chosen_role == "teacher"
        assert DeleteClassForm().records.data


@pytest.mark.parametrize("typed, points", [("1.5", 1.5), ("2", 2.0), ("0", 0.0)])
def test_points_within_the_range_are_taken(app: Flask, typed: str, points: float) -> None:
    with app.test_request_context(method="POST", data={"c.0": typed}):
        form = mark_form([2.0])
        assert form.validate_on_submit()
        assert [field.points for field in form.point_fields] == [points]


@pytest.mark.parametrize("typed", ["", "x", "-1", "2.5", "nan", "inf"])
def test_other_points_are_refused(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST", data={"c.0": typed}):
        assert not mark_form([2.0]).validate_on_submit()


def test_two_marks_may_differ_by_one_where_nothing_else_is_asked_for(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"on": "1"}):
        assert SecondMarkerForm().apart.points == 1.0


def test_a_wrong_present_password_is_the_only_fault(app: Flask, muna: Desk) -> None:
    services = app.extensions["fahm"]
    teacher = services.store.people.teacher(services.config.school, muna.id)
    with app.test_request_context(method="POST", data={"old": "wrong", "password": "short"}):
        form = ChangePasswordForm(teacher)
        assert not form.validate_on_submit()
        assert form.faults == [WRONG_PASSWORD]


def test_a_fault_of_two_fields_is_said_once(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"c.0": "x", "c.1": "y"}):
        form = mark_form([1.0, 1.0])
        assert not form.validate_on_submit()
        assert len(form.faults) == 1
