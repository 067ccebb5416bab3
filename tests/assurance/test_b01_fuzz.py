"""B1: no input breaks it. Every form and every question of every screen, with what people and machines should never send."""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from inspect import getsource, unwrap
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit
from uuid import uuid4

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.assurance.crawl import opened
from tests.assurance.evidence import Evidence
from tests.assurance.forms import Fields, Forms

if TYPE_CHECKING:
    from tests.screens import Screen
    from tests.towns.demo import DemoTown

SEED = 20261123
SLOW_SECONDS = 5.0
FORM, UPLOAD = "application/x-www-form-urlencoded", "multipart/form-data; boundary=norishiro"
# Left as the page sent them: without them the answer is always the same and nothing behind is reached.
KEPT = ("csrfmiddlewaretoken", "form_token", "draft_form", "draft_subject")

LARGE = b"\xe3\x81\x82" * 3_500_000
HOSTILE: tuple[bytes, ...] = tuple(
    one if isinstance(one, bytes) else one.encode()
    for one in (
        "", " ", "\u3000", b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\xaf", "\u202eたろう", "\u200d\u200d", "か\u3099", "\U0001f9d1\u200d\U0001f91d\u200d\U0001f9d1",
        "\U000e0100", "\ufeff", "𠮷野家", "葛\U000e0100城", "ｱｲｳ", "あ" * 5_000, "a" * 100_000,
        "0", "-1", "00", "１２", "٣", "1e309", "NaN", "Infinity", "-0", "1.5", "99999999999999999999", "2147483648", "-9223372036854775809", "0x10", "1,000",
        "0000-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "10000-01-01", "令和0年1月1日", "令和元年4月30日", "平成31年5月1日", "昭和64年1月8日", "昭和64年1月7日",
        "令和999年1月1日", "明治5年12月3日", "R8.2.29", "2026/11/23 25:61", "25:61", "24:00", "-1:00", "昭和二十年",
        "None", "null", "true", "on", "undefined", "[]", "{}", '{"a":', "[object Object]", "' OR 1=1 --", '"; DROP TABLE people_person; --', "{{ 7*7 }}", "{% debug %}",
        "${7*7}", "<script>alert(1)</script>", "=HYPERLINK(\"x\")", "\r\nSet-Cookie: a=b", "../../etc/passwd", "%00", "%", "%s%n", "\\", "\\u0000",
        "00000000-0000-0000-0000-000000000000", "c0ffee00-0000-4000-8000-00000000000g", "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx",
    )
)  # fmt: skip
# A parameter is read by its name somewhere in the code of its view, or of what the view's file offers to it.
ASKED = re.compile(r"""GET(?:\.get|\.getlist)?[\(\[]\s*["'](\w+)["']""")


@dataclass
class Seen:
    """What came of it."""

    sent: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    led: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Answered with what to do next: not there, not allowed, to be put right, too large."""
        return sum(count for status, count in self.answers.items() if 400 <= status < 500)

    def note_fault(self, sender: Any, request: Any = None, **_given: Any) -> None:
        kind, value, _trace = sys.exc_info()
        self.faults.append(f"{getattr(kind, '__name__', '')}: {str(value)[:200]}")


@pytest.mark.slow
def test_nothing_anybody_can_send_breaks_a_page(
    demo_town: Callable[..., DemoTown], evidence: Evidence
) -> None:
    every = evidence.at_scale(small=12, ci=1, nightly=1)
    times = evidence.at_scale(small=3, ci=6, nightly=220)
    seen, dice = Seen(), random.Random(SEED)
    got_request_exception.connect(seen.note_fault)
    try:
        for screen, client, path, _town in opened(demo_town, every=every):
            for request in _attacks(client, path, dice=dice, times=times):
                _send(client, screen, request, seen)
    finally:
        got_request_exception.disconnect(seen.note_fault)
    print(sorted(seen.answers.items()), seen.led.most_common(12), *seen.broken, *seen.slow, sep="\n")  # noqa: T201  # every one, where the figure only counts them
    evidence.shows(
        row="B1",
        figure=f"{seen.sent:,}回送り（断り・直しの頁 {seen.refused:,}）、500で答えたもの {len(seen.broken)}、5秒をこえたもの {len(seen.slow)}",
        target="0 と 0（nightly は 200,000回から）",
        holds=not seen.broken and not seen.slow,
    )


@dataclass(frozen=True)
class Sent:
    """One request as bytes, so that nothing on our side mends it."""

    method: str
    path: str
    body: bytes = b""
    content_type: str = FORM


def _attacks(client: Client, path: str, *, dice: random.Random, times: int) -> Iterator[Sent]:
    """The page's own forms with some fields turned hostile, and its address with hostile questions."""
    page = client.get(path)
    forms = (
        Forms(page.content.decode("utf-8", "replace")).forms if "html" in page.get("Content-Type", "") else []
    )
    posted = [one for one in forms if one.method == "post"]
    asked = [*{name for one in forms if one.method == "get" for name, _value in one.values}, *_asked_by(path)]
    for _ in range(times):
        if posted:
            form = dice.choice(posted)
            yield _hostile_post(_target(form.action, path), form, dice)
        yield Sent("GET", _hostile_question(path, sorted(asked), dice))


