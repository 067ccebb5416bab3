"""B2: what is typed is never run: not by the database, a template, a header, a log, a table program, nor a browser."""

from __future__ import annotations

import csv
import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlsplit
from uuid import UUID

import psycopg
import pytest
from django.core.signals import got_request_exception
from django.db import DataError, ProgrammingError, transaction
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook
from psycopg import sql

from tests.assurance import outputs
from tests.assurance.crawl import client_of, opened, owner
from tests.assurance.evidence import Evidence
from tests.assurance.forms import Fields, Forms
from tests.assurance.test_b01_fuzz import KEPT, _asked_by, _target
from tests.assurance.test_x01_all_eyes import looked_at

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.screens import Screen
    from tests.towns.demo import DemoTown
    from tests.towns.site import DemoSite

pytestmark = pytest.mark.slow

SEED = 20261123
ASLEEP = 4.0
# Sums nobody types: where one of them stands on a page, somebody worked it out.
WORKED_OUT = ("62631", "57264861")
ATTRIBUTE, HEADER = "data-b2", "x-b2"
PAYLOADS: tuple[str, ...] = (
    "'||pg_sleep(6)||'", "1;SELECT pg_sleep(6)--", "1) OR 1=(SELECT 1 FROM pg_sleep(6))--", "' UNION SELECT NULL,version()--", "\\' OR 1=1--", "%' AND 1=CAST(version() AS int)--",
    "1' ORDER BY 999--", "$$;SELECT pg_sleep(6);$$",
    "{{ 62621|add:10 }}", "{% widthratio 62631 1 1 %}", "${7567*7568-1195}", "#{7567*7568-1195}", "<%= 7567*7568-1195 %>", "{{7567*7568-1195}}", "{0.__class__}",
    f"<b {ATTRIBUTE}=1>", f"\"><b {ATTRIBUTE}=1>", f"'><img src=x {ATTRIBUTE}=1 onerror=b2()>", f"</textarea><svg {ATTRIBUTE}=1 onload=b2()>", f"</script><b {ATTRIBUTE}=1>", f"--><b {ATTRIBUTE}=1>",
    f"</title><b {ATTRIBUTE}=1>", f"\" {ATTRIBUTE}=1 x=\"", f"' {ATTRIBUTE}=1 x='", "javascript:b2()", f"&lt;b {ATTRIBUTE}=1&gt;",
    f"a\r\n{HEADER}: 1", f"a%0d%0a{HEADER}:%201", f"a\u560d\u560a{HEADER}: 1", "//b2.example/", "https://b2.example/", "/\\b2.example",
)  # fmt: skip
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    '=HYPERLINK("https://b2.example")',
    "|calc",
)
RISKY = ("=", "+", "-", "@", "\t", "\r", "|")
# Words in the hands of people, wherever the database keeps them; names stay, because the files are found by them.
WORDS = """
    SELECT c.relname, a.attname
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid IN ('text'::regtype, 'varchar'::regtype)
      AND a.attname = ANY (ARRAY['kana', 'body', 'note', 'reason', 'summary', 'address', 'words', 'remark', 'outline', 'goal', 'place', 'wish', 'phone'])
      AND c.relname NOT LIKE 'django%' AND c.relname NOT LIKE 'auth%' AND c.relname NOT LIKE 'ledger%'
"""


@dataclass
class Found:
    sent: int = 0
    faults: list[str] = field(default_factory=list)
    raised: list[BaseException] = field(default_factory=list)


