"""公開: whatever is sent to the public forms, nothing breaks, nothing acknowledged is lost, nothing is stored twice."""

from __future__ import annotations

import random
import re
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.core.operation import announce
from norishiro.letterbox import operations, queries, slot
from norishiro.letterbox.choices import EntranceKind
from norishiro.letterbox.models import Entrance, Letter
from norishiro.public_site import slips
from tests.assurance.evidence import Evidence
from tests.factories import agencies
from tests.rooms.letterbox.test_letters import nobody

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NASTY = (
    "", " ", "　", "\0", "a\0b", "\ud800", "\u202eabc", "\ufeff", "\r\n", "\n" * 50, "a" * 3000, "あ" * 3001, "𠮷野家", "👨‍👩‍👧‍👦",
    "<script>alert(1)</script>", "'; DROP TABLE letterbox_letter;--", "{{ 7*7 }}", "{% csrf_token %}", "%s%n", "../../etc/passwd",
    "=HYPERLINK(1)", "${jndi:ldap://x}", "ｱｲｳ", "e\u0301" * 99, "\x1b[31m", "NULL", "None", "-1", "1e999", "令和99年13月40日",
)  # fmt: skip
PICTURES = (
    b"",
    b"\xff\xd8\xff" + b"0" * 50,
    b"%PDF-1.7\n%%EOF",
    b"\0\0\0\x18ftypheic",
    b"\x89PNG\r\n\x1a\n" + b"x" * 99,
)
PER_ENTRANCE = 50


@dataclass(frozen=True)
class Sent:
    """One letter the sender was told is in."""

    number: str
    secret: str
    words: str


def words(chance: random.Random) -> str:
    if chance.random() < 0.3:
        return chance.choice(NASTY)
    return f"困っていること {chance.randrange(10**9)}" + chance.choice(
        ("", "\n次の行", "　", "髙﨑", "\r\nおわり")
    )


def form(chance: random.Random) -> dict[str, Any]:
    """Mostly a form somebody could send; some fields spoilt, missing or doubled."""
    given: dict[str, Any] = {
        "slip": slips.hand_out(), "words": words(chance), "who": "", "reply_to": "", "language": "",
        "hurry": chance.choice(("TODAY", "DAYS", "WATCH")), "consent": "on", "about": "SELF",
    }  # fmt: skip
    for name in list(given):
        draw = chance.random()
        if draw < 0.03:
            given[name] = chance.choice(NASTY)
        elif draw < 0.05:
            del given[name]
        elif draw < 0.06:
            given[name] = [chance.choice(NASTY), str(given[name])]
    if chance.random() < 0.03:
        given["photo"] = SimpleUploadedFile(chance.choice(NASTY[6:]) or "x", chance.choice(PICTURES))
    if chance.random() < 0.02:
        given["homepage"] = "spam"
    if chance.random() < 0.02:
        given |= {f"x{number}": "y" for number in range(50)}
    if chance.random() < 0.03:
        given["draft_form"] = "x"
    return given


def post(client: Client, path: str, given: dict[str, Any], chance: random.Random) -> Any:
    address = str(uuid.UUID(int=chance.getrandbits(128)))
    extra: dict[str, Any] = {"REMOTE_ADDR": f"2001:db8::{address[:4]}:{address[9:13]}:{address[14:18]}"}
    draw = chance.random()
    if draw < 0.02:
        return client.post(
            path, b"\xff\xfe" * chance.randrange(99), content_type="application/octet-stream", **extra
        )
    if draw < 0.04:
        return client.post(path, b"--x\r\nbroken", content_type="multipart/form-data; boundary=x", **extra)
    for value in given.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(path, given, **extra)


def sendable(given: dict[str, Any]) -> dict[str, Any]:
    """A browser sends no half characters; what stands for them is sent instead."""

    def whole(value: Any) -> Any:
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value

    return {
        name: [whole(one) for one in value] if isinstance(value, list) else whole(value)
        for name, value in given.items()
    }


def receipt_in(answer: Any, given: dict[str, Any]) -> Sent | None:
    text = answer.content.decode()
    number = re.search(r'name="number" value="([\d-]{14})"', text)
    secret = re.search(r'name="secret" value="([\d ]{9})"', text)
    if answer.status_code != 200 or not number or not secret:
        return None
    written = given["words"][-1] if isinstance(given["words"], list) else given["words"]
    return Sent(number.group(1), secret.group(1), written.replace("\r\n", "\n"))


def test_nothing_breaks_nothing_is_lost_nothing_stored_twice(evidence: Evidence) -> None:
    many = evidence.at_scale(small=300, ci=10_000, nightly=50_000)
    chance, chief = random.Random(20261121), agencies.actor()
    places = [_entrance(chief) for _number in range(many // PER_ENTRANCE + 1)]
    nobody()
    client, answers, told, lost = Client(raise_request_exception=False), Counter[int](), {}, 0
    forms = 0
    for number in range(many):
        place = places[number // PER_ENTRANCE]
        path = reverse("public_site:enter", args=[place.id])
        given = sendable(form(chance))
        times = chance.choice((1, 1, 1, 2, 3))  # double clicks, the back button, a lost answer
        for _again in range(times):
            answer = post(client, path, given, chance)
            forms += 1
            answers[answer.status_code] += 1
            sent = receipt_in(answer, given)
            if sent is not None:
                told[sent.number, sent.secret] = sent
    announce(chief)
    kept = {one.number: one for one in queries.visible_to(chief)}
    stored = Letter.objects.count()
    for sent in told.values():
        letter = kept.get(sent.number)
        same = letter is not None and queries.open_letter(chief, letter=letter).content.words == sent.words
        lost += not same
    nobody()
    sample = list(told.values())[:: max(1, len(told) // 200)]
    unanswered = sum(
        slot.ask(number=one.number, secret=one.secret, address=one.number, now=timezone.now()) is None
        for one in sample
    )
    figure = (
        f"{forms:,} 送信（様式 {many:,} 枚）: 500番台 {sum(answers[code] for code in answers if code >= 500)}、控えを渡した {len(told):,} 通のうち"
        f"失った {lost + unanswered}、二重 {stored - len(told)}（答え {dict(sorted(answers.items()))}）"
    )
    evidence.shows(
        row="公開",
        figure=figure,
        target="10,000 送信で 500番台 0、失う 0、二重 0",
        holds=max(answers) < 500 and lost + unanswered == 0 and stored == len(told) > many // 3,
    )


def _entrance(chief: Any) -> Entrance:
    return operations.appoint(
        chief, kind=EntranceKind.LIAISON, facility="架空地区センター", holder="架空 れん",
        receiver_agency_id=chief.agency_id, from_on=agencies.EPOCH, today=date.today(),
    )  # fmt: skip
