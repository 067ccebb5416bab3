"""The first account of an installation: whoever registers everybody else. Nobody is signed in who could make it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.events import STAFF_ADDED
from norishiro.agencies.models import Agency, Appointment, Role, Staff, live_on
from norishiro.agencies.operations import initial_password
from norishiro.core.verdict import Refused, when
from norishiro.ledger.operations import sign_system
from norishiro.profiles.current import NoProfileError, current_profile


@dataclass(frozen=True)
class FirstAccount:
    """Who may sign in, where, and with which password: told once, kept nowhere."""

    login_id: str
    agency_name: str
    password: str


@transaction.atomic
def open_first_account(*, login_id: str, name: str, agency_code: str, today: date) -> FirstAccount:
    """Make the one account that nobody signed in could make, and appoint it to look after the system.

    Changes: one member of staff, one appointment. Recorded: one line in the program's own name; never the password.
    Refuses: where anybody has an account already, before a profile is adopted, or an agency that is not there.
    """
    when(
        Staff.objects.exists(),
        "login_id",
        "もう職員が登録されています。新しい職員は、システム管理者の画面の「職員」から登録してください。",
    ).or_refuse()
    agency = _agency(agency_code, today=today)
    role = Role.objects.filter(live_on(today), kind=RoleKind.SYSTEM).order_by("code").first()
    if agency is None or role is None:
        codes = "、".join(Agency.objects.filter(live_on(today)).values_list("code", flat=True)[:40])
        raise Refused(
            when(
                True,
                "agency",
                f"その機関が見つかりません。--agency に、機関のコードを書いてください（{codes}）。"
                if codes
                else "自治体の設定がまだ入っていません。先に `norishiro setup --profile 名前` を打ってください。",
            )  # fmt: skip
        )
    password = initial_password()
    staff = Staff(login_id=login_id, name=name, password_is_lent=True)
    staff.set_password(password)
    staff.save()
    Appointment.objects.create(
        staff=staff, agency=agency, role=role, kind=role.appointment_kind, from_on=today
    )
    sign_system(
        STAFF_ADDED,
        changes={"login_id": (None, login_id), "role": (None, role.code), "agency": (None, agency.code)},
        reason="はじめの職員",
    )
    return FirstAccount(login_id=login_id, agency_name=agency.name, password=password)


def _agency(code: str, *, today: date) -> Agency | None:
    """The one asked for; without a code the one that runs the cooperation in this municipality."""
    live = {one.code: one for one in Agency.objects.filter(live_on(today))}
    if code:
        return live.get(code)
    try:
        operators = current_profile(today).flow.operators
    except NoProfileError:
        return None
    return next((live[one] for one in operators if one in live), None)