def _target(action: str, path: str) -> str:
    return action if action.startswith("/") else path


def _asked_by(path: str) -> set[str]:
    """The names the view's file asks the address for."""
    try:
        view = unwrap(resolve(urlsplit(path).path).func)
    except Resolver404:
        return set()
    module = sys.modules.get(getattr(view, "__module__", ""))
    return set(ASKED.findall(getsource(module))) if module else set()


def _hostile_post(path: str, form: Fields, dice: random.Random) -> Sent:
    pairs: list[tuple[bytes, bytes]] = [(name.encode(), value.encode()) for name, value in form.values]
    open_to = [at for at, (name, _value) in enumerate(pairs) if name.decode() not in KEPT]
    for at in dice.sample(open_to, min(len(open_to), dice.choice((1, 1, 2, 3, len(open_to) or 1)))):
        pairs[at] = (pairs[at][0], dice.choice(HOSTILE))
    pairs = _misshapen(pairs, open_to, dice)
    if form.files or dice.random() < 0.1:
        return Sent("POST", path, _multipart(pairs, form.files, dice), UPLOAD)
    return Sent(
        "POST",
        path,
        b"&".join(quote_plus(name).encode() + b"=" + quote_plus(value).encode() for name, value in pairs),
    )


def _misshapen(
    pairs: list[tuple[bytes, bytes]], open_to: Sequence[int], dice: random.Random
) -> list[tuple[bytes, bytes]]:
    """Now and then a field is missing, doubled, of another name, without a token, or of ten million bytes."""
    turn = dice.random()
    if not open_to or turn < 0.5:
        return pairs
    at = dice.choice(list(open_to))
    name, value = pairs[at]
    if turn < 0.65:
        return [*pairs[:at], *pairs[at + 1 :]]
    if turn < 0.8:
        return [*pairs, (name, dice.choice(HOSTILE)), (name, value)]
    if turn < 0.9:
        return [
            *pairs,
            (name + b"[]", value),
            (dice.choice(HOSTILE)[:200], value),
            (b"form_token", dice.choice(HOSTILE)[:200]),
        ]
    if turn < 0.995:
        return [*pairs, (b"form_token", str(uuid4()).encode()), (b"version", dice.choice(HOSTILE)[:200])]
    return [*pairs[:at], (name, LARGE), *pairs[at + 1 :]]


def _multipart(pairs: Iterable[tuple[bytes, bytes]], files: Sequence[str], dice: random.Random) -> bytes:
    """Text where a file is due, a file where text is due, and files of no kind at all."""
    parts = []
    for name, value in pairs:
        as_file = b'; filename="a.png"\r\nContent-Type: image/png' if dice.random() < 0.1 else b""
        parts.append(
            b'--norishiro\r\nContent-Disposition: form-data; name="'
            + name.replace(b'"', b"")
            + b'"'
            + as_file
            + b"\r\n\r\n"
            + value
        )
    for name in files:
        content = dice.choice(
            (
                b"",
                b"\x00" * 100,
                b"PK\x03\x04",
                b"%PDF-1.7",
                b"\xff\xd8\xff",
                b"name,value\r\n=1,2",
                b"{",
                *HOSTILE[:12],
            )
        )
        ending = dice.choice(
            (
                b"x.csv",
                b"x.xlsx",
                b"x.pdf",
                b"x.jpg",
                b"x.json",
                b"x.geojson",
                b"../x",
                b"",
                b"x" * 300 + b".csv",
            )
        )
        parts.append(
            b'--norishiro\r\nContent-Disposition: form-data; name="'
            + name.encode()
            + b'"; filename="'
            + ending
            + b'"\r\n\r\n'
            + content
        )
    return b"\r\n".join([*parts, b"--norishiro--\r\n"])


def _hostile_question(path: str, names: Sequence[str], dice: random.Random) -> str:
    chosen = [dice.choice(names) if names else "page" for _ in range(dice.choice((1, 2, 3)))]
    if dice.random() < 0.1:
        chosen.append("draft")
    asked = "&".join(f"{name}={quote_plus(dice.choice(HOSTILE)[:2_000])}" for name in chosen)
    return f"{path}{'&' if '?' in path else '?'}{asked}"


def _send(client: Client, screen: Screen, request: Sent, seen: Seen) -> None:
    """In a transaction that is taken back, so that the next finds the town as it was."""
    seen.sent += 1
    faults = len(seen.faults)
    signed_in = copy(client.cookies)  # whoever logs out in this request is logged in for the next
    began = time.monotonic()
    with transaction.atomic():
        answer = client.generic(request.method, request.path, request.body, content_type=request.content_type)
        transaction.set_rollback(True)
    seconds = time.monotonic() - began
    client.cookies = signed_in
    seen.answers[answer.status_code] += 1
    if answer.status_code == 302:
        seen.led[f"{request.method} {answer['Location'].split('?')[0][:24]}"] += 1
    what = f"{screen} {request.method} {request.path[:300]} {request.body[:600]!r}"
    if answer.status_code >= 500 and answer.status_code != 503:
        seen.broken.append(f"{answer.status_code} {'／'.join(seen.faults[faults:])} {what}")
    if seconds > SLOW_SECONDS:
        seen.slow.append(f"{seconds:.1f}s {what}")