class Elements(HTMLParser):
    """Whether a page holds an element that was typed into it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.typed = False
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        self.typed |= ATTRIBUTE in names
        self.addresses += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")
        ]


def test_nothing_typed_is_run_by_the_server(demo_town: Callable[..., DemoTown], evidence: Evidence) -> None:
    every = evidence.at_scale(small=24, ci=1, nightly=1)
    times = evidence.at_scale(small=6, ci=6, nightly=len(PAYLOADS))
    found, dice = Found(), random.Random(SEED)  # noqa: S311

    def hear(sender: object, **_given: object) -> None:
        if (error := sys.exception()) is not None:
            found.raised.append(error)

    got_request_exception.connect(hear)
    try:
        for screen, client, path, _town in opened(demo_town, every=every):
            for payload in dice.sample(PAYLOADS, times):
                _try(client, screen, path, payload, found)
    finally:
        got_request_exception.disconnect(hear)
    sql = [one for one in found.raised if isinstance(one, ProgrammingError | DataError)]
    print(*found.faults, *sql, sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="B2",
        figure=f"仕込んだ字 {len(PAYLOADS)}種類を、画面の欄と問いに {found.sent:,}回: 動いたもの {len(found.faults)}、データベースの誤り {len(sql)}",
        target="0",
        holds=not found.faults and not sql and found.sent > 0,
    )


def _try(client: Client, screen: Screen, path: str, payload: str, found: Found) -> None:
    """Into every free field of the largest form, into every question of the address; then look at where it led."""
    with transaction.atomic():
        page = client.get(path)
        forms = (
            Forms(page.content.decode("utf-8", "replace")).forms
            if "html" in page.get("Content-Type", "")
            else []
        )
        posted = max(
            (one for one in forms if one.method == "post"), key=lambda one: len(one.values), default=None
        )
        asked = sorted(
            {*(name for one in forms if one.method == "get" for name, _value in one.values), *_asked_by(path)}
        )
        where = f"{screen} {payload!r}"
        if asked:
            question = "&".join(f"{name}={quote_plus(payload)}" for name in asked)
            _look(
                client, "GET", f"{path}{'&' if '?' in path else '?'}{question}", None, where, found, payload
            )
        if posted is not None:
            answer = _look(
                client, "POST", _target(posted.action, path), _filled(posted, payload), where, found, payload
            )
            if answer.status_code == 302:
                _look(client, "GET", answer["Location"], None, f"{where} →", found, payload)
        transaction.set_rollback(True)


def _filled(form: Fields, payload: str) -> str:
    """Codes and numbers that must be what they are stay; what is empty or prose is filled."""
    return "&".join(
        f"{quote_plus(name)}={quote_plus(value if name in KEPT or (value and len(value) == 36) else payload)}"
        for name, value in form.values
    )


def _look(
    client: Client, method: str, path: str, body: str | None, where: str, found: Found, payload: str
) -> HttpResponse:
    found.sent += 1
    began = time.monotonic()
    answer = client.generic(method, path, body or "", content_type="application/x-www-form-urlencoded")
    if time.monotonic() - began > ASLEEP:
        found.faults.append(f"{where}: {time.monotonic() - began:.1f} s")
    if HEADER in {name.lower() for name in answer.headers}:
        found.faults.append(f"{where}: a header of its own")
    if urlsplit(answer.get("Location", "")).netloc or answer.get("Location", "").startswith(("//", "/\\")):
        found.faults.append(f"{where}: led away to {answer['Location'][:80]}")
    if not answer.streaming and "html" in answer.get("Content-Type", ""):
        text = answer.content.decode("utf-8", "replace")
        elements = Elements(text)
        if elements.typed:
            found.faults.append(f"{where}: an element")
        if any(
            one.strip().lower().startswith("javascript:") or "b2.example" in urlsplit(one).netloc
            for one in elements.addresses
        ):
            found.faults.append(f"{where}: an address that runs or leads away")
        if any(one in text and one not in payload for one in WORKED_OUT):
            found.faults.append(f"{where}: worked out")
    return answer


def test_no_file_holds_a_formula(demo_town: Callable[..., DemoTown], evidence: Evidence) -> None:
    """Every word of the town becomes a formula; every file is handed over; nothing in it is one for a table program."""
    town = demo_town("toshima")
    files = cells = 0
    faults: list[str] = []
    with formulas_everywhere() as laid:
        for name, answer in outputs.files(town, outputs.signed_in(town)):
            read, wrong = _read(answer)
            files, cells = files + bool(read), cells + read
            faults += [f"{name}: {one}" for one in wrong]
    print(*faults[:50], sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="B2",
        figure=f"{laid}か所の言葉を式に変えて、Excel・CSV {files}個の {cells:,}欄: 式として働くもの {len(faults)}",
        target="0",
        holds=not faults and files > 3 and laid > 100,
    )


@contextmanager
def formulas_everywhere() -> Iterator[int]:
    """Answers in how many places; afterwards the town says what it said before."""
    with owner() as everywhere:
        everywhere.execute("SET norishiro.maintenance = 'on'")
        columns = everywhere.execute(WORDS).fetchall()
    before = [
        (table, column, _overwritten(table, column, FORMULAS[number % len(FORMULAS)]))
        for number, (table, column) in enumerate(columns)
    ]
    try:
        yield sum(len(words) for _table, _column, words in before)
    finally:
        for table, column, words in before:
            _put_back(table, column, words)


def _overwritten(table: str, column: str, words: str) -> list[tuple[str, UUID]]:
    """What stood there. Nothing where a rule of the table forbids it: that is another kind of no."""
    names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
    with owner() as everywhere, suppress(psycopg.Error):
        everywhere.execute("SET norishiro.maintenance = 'on'")
        found = everywhere.execute(
            sql.SQL("SELECT {column}, id FROM {table} WHERE {column} <> ''").format(**names)
        ).fetchall()
        everywhere.execute(
            sql.SQL("UPDATE {table} SET {column} = %s WHERE {column} <> ''").format(**names), [words]
        )
        return [(str(before), key) for before, key in found]
    return []


def _put_back(table: str, column: str, words: list[tuple[str, UUID]]) -> None:
    put = sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(sql.Identifier(table), sql.Identifier(column))
    with owner() as everywhere, everywhere.cursor() as cursor:
        cursor.execute("SET norishiro.maintenance = 'on'")
        cursor.executemany(put, words)


def _read(answer: HttpResponse) -> tuple[int, list[str]]:
    """How many cells a table holds, and which of them would be worked out; nothing of what is no table."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    kind = answer.get("Content-Type", "")
    if content[:2] == b"PK" and "sheet" in kind:
        return _in_workbook(content)
    return _in_csv(content) if "csv" in kind else (0, [])


