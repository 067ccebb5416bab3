"""今日のお知らせメール: an address is asked for, confirmed and forgotten by its owner, who chooses the hour."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.core.mail import EmailMessage

from norishiro.agencies import events
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Digest
from norishiro.agencies.rules import may_ask_address, may_choose_hour, may_confirm_address
from norishiro.core.operation import operation
from norishiro.core.verdict import Refused, no
from norishiro.ledger.operations import sign

CODE_LENGTH = 6
UNSENT = (
    "メールを送れませんでした。アドレスが正しいか確かめてください。正しいときは、メールの中継サーバーのようすを"
    "情報担当に確かめてもらってください。"
)


@operation
def ask_address(actor: Actor, /, *, address: str, now: datetime) -> Digest:
    """Send a number to an address of the actor's own. What was confirmed before no longer holds, and nothing is sent until it is.

    Records ``digest.asked``, never the address. Refused by ``may_ask_address``, and where the mail cannot be sent.
    """
    held = Digest.objects.select_for_update().filter(staff_id=actor.staff_id).first()
    may_ask_address(last_asked_at=held.code_at if held else None, now=now).or_refuse()
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_LENGTH))
    digest, _made = Digest.objects.update_or_create(
        staff_id=actor.staff_id,
        defaults={
            "address": address, "code_hash": make_password(code), "code_at": now, "tries": 0, "confirmed_at": None,
            "hour": None, "alarm": False,
        },
    )  # fmt: skip
    sign(actor, events.DIGEST_ASKED, subjects=[actor.staff_id])
    _send(address, code)
    return digest


def _send(address: str, code: str) -> None:
    letter = EmailMessage(
        subject="のりしろ：メールアドレスの確かめ",
        body=(
            "「のりしろ」の「今日のお知らせメール」の画面に、次の番号を入れてください。30分のあいだ使えます。\n\n"
            f"{code}\n\n心当たりのないときは、このメールを消してください。\n"
        ),
        to=[address],
    )
    try:
        letter.send()
    except OSError:
        raise Refused(no("unsent", UNSENT)) from None


@operation
def confirm_address(actor: Actor, /, *, code: str, now: datetime) -> bool:
    """Take the number that came by mail. A wrong one is counted and answered with no.

    Records ``digest.confirmed`` or ``digest.mistyped``; refused by ``may_confirm_address``.
    """
    held = Digest.objects.select_for_update().filter(staff_id=actor.staff_id).first()
    may_confirm_address(
        asked_at=held.code_at if held and held.code_hash else None, tries=held.tries if held else 0, now=now
    ).or_refuse()
    if held is None or not check_password(code, held.code_hash):
        Digest.objects.filter(staff_id=actor.staff_id).update(tries=(held.tries if held else 0) + 1)
        sign(actor, events.DIGEST_MISTYPED, subjects=[actor.staff_id])
        return False
    held.confirmed_at, held.code_hash = now, ""
    held.save(update_fields=["confirmed_at", "code_hash"])
    sign(actor, events.DIGEST_CONFIRMED, subjects=[actor.staff_id])
    return True


@operation
def choose_hour(actor: Actor, /, *, hour: int | None, alarm: bool) -> Digest:
    """From which hour of the day the counts are sent (``None``: never), and whether to be told at once when a colleague has not
    come out of a visit. Records ``digest.hour_chosen``; refused by ``may_choose_hour``."""
    held = Digest.objects.select_for_update().filter(staff_id=actor.staff_id).first()
    may_choose_hour(confirmed=held is not None and held.confirmed_at is not None).or_refuse()
    digest = Digest.objects.get(staff_id=actor.staff_id)
    changes = {"hour": (digest.hour, hour), "alarm": (digest.alarm, alarm)}
    digest.hour, digest.alarm = hour, alarm
    digest.save(update_fields=["hour", "alarm"])
    sign(actor, events.DIGEST_HOUR_CHOSEN, subjects=[actor.staff_id], changes=changes)
    return digest


@operation
def forget_address(actor: Actor, /) -> None:
    """Remove the address; nothing is sent any more. Records ``digest.forgotten``; refuses nothing."""
    Digest.objects.filter(staff_id=actor.staff_id).delete()
    sign(actor, events.DIGEST_FORGOTTEN, subjects=[actor.staff_id])
