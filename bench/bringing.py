"""``make bench ONLY=bringing``: an office's old list of 50,000 rows, read and taken by ``norishiro bring``, then the same file once more.

The list is as dirty as the one the proof of O10 uses. It is brought by the command an office would type, as the pages' role, into a
database of its own; then again, which may change nothing. Written to bench/bringing.md by this command.
"""

from __future__ import annotations

import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROWS, GOAL, SEED, LOGIN = 50_000, 600, 20261123, "bench-bringing"


def main() -> int:
    number = int(sys.argv[1]) if sys.argv[1:] else ROWS
    home = Path(os.environ.get("NORISHIRO_HOME", ROOT / "var")).absolute() / f"bench-bringing-{number}"
    if home.exists():
        shutil.rmtree(home)
    environment = {**os.environ, "NORISHIRO_HOME": str(home)}
    _step(environment, "begin", number, role="owner")
    before = os.getloadavg()[0]
    found = json.loads(_step(environment, "measure", number, role="app").splitlines()[-1])
    text = _report(found, load=(before, os.getloadavg()[0]))
    (ROOT / "bench" / "bringing.md").write_text(text, encoding="utf-8")
    print(text)
    shutil.rmtree(home)
    return 0 if found["same"] and found["held"] else 1


def _step(environment: dict[str, str], act: str, number: int, *, role: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "bench.bringing", act, str(number)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
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
            _office()
        else:
            print(json.dumps(_measure(number, environment.home)))


def _measure(number: int, home: Path) -> dict[str, Any]:
    from django.db import transaction

    from norishiro.core.operation import announce
    from norishiro.exchange.models import Bringing
    from tests.assurance.dirty_workbook import dirty_workbook

    dirty = dirty_workbook(rows=number, seed=SEED)
    file = home / "名簿.xlsx"
    file.write_bytes(dirty.content)
    actor = _chief()
    first, took = _bring(file)
    stands = _standing(actor)
    second, again = _bring(file)
    after = _standing(actor)
    with transaction.atomic():
        announce(actor)
        went = dict(
            Bringing.objects.order_by("made_at")
            .first()
            .rows.values_list("destination")
            .order_by()
            .annotate(n=_count())
        )
    return {
        "number": number, "size": len(dirty.content), "took": took, "again": again, "stands": stands,
        "same": stands == after and "いま取り込める行がありません" in second, "told": first.splitlines()[:8],
        "held": went == dict(dirty.went), "went": went,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def _count() -> Any:
    from django.db.models import Count

    return Count("id")


def _bring(file: Path) -> tuple[str, float]:
    """What the command says, and how long it took."""
    from django.core.management import CommandError, call_command

    said = StringIO()
    began = time.perf_counter()
    try:
        call_command("bring", str(file), "--as", LOGIN, "--take", stdout=said)
    except CommandError as refusal:
        said.write(str(refusal))
    return said.getvalue(), time.perf_counter() - began


def _standing(actor: Any) -> dict[str, int]:
    from django.db import transaction

    from norishiro.core.operation import announce
    from norishiro.people.models import Household, Membership, Person, Protection

    with transaction.atomic():
        announce(actor)
        return {
            "人": Person.objects.count(), "世帯": Household.objects.count(),
            "世帯への所属": Membership.objects.filter(until_on=None).count(),
            "支援措置": Protection.objects.exclude(state="ENDED").count(),
        }  # fmt: skip


def _chief() -> Any:
    from django.utils import timezone

    from norishiro.agencies.actor import actor_for
    from norishiro.agencies.models import Agency, Staff

    staff, agency = Staff.objects.get(login_id=LOGIN), Agency.objects.get(code="BENCH")
    return actor_for(staff_id=staff.id, agency_id=agency.id, today=timezone.localdate())


def _office() -> None:
    from django.utils import timezone

    from norishiro.agencies.choices import AppointmentKind, Body, Field, RoleKind
    from norishiro.agencies.models import Agency, Appointment, Role, Staff

    today = timezone.localdate()
    since = today - timedelta(days=500)
    agency = Agency.objects.create(
        code="BENCH", name="測定の福祉課", field=Field.GENERAL, body=Body.ADMINISTRATION, from_on=since
    )
    staff = Staff.objects.create(login_id=LOGIN, name="架空 課長")
    role = Role.objects.create(
        code="BENCH-M", label="測定の課長", kind=RoleKind.MANAGER, appointment_kind=AppointmentKind.ORDER
    )
    Appointment.objects.create(
        staff=staff, agency=agency, role=role, kind=AppointmentKind.ORDER, from_on=since
    )


def _report(found: dict[str, Any], *, load: tuple[float, float]) -> str:
    met = "満たす" if found["took"] <= GOAL else "満たさない"
    lines = "\n".join(f"| {name} | {number:,} |" for name, number in found["stands"].items())
    went = "、".join(f"{name} {number:,}" for name, number in sorted(found["went"].items()))
    return f"""# これまでの名簿 {found["number"]:,}行の取り込み

`make bench ONLY=bringing` が書く。{date.today()}、{platform.machine()}、{os.cpu_count()}コア、
負荷（1分平均）はじめ {load[0]:.1f}・終わり {load[1]:.1f}、メモリー（いちばん多いとき）{found["memory"]:,} MB。

`norishiro bring` で、よごれた Excel（{found["size"] / 1e6:.1f}MB。元号と西暦・結合したセル・外字・同じ人の二行・支援措置の印）を読んで取り込むまで {found["took"]:.0f}秒
（{GOAL}秒までという目標を{met}）。行き先は{went}で、答えと{"同じ" if found["held"] else "ちがう"}。
同じファイルをもう一度: {found["again"]:.0f}秒で、変わったものは{"ない" if found["same"] else "ある"}。

| 入ったもの | 数 |
|---|---|
{lines}
"""


if __name__ == "__main__":
    if sys.argv[1:2] and re.fullmatch("begin|measure", sys.argv[1]):
        step(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