def _in_workbook(content: bytes) -> tuple[int, list[str]]:
    with closing(load_workbook(io.BytesIO(content))) as book:
        cells = [
            cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        return len(cells), [
            f"{cell.coordinate} {str(cell.value)[:40]}" for cell in cells if cell.data_type == "f"
        ]


def _in_csv(content: bytes) -> tuple[int, list[str]]:
    text = content.decode("utf-8-sig", "replace")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    return len(cells), [cell[:40] for cell in cells if cell.startswith(RISKY) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdecimal()


SCRIPTS = (
    '"><img src=x onerror="window.b2=1"><svg onload="window.b2=1"><script>window.b2=1</script>',
    '</textarea><iframe srcdoc="<script>parent.b2=1</script>"></iframe><a href="javascript:window.b2=1" autofocus onfocus="window.b2=1">x</a>',
    "'-window.b2=1-'${window.b2=1}{{constructor.constructor('window.b2=1')()}}<style>*{background:url(https://b2.example/x)}</style>",
)


def test_nothing_typed_is_run_by_the_browser(demo_site: DemoSite, evidence: Evidence) -> None:
    """What the server answers is drawn by Chromium under the server's own headers; the town stays as it was."""
    dice = random.Random(SEED)  # noqa: S311
    page = demo_site.browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("dialog", lambda dialog: (heard.append("b2 dialog"), dialog.dismiss()))
    faults: list[str] = []
    drawn = 0
    for screen in looked_at(evidence):
        for answer in _answers(demo_site, screen, dice.choice(SCRIPTS)):
            heard.clear()
            _draw(page, demo_site.home, answer)
            drawn += 1
            faults += [f"{screen}: {one}" for one in heard if "Content Security Policy" in one or "b2" in one]
            if page.evaluate("() => window.b2 !== undefined"):
                faults.append(f"{screen}: it ran")
    page.close()
    print(*faults, sep="\n")  # noqa: T201  # each, where the figure counts
    evidence.shows(
        row="B2",
        figure=f"ブラウザーで {drawn}画面に描く: 動いたもの・CSPに止められたもの {len(faults)}",
        target="0 と 0",
        holds=not faults and drawn > 0,
    )


def _answers(site: DemoSite, screen: Screen, words: str) -> list[HttpResponse]:
    """What comes when the form is sent, and what stands where it led."""
    town = site.open_town(screen.preset)
    client, path, found = client_of(town, screen.login), screen.path(town), []
    with transaction.atomic():
        page = client.get(path)
        forms = (
            Forms(page.content.decode("utf-8", "replace")).forms
            if "html" in page.get("Content-Type", "")
            else []
        )
        for form in (one for one in forms if one.method == "post"):
            body = _filled(form, words)
            answer = client.post(
                _target(form.action, path), body, content_type="application/x-www-form-urlencoded"
            )
            if answer.status_code == 302:
                answer = client.get(answer["Location"])
            found += [answer, client.get(path)]
        transaction.set_rollback(True)
    return [one for one in found if "html" in one.get("Content-Type", "")]


def _draw(page: Page, home: str, answer: HttpResponse) -> None:
    address = f"{home}/b2/"
    kept = {name: answer[name] for name in ("Content-Type", "Content-Security-Policy") if name in answer}
    page.route(address, lambda route: route.fulfill(status=200, headers=kept, body=answer.content))
    page.goto(address, wait_until="load")
    page.unroute(address)
