"""How allauth meets our staff: accounts are made by the municipality, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from config import known_devices
from norishiro.agencies.accounts import BY_OFFICE_TWICE, limits
from norishiro.agencies.operations import note_log_in
from norishiro.agencies.rules import weak_password
from norishiro.core import parcels
from norishiro.core.forms.base import as_uuid
from norishiro.core.sealing import second_proofs

SECOND_PROOF = "allauth.mfa.stages.AuthenticateStage"


class StaffBackend(AuthenticationBackend):  # type: ignore[misc]
    """An account that was put to sleep is nobody on the next click, too."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """By what the office's own log-in proved, or as ever. Who sleeps, has left or never was are all nobody."""
        if identity := credentials.get("office_identity"):
            return (
                get_user_model()
                .objects.filter(office_identity=identity, is_active=True, asleep_on=None)
                .first()
            )
        return super().authenticate(request, **credentials)

    def get_user(self, user_id: Any) -> Any:
        user = super().get_user(user_id)
        return None if user is None or user.asleep_on else user


class MinimumLengthValidator:
    """The length the town asks for (shorter where there is a second proof), and no word everybody tries."""

    def __init__(self, *, min_length: int, with_second_proof: int) -> None:
        self.min_length, self.with_second_proof = min_length, with_second_proof

    def validate(self, password: str, user: Any = None) -> None:
        proved = user is not None and user.pk is not None and is_mfa_enabled(user)
        reasons = weak_password(
            password,
            least=self.with_second_proof if proved else self.min_length,
            least_different=limits().password_least_different,
            common=limits().password_common,
            own_words=[user.login_id] if user is not None else [],
        )
        if reasons:
            raise ValidationError(reasons)

    def get_help_text(self) -> str:
        return f"{self.min_length}文字以上（二段階目を登録してあれば{self.with_second_proof}文字以上）にしてください。"


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up and no mail: a forgotten password is set anew by the municipality's administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "職員IDかパスワードがちがいます。大文字と小文字、全角と半角を確かめて、もう一度入力してください。"
        ),
        "too_many_login_attempts": (
            "続けてまちがえたため、しばらくログインを止めています。5分ほど待ってから、もう一度お試しください。"
            "それでも入れないときは、15分お待ちください。"
            "パスワードを忘れたときは、所属の管理者か情報担当にお知らせください。"
        ),
        "incorrect_password": "パスワードがちがいます。もう一度入力してください。",
    }

    def get_login_stages(self) -> list[str]:
        """Our own second proof is asked, except where the town says that the office's log-in has asked one just now."""
        stages: list[str] = super().get_login_stages()
        proofs = self.request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or [{}]
        proved = proofs[-1].get("method") == BY_OFFICE_TWICE
        return [one for one in stages if not (proved and one == SECOND_PROOF)]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tries are counted by account, whatever name of the server and whatever spelling they come by. Whoever logs in where
        they have logged in before is counted apart: nobody's guessing, not even from the same office, shuts them out."""
        key, is_known = known_devices.counted_as(request, str(credentials.get("username", "")))
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_known" if is_known else "login_failed",
            key=key,
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **given)
        known_devices.remember(request, response, user.login_id)
        return response

    def set_password(self, user: Any, password: str) -> None:
        """What the person chose themselves is nobody else's any more."""
        user.password_is_lent = False
        super().set_password(user, password)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **rest: Any) -> HttpResponse | None:
        """Whoever proved to be the owner of a sleeping account is told so, and by whom it is woken."""
        response: HttpResponse | None = super().pre_login(request, user, **rest)
        if response is None and user.asleep_on:
            clear_login(request)
            return render(request, "account/account_asleep.html", status=403)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        """First the line, then the door: where it cannot be written, nobody comes in."""
        ways = tuple(one["method"] for one in get_authentication_records(request, user))
        note_log_in(staff_id=user.pk, ways=ways)
        super().login(request, user)

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
