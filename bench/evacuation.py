"""``make bench ONLY=evacuation``: 20,000 eligible people: two files read, fixed and compared, and the disaster pack built and opened.

An office and its people are made, a file of each of two years is read by the program's own verbs, every fifth of them has a
plan, and the pack of the night is built as the clock builds it, as the pages' role. Then the file is opened by other programs'
libraries: every page of the PDF, every row of the book. Written to bench/evacuation.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
PEOPLE, PLANNED_EACH, LEAVING_EACH, PACK_GOAL = 20_000, 5, 10, 300
HEAD = "宛名番号,氏名,フリガナ,生年月日,郵便番号,住所,電話番号,要介護度,緯度,経度"
T = TypeVar("T")


def main() -> int:
    number = int(sys.argv[1]) if sys.argv[1:] else PEOPLE
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-evacuation-{number}"
    if home.exists():
        shutil.rmtree(home)
    environment = {**os.environ, "NORISHIRO_HOME": str(home)}
    _step(environment, "begin", number, role="owner")
    before = os.getloadavg()[0]
    found = json.loads(_step(environment, "measure", number, role="app").splitlines()[-1])
    text = _report(found, load=(before, os.getloadavg()[0]))
    (ROOT / "bench" / "evacuation.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


def _step(environment: dict[str, str], act: str, number: int, *, role: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "bench.evacuation", act, str(number)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
        env={**environment, "NORISHIRO_DB_ROLE": role, "DJANGO_SETTINGS_MODULE": "config.settings.production"},
    ).stdout  # fmt: skip


def step(act: str, number: int) -> None:
    """One of the two acts, in a process of its own role."""
    from config import embedded, env, preparing, state

    environment = env.current()
    state.ensure_home(environment.home)
    with embedded.in_use(embedded.Server(home=environment.home)):
        import django
        from django.core.management import call_command

        django.setup()
        if act == "begin":
            preparing.migrate(environment)
            call_command("load_profile", "toshima")
        else:
            print(json.dumps(_measure(number)))


def _measure(number: int) -> dict[str, Any]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from norishiro.agencies.choices import RoleKind
    from norishiro.core.operation import announce
    from norishiro.evacuation import operations as evacuation
    from norishiro.evacuation import queries

    timed: list[tuple[str, float, int]] = []

    def timing(name: str, act: Callable[[], T]) -> T:
        with CaptureQueriesContext(connection) as caught:
            began = time.perf_counter()
            done = act()
            timed.append((name, time.perf_counter() - began, len(caught)))
        return done

    today = timezone.localdate()
    desk, chief = _office(RoleKind.COORDINATOR, RoleKind.MANAGER, today)
    for nth, (label, on) in enumerate(
        (("はじめの年", today - timedelta(days=400)), ("次の年", today - timedelta(days=9)))
    ):
        with transaction.atomic():
            announce(desk)
            listing = evacuation.start_listing(desk, base_on=on, today=today)
        content = _file(number, year=nth)

        given = {"content": content, "file_name": "測定.csv", "today": today}
        read = partial(evacuation.read_source, desk, listing=listing, kind="CARE", **given)
        timing(f"{label}の{number:,}行（CSV {len(content) / 1e6:.1f}MB）を読む", read)
        fix = partial(evacuation.fix_listing, desk, listing=listing, today=today)
        timing(f"{label}の一覧を確定する（前の年とくらべる）", fix)
    plans = timing("計画をまとめて置く（測るための用意）", lambda: _plans(desk, today))
    evacuation.begin_phrase(desk, today=today)
    evacuation.finish_phrase(chief, today=today)
    with CaptureQueriesContext(connection) as caught:
        began = time.perf_counter()
        packs = [one for one in evacuation.build_packs(now=timezone.localtime()) if not one.problem]
        timed.append(("災害用ファイルを作り、開いて確かめ、しまう", time.perf_counter() - began, len(caught)))
    with transaction.atomic():
        announce(desk)
        pack = queries.packs(desk)[0]
        phrase, whole = _kept(pack.id)
    began = time.perf_counter()
    pages, rows = _opened(whole, phrase)
    timed.append(("ほかの部品で開き、PDFの全部の頁とExcelの全部の行を読む", time.perf_counter() - began, 0))
    return {
        "timed": timed, "number": number, "plans": plans, "people": packs[0].people, "planned": packs[0].planned,
        "size": packs[0].size, "pages": pages, "rows": rows, "build": timed[-2][1],
    }  # fmt: skip


def _office(first: Any, second: Any, today: date) -> list[Any]:
    from norishiro.agencies.actor import actor_for
    from norishiro.agencies.choices import AppointmentKind, Body, Field
    from norishiro.agencies.models import Agency, Appointment, Role, Staff

    since = today - timedelta(days=500)
    agency = Agency.objects.create(
        code="BENCH", name="測定の危機管理課", field=Field.GENERAL, body=Body.ADMINISTRATION, from_on=since
    )
    found = []
    for kind in (first, second):
        staff = Staff.objects.create(login_id=f"bench{kind}".lower(), name=f"架空 {kind.label}")
        role = Role.objects.create(
            code=f"BENCH-{kind}", label=str(kind.label), kind=kind, appointment_kind=AppointmentKind.ORDER
        )
        Appointment.objects.create(
            staff=staff, agency=agency, role=role, kind=AppointmentKind.ORDER, from_on=since
        )
        found.append(actor_for(staff_id=staff.id, agency_id=agency.id, today=today))
    return found


def _file(number: int, *, year: int) -> bytes:
    """One in ten leaves and one in ten is new; half of them with where they live."""
    chance = random.Random(year)
    leaving = number // LEAVING_EACH
    lines = [HEAD]
    for one in range(year * leaving, number + year * leaving):
        at = f"35.{720000 + one % 9000:06},139.{700000 + one * 7 % 9000:06}" if one % 2 else ","
        lines.append(
            f"{one + 1},架空　測定{one},カクウ ソクテイ{one},S{10 + one % 30}.{one % 12 + 1}.{one % 28 + 1},171-0000,"
            f"架空町{one % 40 + 1}丁目{one % 30 + 1}番{one % 9 + 1}号,03-0000-{one % 10000:04},要介護{chance.choice('345')},{at}"
        )
    return "\r\n".join(lines).encode("cp932")


def _plans(desk: Any, today: date) -> int:
    """Every fifth has a plan in every field, as long as people write."""
    from django.db import transaction

    from norishiro.core.operation import announce
    from norishiro.evacuation import operations as evacuation
    from norishiro.evacuation.items import items
    from norishiro.evacuation.models import EvacuationPlan, PlanLine, Target

    form = evacuation.start_form(
        desk, name="測定の様式", from_on=(today - timedelta(days=300)).replace(day=1), codes=[one.code for one in items()], today=today
    )  # fmt: skip
    words = "玄関を出て右へ進み、ポストの角を左へ。川ぞいは通らない。手すりのある側を歩く。"
    with transaction.atomic():
        announce(desk)
        fields = list(form.items.all())
        plans = [
            EvacuationPlan(
                target=one, number=1, form=form, made_on=today, maker="本人", agreed_on=today, share="UNASKED",
                review_on=today + timedelta(days=365), staff_id=desk.staff_id,
            )
            for one in Target.objects.filter(agency_id=desk.agency_id).order_by("number")[::PLANNED_EACH]
        ]  # fmt: skip
        EvacuationPlan.objects.bulk_create(plans, batch_size=2000)
        PlanLine.objects.bulk_create(
            (PlanLine(plan=plan, item=one, text=words) for plan in plans for one in fields), batch_size=5000
        )
    return len(plans)


def _kept(pack_id: Any) -> tuple[str, bytes]:
    from norishiro.core.sealing import keepers
    from norishiro.evacuation.models import Pack

    pack = Pack.objects.select_related("phrase").get(id=pack_id)
    assert pack.phrase is not None
    return keepers.unseal_text(pack.phrase.words, at=keepers.place(pack.phrase, "words")), bytes(
        pack.content or b""
    )


def _opened(content: bytes, phrase: str) -> tuple[int, int]:
    """Pages with words on them, and rows with a number."""
    import msoffcrypto
    import pypdfium2
    from openpyxl import load_workbook

    from norishiro.evacuation import packing

    with ZipFile(BytesIO(content)) as file:
        pdf, book = file.read(packing.LIST_PDF), file.read(packing.LIST_BOOK)
    paper = pypdfium2.PdfDocument(pdf, password=phrase)
    pages = sum(1 for page in paper if page.get_textpage().get_text_range().strip())
    locked, plain = msoffcrypto.OfficeFile(BytesIO(book)), BytesIO()
    locked.load_key(phrase)
    locked.decrypt(plain)
    rows = load_workbook(plain, read_only=True)["名簿"].iter_rows(values_only=True)
    return pages, sum(1 for row in rows if isinstance(row[0], int))


def _report(found: dict[str, Any], *, load: tuple[float, float]) -> str:
    rows = "\n".join(
        f"| {name} | {seconds:.1f} | {asked or '－'} |" for name, seconds, asked in found["timed"]
    )
    met = "満たす" if found["build"] <= PACK_GOAL else "満たさない"
    goal = (
        f"二万人で{PACK_GOAL // 60}分という目標を{met}"
        if found["number"] >= PEOPLE
        else f"二万人で{PACK_GOAL // 60}分という目標とは、人数が違うのでくらべない"
    )
    whole = "全員が入っていた" if found["rows"] == found["people"] == found["number"] else "人数が合わない"
    return f"""# 避難の対象者{found["number"]:,}人

`make bench ONLY=evacuation` が書く。{date.today().isoformat()}、{platform.machine()}、{os.cpu_count()}コア、
負荷（1分平均）はじめ {load[0]:.1f}・終わり {load[1]:.1f}。

二年分のファイルを読んで確定し（一割が外れ、一割が新しい）、{found["planned"]:,}人が計画（全部の欄）を持つ。災害用ファイルは{found["build"]:.0f}秒で{found["size"] / 1e6:.1f}MB
（{goal}）。開くと、PDFは{found["pages"]:,}頁、Excelは{found["rows"]:,}人で、{whole}。

| すること | 秒 | 問い |
|---|---|---|
{rows}
"""


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in ("begin", "measure"):
        step(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
