"""いまの様子: how the installation does at this moment, one line for each thing, each ○, △ or × with what to do.

Numbers and words of the program; nothing of what is in the records.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from cryptography import x509
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from norishiro.agencies import errands
from norishiro.core.calendar import wareki
from norishiro.ledger import checkpoints, copies, growth
from norishiro.ledger.growth import Server

Mark = Literal["○", "△", "×", "－"]


@dataclass(frozen=True)
class Line:
    """One thing: how it stands, in words, and what to do; ``screen`` tells more."""

    code: str
    name: str
    mark: Mark
    words: str
    cure: str = ""
    screen: str = ""


@cache
def limits() -> dict[str, int]:
    found: dict[str, int] = tomllib.loads(
        (Path(__file__).parent / "data/condition.toml").read_text(encoding="utf-8")
    )
    return found


def lines(*, now: datetime) -> list[Line]:
    """Every line, in the order they are shown."""
    today = timezone.localdate(now)
    server = growth.asked(slow_seconds=limits()["slow_seconds"])
    disk = shutil.disk_usage(settings.NORISHIRO_HOME)
    added = growth.a_day(growth.kept(), size=server.size, today=today)
    return [
        running(began=settings.NORISHIRO_BEGAN, now=now),
        database(server.size, added=added, free=disk.free if settings.NORISHIRO_IS_EMBEDDED else None),
        connections(server),
        slow(server),
        room(free=disk.free, total=disk.total),
        nightly(now=now),
        copied(now=now),
        checkpoint(now=now),
        certificate(
            settings.NORISHIRO_CERTIFICATE, is_published=bool(settings.NORISHIRO_ADDRESS), today=today
        ),
        mail(now=now),
    ]


def running(*, began: datetime, now: datetime) -> Line:
    hours = int((now - began).total_seconds()) // 3600
    length = (
        f"{hours // 24}日と{hours % 24}時間" if hours >= 24 else f"{hours}時間" if hours else "1時間たらず"
    )
    return Line(
        "running",
        "プログラム",
        "○",
        f"版は {metadata.version('norishiro')} です。{wareki(timezone.localdate(began))}"
        f" {timezone.localtime(began):%H:%M} に始まり、{length}動いています。"
        f"設定では、{settings.NORISHIRO_WORKERS}つの働き手が、{settings.NORISHIRO_THREADS}人ずつに同時に答えます。",
    )


def database(size: int, *, added: int | None, free: int | None) -> Line:
    """``free``: on the disk where it grows, where that is this machine's."""
    name = "データベースの大きさ"
    words = f"{filesizeformat(size)} です。"
    if added is None:
        return Line("database", name, "○", words + "増え方は、3日ぶん書きとめると出ます。")
    words += f"このごろは、1日に{filesizeformat(max(added, 0))}ずつ増えています。"
    if added > 0 and free is not None and free // added < limits()["disk_days"]:
        return Line(
            "database", name, "△",
            words + f"この増え方だと、およそ{free // added}日でディスクがいっぱいになります。",
            "情報担当に、ディスクを大きくするか、いらないファイルを片づけてもらってください。",
        )  # fmt: skip
    return Line("database", name, "○", words)


def connections(server: Server) -> Line:
    words = f"いま{server.connections}本つながっています（{server.most}本まで）。"
    if server.connections * 100 >= server.most * limits()["connections_percent"]:
        return Line(
            "connections", "データベースへの接続", "△", words,
            "いっぱいになると頁が開かなくなります。情報担当に、NORISHIRO_WORKERS と NORISHIRO_THREADS を"
            "小さくするか、max_connections を大きくしてもらってください。",
        )  # fmt: skip
    return Line("connections", "データベースへの接続", "○", words)


def slow(server: Server) -> Line:
    seconds, screen = limits()["slow_seconds"], "agencies:slow_questions"
    if server.slow:
        return Line(
            "slow", "おそい問い合わせ", "△", f"いま、{seconds}秒をこえて終わらないものが{server.slow}つあります。",
            "少し待って、この頁を開きなおしてください。減らないときは、「おそい問い合わせ」の頁を情報担当に見てもらってください。",
            screen,
        )  # fmt: skip
    return Line(
        "slow", "おそい問い合わせ", "○", f"いま、{seconds}秒をこえているものはありません。", "", screen
    )


