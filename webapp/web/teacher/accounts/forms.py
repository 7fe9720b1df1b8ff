"""Forms of teachers' accounts: signing in, making an account, passwords, the second step, invitations."""

from __future__ import annotations

from typing import Any

from webapp.domain.people import Role, Teacher, clean_name, clean_sign_in
from webapp.web.framework.http.safe_redirect import local_path
from webapp.web.framework.i18n import N_
from webapp.web.framework.services import current_services
from webapp.web.teacher.accounts.failed_attempts import attempt_was_right, begin_attempt
from webapp.web.teacher.accounts.passwords import fits, weakness
from webapp.web.teacher.forms import DeskForm, FlagField, TextField, ValidationError

WEAK = {
    "short": N_("Passwords must have at least 10 characters."),
    "long": N_("That password is too long."),
    "own-name": N_("The password contains your name, which is easy to guess."),
    "common": N_("That password is easy to guess. Try a few unrelated words."),
}
"""Messages by the result of :func:`passwords.weakness`."""
NAME_MISSING = N_("Enter your name.")
BAD_SIGN_IN = N_("Usernames can contain only letters, digits and . _ - @, without spaces.")
PASSWORDS_DIFFER = N_("The passwords do not match.")
NAME_TAKEN = N_("That username is taken. Choose another.")
WRONG_SIGN_IN = N_("Wrong username or password.")
WRONG_PASSWORD = N_("The current password is wrong.")
WRONG_CODE = N_("That code is wrong or already used. Wait for a new one.")


class SignInForm(DeskForm):
    """Sign-in name and password; ``next`` is the page that was asked for."""

    sign_in = TextField(filters=[clean_sign_in])
    password = TextField()
    next = TextField(filters=[local_path])


class CodeForm(DeskForm):
    """The second step of signing in; ``ticket`` proves that the password was right."""

    code = TextField()
    ticket = TextField()
    next = TextField(filters=[local_path])


class NewPasswordForm(DeskForm):
    """Base of forms with a new password, typed twice. It may not contain the person's names."""

    password: TextField
    again: TextField

    def __init__(self, *own_names: str, **values: Any) -> None:
        super().__init__(**values)
        self.own_names = own_names

    def validate_password(self, field: TextField) -> None:
        """Refuse passwords that are guessed first."""
        weak = weakness(field.data, *self.own_names)
        if weak:
            raise ValidationError(WEAK[weak])

    def validate_again(self, field: TextField) -> None:
        """Refuse a second password that differs."""
        if field.data != self.password.data:
            raise ValidationError(PASSWORDS_DIFFER)


class PasswordLinkForm(NewPasswordForm):
    """Password reset, behind a link that an admin made."""

    password = TextField()
    again = TextField()


class AccountForm(NewPasswordForm):
    """A teacher's new account."""

    name = TextField(filters=[clean_name])
    sign_in = TextField(filters=[clean_sign_in])
    password = TextField()
    again = TextField()

    def validate_name(self, field: TextField) -> None:
        """Ask for a name."""
        if not field.data:
            raise ValidationError(NAME_MISSING)

    def validate_sign_in(self, field: TextField) -> None:
        """Ask for a sign-in name that can be typed everywhere."""
        if not field.data:
            raise ValidationError(BAD_SIGN_IN)

    def validate_password(self, field: TextField) -> None:
        """Refuse a password that contains the names in this form."""
        self.own_names = (self.name.data, self.sign_in.data)
        super().validate_password(field)


class PresentPasswordForm(DeskForm):
    """Base of forms that need the account's present password, which is checked before all else."""

    present = "old"
    """Name of the field with the present password."""

    def __init__(self, teacher: Teacher) -> None:
        super().__init__()
        self.teacher = teacher

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the password, then the other fields. A wrong one counts as a failed attempt; 429 after too many."""
        services, field, name = current_services(), self[self.present], self.teacher.sign_in
        begin_attempt(name, by_network=False)
        encoded = services.store.people.password_of(services.config.school, self.teacher.id)
        if fits(encoded, str(field.data)):
            attempt_was_right(name, by_network=False)
            return super().validate(extra_validators)
        self.refuse(field, WRONG_PASSWORD)
        return False


class ChangePasswordForm(PresentPasswordForm, NewPasswordForm):
    """Change of one's own password."""

    old = TextField()
    password = TextField()
    again = TextField()

    def __init__(self, teacher: Teacher) -> None:
        super().__init__(teacher)
        self.own_names = (teacher.name, teacher.sign_in)


class TwoFactorForm(PresentPasswordForm):
    """Turn the second step on or off; ``ticket`` holds the seed that the app was given."""

    code = TextField()
    old = TextField()
    ticket = TextField()


class EndSessionsForm(PresentPasswordForm):
    """Sign devices out. The present password is in the field ``of``, because another form of the page has ``old``."""

    of = TextField()
    session = TextField()
    present = "of"


class InviteForm(DeskForm):
    """Invitation of a teacher, who may also manage accounts."""

    name = TextField(filters=[clean_name])
    role = FlagField(yes="admin")

    @property
    def chosen_role(self) -> Role:
        """Role of the invited teacher's account."""
        return "admin" if self.role.data else "teacher"
