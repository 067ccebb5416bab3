"""Every screen of the house: who opens it in the demo town, and at which address. Held complete by a house test.

An address needs ids; they are found as the account itself would find them, through the walls. Whoever adds a screen
adds one line here, and gets its test in a real browser, its accessibility check and its pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.towns.demo import DemoTown


@dataclass(frozen=True)
class Row:
    """The first row of a model (``app.Model``) that fits and that the account may read."""

    model: str
    wanted: dict[str, Any] = field(default_factory=dict)


def row(model: str, **wanted: Any) -> Row:
    return Row(model, wanted)


@dataclass(frozen=True)
class Screen:
    """One screen: its URL name, the login that opens it ("" for nobody), and the rows its address names."""

    name: str
    login: str
    ids: dict[str, Row | str] = field(default_factory=dict)
    query: dict[str, Row | str] = field(default_factory=dict)
    preset: str = "toshima"
    note: str = ""

    def __str__(self) -> str:
        parts = [self.name.replace(":", "."), self.note, "" if self.preset == "toshima" else self.preset]
        return "-".join(part for part in parts if part)

    def path(self, town: DemoTown) -> str:
        from django.urls import reverse
        from django.utils.http import urlencode

        path = reverse(self.name, kwargs={key: self._found(town, one) for key, one in self.ids.items()})
        query = {key: self._found(town, one) for key, one in self.query.items()}
        return f"{path}?{urlencode(query)}" if query else path

    def _found(self, town: DemoTown, one: Row | str) -> Any:
        from django.apps import apps

        if isinstance(one, str):
            return one
        return town.id_of(self.login, apps.get_model(one.model), **one.wanted)


# --- signing in and the account itself --------------------------------------------------------------------

ACCOUNT = [
    Screen("account_login", ""),
    Screen("account_logout", "csw"),
    Screen("account_reauthenticate", "csw"),
    Screen("account_change_password", "csw"),
    Screen("mfa_index", "csw"),
    Screen("mfa_reauthenticate", "csw"),
    Screen("mfa_activate_totp", "csw"),
    Screen("mfa_list_webauthn", "csw"),
    Screen("mfa_add_webauthn", "csw"),
    Screen("usersessions_list", "csw"),
]

# --- agencies and how things are set up --------------------------------------------------------------------

AGENCIES = [
    Screen("agencies:choose_hat", "kenmu"),
    Screen("agencies:list", "kanri"),
    Screen("agencies:add", "kanri"),
    Screen("agencies:show", "kanri", {"agency_id": row("agencies.Agency", code="FUKUSHI_SOMU")}),
    Screen("agencies:change", "kanri", {"agency_id": row("agencies.Agency", code="FUKUSHI_SOMU")}),
    Screen("agencies:windows", "kanri"),
    Screen("agencies:areas", "kanri"),
    Screen("agencies:area", "kanri", {"area_id": row("agencies.Area", code="ELD01")}),
    Screen("agencies:staffing", "kanri"),
    Screen("agencies:set_cover", "kanri"),
    Screen("agencies:duals", "kanri"),
    Screen("agencies:roles", "kanri"),
    Screen("agencies:appoint", "kanri"),
    Screen(
        "agencies:end_appointment",
        "kanri",
        {"appointment_id": row("agencies.Appointment", staff__login_id="csw")},
    ),
    Screen(
        "agencies:move_appointment",
        "kanri",
        {"appointment_id": row("agencies.Appointment", staff__login_id="csw")},
    ),
    Screen("agencies:staff", "kanri"),
    Screen("agencies:add_staff", "kanri"),
    Screen("agencies:show_staff", "kanri", {"staff_id": row("agencies.Staff", login_id="csw")}),
    Screen("agencies:end_staff", "kanri", {"staff_id": row("agencies.Staff", login_id="csw")}),
    Screen("agencies:bases", "kanri", preset="hachioji"),
    Screen("agencies:add_base", "kanri"),
    Screen("agencies:base", "kanri", {"base_id": row("agencies.Base", code="ISHIKAWA")}, preset="hachioji"),
    Screen("agencies:programmes", "kanri"),
    Screen("agencies:pattern", "kanri"),
]

SCREENS: list[Screen] = [*ACCOUNT, *AGENCIES]

CLOSED = "この家では開かない画面（アカウントは自治体が作り、メールは送らない）"
NO_PAGE = "画面ではない"

# Names that are no screens of their own, each with the reason.
NO_SCREENS: dict[str, str] = {
    **dict.fromkeys(
        (
            "account_signup",
            "account_email",
            "account_email_verification_sent",
            "account_set_password",
            "account_reset_password",
            "account_confirm_login_code",
            "account_confirm_email",
            "account_reset_password_from_key_done",
            "account_reset_password_from_key",
            "account_reset_password_done",
        ),
        CLOSED,
    ),
    "account_inactive": "使えなくした職員が、サインインに失敗したときだけ出る。試験は agencies の end_staff にある",
    "mfa_authenticate": "2段階目の確認の途中だけで開く",
    "mfa_deactivate_totp": "認証アプリを登録したあとだけで開く",
    "mfa_view_recovery_codes": "認証アプリを登録したあとだけで開く",
    "mfa_generate_recovery_codes": "認証アプリを登録したあとだけで開く",
    "mfa_download_recovery_codes": "ダウンロード",
    "mfa_reauthenticate_webauthn": "パスキーを登録したあとだけで開く",
    "mfa_remove_webauthn": "パスキーを登録したあとだけで開く",
    "mfa_edit_webauthn": "パスキーを登録したあとだけで開く",
    "mfa_login_webauthn": f"{NO_PAGE}（パスキーの問い合わせに答えるだけ）",
    "core:session_token": f"{NO_PAGE}（app.js が読む印）",
    "core:keep_draft": f"{NO_PAGE}（下書きを置くだけ、POST）",
    "core:discard_draft": f"{NO_PAGE}（下書きを捨てるだけ、POST）",
    "core:style": "部品の見本。試験の設定でだけ開き、tests/rooms/core/test_components.py が調べる",
}
