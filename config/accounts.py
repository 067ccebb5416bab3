"""How allauth meets our staff: accounts are made by the municipality, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import Http404, HttpRequest, HttpResponse

from norishiro.core import parcels
from norishiro.core.forms.base import as_uuid
from norishiro.core.sealing import second_proofs


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up and no mail: a forgotten password is set anew by the municipality's administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "職員IDかパスワードがちがいます。大文字と小文字、全角と半角を確かめて、もう一度入力してください。"
        ),
        "too_many_login_attempts": (
            "続けてまちがえたため、しばらくログインを止めています。5分ほど待ってから、もう一度お試しください。"
            "パスワードを忘れたときは、所属の管理者か情報担当にお知らせください。"
        ),
        "incorrect_password": "パスワードがちがいます。もう一度入力してください。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """On purpose, so the key goes for which this log-in's devices sealed what they wrote without network."""
        staff_id = request.user.pk
        if staff_id is not None:
            key_id = as_uuid(request.session.get(parcels.KEY_OF_LOG_IN, ""))
            parcels.forget_key(staff_id=staff_id, key_id=key_id)
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        return None


class StaffSecondProofAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second proof refuses in words that say what to do next, and its seeds are kept sealed."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "数字が合いません。アプリにいま出ている数字か、まだ使っていない予備コードを入力してください。",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return f"{user.name}の鍵"

    def encrypt(self, text: str) -> str:
        """Only the person themselves ever registers a proof, so it is sealed for whoever is signed in."""
        return second_proofs.seal_seed(text, staff_id=context.request.user.pk)

    def decrypt(self, encrypted_text: str) -> str:
        return second_proofs.open_seed(encrypted_text)


def closed(request: HttpRequest, **_: Any) -> HttpResponse:
    """Stands in front of those pages of allauth that this house does not offer."""
    raise Http404