def room(*, free: int, total: int) -> Line:
    name, words = "ディスクの空き", f"{filesizeformat(total)} のうち {filesizeformat(free)} あいています。"
    cure = "情報担当に、いらないファイルを片づけるか、ディスクを大きくしてもらってください。"
    if free < limits()["disk_fatal_bytes"]:
        return Line("room", name, "×", words, f"いっぱいになると、記録が書けなくなります。いますぐ、{cure}")
    if free < min(limits()["disk_soon_bytes"], total * limits()["disk_soon_percent"] // 100):
        return Line("room", name, "△", words, cure)
    return Line("room", name, "○", words)


def nightly(*, now: datetime) -> Line:
    found = ("nightly", "夜のしごと")
    screen = "agencies:errands"
    if errands.never_ran():
        return Line(
            *found, "△", "まだ一度も動いていません。",
            "情報担当に、systemctl enable --now norishiro-night.timer norishiro-often.timer norishiro-week.timer と打ってもらってください。",
            screen,
        )  # fmt: skip
    troubled = errands.troubled(now=now)
    if troubled:
        labels = "、".join(f"「{one.errand.label}」" for one in troubled)
        return Line(
            *found, "×", f"できなかった、またはおくれている仕事があります：{labels}",
            "「夜のしごと」に書いてあることをしてください。", screen,
        )  # fmt: skip
    last = max(one.last.began for one in errands.standings(now=now) if one.last)
    return Line(*found, "○", f"最後に動いたのは{_at(last)}です。", "", screen)


def copied(*, now: datetime) -> Line:
    found = ("copied", "データの控え")
    screen = "agencies:copies"
    watch = copies.watch(now=now)
    if not watch.named:
        return Line(
            *found, "×", "置き場所が決まっていません。いま機械が壊れると、すべての記録が失われます。",
            "情報担当に、設定のファイルへ NORISHIRO_BACKUP を書いてもらってください。", screen,
        )  # fmt: skip
    if watch.troubles:
        return Line(*found, "×", watch.troubles[0], "情報担当に知らせてください。", screen)
    return Line(*found, "○", f"最後の控えは{_at(watch.made_at)}です。", "", screen)


def checkpoint(*, now: datetime) -> Line:
    found = ("checkpoint", "台帳の控え")
    screen = "agencies:checkpoints"
    watch = checkpoints.watch(now=now)
    if watch.alarm:
        return Line(
            *found, "×", "台帳に乱れが見つかっています。",
            "台帳にも控えにも手をつけず、情報セキュリティの責任者へ知らせてください。", screen,
        )  # fmt: skip
    if watch.ahead:
        return Line(
            *found, "×", "最後の控えの時刻が、いまより先です。",
            "情報担当に、コンピューターの日付と時刻を合わせてもらってください。", screen,
        )  # fmt: skip
    if watch.late:
        return Line(
            *found, "×", "1時間以上とられていません。",
            "情報担当に、norishiro doctor を動かしてもらってください。", screen,
        )  # fmt: skip
    return Line(*found, "○", f"最後の控えから{watch.hours}時間{watch.minutes}分です。", "", screen)


def certificate(file: Path | None, *, is_published: bool, today: date) -> Line:
    """Until when browsers trust the house, as the file says that stands before it."""
    found = ("certificate", "証明書")
    if file is None:
        if not is_published:
            return Line(*found, "－", "この機械の中だけで使っているので、証明書はありません。")
        return Line(
            *found, "△", "証明書の場所が書いていないので、いつ終わるか分かりません。",
            "情報担当に、設定のファイルへ NORISHIRO_CERTIFICATE を書いてもらってください。",
        )  # fmt: skip
    try:
        ends = x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return Line(
            *found, "△", f"証明書 {file} が読めません。",
            "情報担当に、場所と、利用者 norishiro が読めることを確かめてもらってください。",
        )  # fmt: skip
    left = (timezone.localdate(ends) - today).days
    words = f"{wareki(timezone.localdate(ends))}に終わります（あと{left}日）。"
    cure = "情報担当に、新しい証明書に替えてもらってください。終わると、だれの画面も開かなくなります。"
    if left < 0:
        return Line(*found, "×", f"{wareki(timezone.localdate(ends))}に終わりました。", cure)
    if left < limits()["certificate_fatal_days"]:
        return Line(*found, "×", words, cure)
    return Line(*found, "△" if left < limits()["certificate_soon_days"] else "○", words,
                cure if left < limits()["certificate_soon_days"] else "")  # fmt: skip


def mail(*, now: datetime) -> Line:
    """By the errands that send; whether the relay answers is asked by the doctor, no page waits for it."""
    found = ("mail", "メール")
    screen = "agencies:errands"
    senders = [one for one in errands.standings(now=now) if one.errand.needs_address]
    if any(one.failed or one.late for one in senders):
        return Line(
            *found, "△", "メールを送る仕事が、できていないか、おくれています。",
            "「夜のしごと」に書いてあることをしてください。", screen,
        )  # fmt: skip
    done = [one.last.began for one in senders if one.last and one.last.state == "done"]
    if not done:
        return Line(*found, "－", "メールを送る仕事は、動かしていません。", "", screen)
    return Line(*found, "○", f"送る仕事は、{_at(max(done))}にできました。", "", screen)


def _at(moment: Any) -> str:
    local = timezone.localtime(moment or datetime.fromtimestamp(0, UTC))
    return f"{wareki(local.date())} {local:%H:%M}"


def bad(found: Iterable[Line]) -> Iterator[Line]:
    """Those somebody has to do something about."""
    return (one for one in found if one.mark in "△×")
