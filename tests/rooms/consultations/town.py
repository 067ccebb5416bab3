"""A small town with a window, a specialised centre and the operator of 多機関協働; today is the real day."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, Field, RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.casework.operations.adopt import adopt
from norishiro.consultations import operations
from norishiro.consultations.models import Consultation, SupportRequest, TsunaguSheet
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES
from tests.factories import agencies, people

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=60)


@dataclass(frozen=True)
class Town:
    window: Actor
    care: Actor
    operator: Actor
    stranger: Actor


def town() -> Town:
    """The profile of 八王子市 (19 concerns, four types) with one actor an agency."""
    text = (PRESETS / "hachioji.toml").read_text(encoding="utf-8")
    adopt(text, name="hachioji", today=date(2026, 4, 1))
    return Town(
        window=_desk("架空 窓口", "高齢の窓口", Field.ELDERLY),
        care=_desk("架空 受手", "しごとの窓口", Field.WORK),
        operator=agencies.actor("架空 多機関", agency=Agency.objects.get(code="SASAEAI")),
        stranger=_desk("架空 他人", "よその窓口", Field.CHILD),
    )


def _desk(name: str, place: str, field: Field) -> Actor:
    return agencies.actor(
        name, agency=agencies.agency(place, body=Body.ADMINISTRATION, field=field), kinds=(RoleKind.WINDOW,)
    )


def received(actor: Actor, *, today: date = TODAY, **given: Any) -> Consultation:
    values: dict[str, Any] = {
        "newcomer": {"name": "架空　太郎", "kana": "かくう たろう"}, "received_on": today, "channel": "WINDOW",
        "visitor": "SELF", "summary": "家賃が払えない。",
    } | given  # fmt: skip
    return operations.receive_consultation(actor, today=today, **values)


def consented(actor: Actor, someone: Person, *others: Actor, categories: int = ALL_CATEGORIES) -> Any:
    return sharing.take_consent(
        actor, person=someone, case_id=None, recipient_ids=[one.agency_id for one in others], categories=categories,
        asked_on=TODAY, until_on=None, method="WRITTEN", witness="", giver="SELF", giver_name="",
        wording_version="1", purpose="いっしょに考えるため", today=TODAY,
    )  # fmt: skip


def sent(place: Town, *, someone: Person | None = None, **given: Any) -> TsunaguSheet:
    about = someone or people.person(place.window)
    consented(place.window, about, place.care)
    return operations.send_sheet(
        place.window, person=about, receiver_agency_id=place.care.agency_id, worry="仕事を探している", today=TODAY,
        **given,
    )  # fmt: skip


def applied(place: Town, *, someone: Person | None = None, **given: Any) -> SupportRequest:
    values: dict[str, Any] = {
        "situation": "母と子の二人ぐらし", "tried": "訪問を三回", "stuck": "会えない", "no_consent_reason": "1",
    } | given  # fmt: skip
    about = someone or people.person(place.window)
    return operations.apply_for_support(
        place.window, person=about, operator_id=place.operator.agency_id, today=TODAY, **values
    )


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def token() -> dict[str, str]:
    return {"form_token": str(uuid.uuid4())}
