"""The second proof in the words of the house: what to type, and what a passkey means."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddKeyForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm as AllauthEditKeyForm

KEY_NAME = "鍵の名前"


def _ask_for_code(form: Any, *, label: str, example: str) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, example
    field.widget.attrs.pop("placeholder", None)


class AuthenticateForm(AllauthAuthenticateForm):  # type: ignore[misc]
    """Takes the digits of the app, or a code from paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(
            self, label="6桁の数字", example="スマートフォンがないときは、予備コード（8桁）を入力できます。"
        )


class ReauthenticateForm(AllauthReauthenticateForm):  # type: ignore[misc]
    """The same, once more, before a change to the log-in itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, label="6桁の数字", example="予備コードも使えます。")


class ActivateForm(AllauthActivateForm):  # type: ignore[misc]
    """The first digits of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self, label="アプリに出た6桁の数字", example="例：123456")


class AddKeyForm(AllauthAddKeyForm):  # type: ignore[misc]
    """A new key: what it is called, and whether it stands in for the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, passwordless = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = KEY_NAME, "どの鍵か、あとで分かる名前にします。例：机のパソコン"
        passwordless.label = "パスワードのかわりに使う（パスキー）"
        passwordless.help_text = "印を付けると、指紋・顔・暗証番号だけでログインできます。付けないときは、パスワードのあとの確認に使います。"


class EditKeyForm(AllauthEditKeyForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = KEY_NAME
