"""The demo town's money: a word on a ★, how one role is paid for, a standard that changes within the year; and a base's plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.policies import operations, queries
from norishiro.policies.demo import worn
from norishiro.policies.fields import SOURCES
from norishiro.policies.models import BasePlan, Funding

# Who tells it: the first of these the town has.
PAYERS, PLANNERS = ("suishin",), ("shakyokacho", "suishin")


def tell(*, today: date) -> None:
    """Nothing where the town has no such person, or has it already."""
    payer, planner = _first(PAYERS, today), _first(PLANNERS, today)
    if payer and not Funding.objects.exists():
        announce(payer)
        _paid(payer, today=today)
    if planner and not BasePlan.objects.exists():
        announce(planner)
        _planned(planner, today=today)


def _first(logins: tuple[str, ...], today: date) -> Actor | None:
    by_login = {one.login_id: one for one in Staff.objects.filter(login_id__in=logins)}
    found = next((by_login[one] for one in logins if one in by_login), None)
    return worn(found, on=today) if found else None


def _paid(actor: Actor, *, today: date) -> None:
    year = fiscal_year(today)
    for line in queries.grant_lines(actor, year=year, today=today):
        if line.differs and line.window_id:
            cell = next(one for one in line.cells.values() if not one.granted)
            operations.mark_grant(
                actor, line=line, cell=cell, year=year, version=0, granted=None, note="相談の分は、別の補助で受けている（見本）"
            )  # fmt: skip
            break
    role = next((one for one in queries.roles_to_fund(actor, year=year) if one.kind == RoleKind.CSW), None)
    if role is None:
        return
    operations.write_population(actor, year=year, people=290_000, source="人口の統計（見本）")
    told: dict[str, Any] = {
        "role": role,
        "unit": "YEN",
        "evidence": "ESTIMATED",
        "source": "原本は未入手（見本の数）",
    }
    operations.add_standard(
        actor, **told, name="配置の基準額（見本）", from_on=date(year - 2, 4, 1),
        steps=[(0, Decimal(6_000_000)), (100_000, Decimal(12_000_000)), (300_000, Decimal(18_000_000))],
    )  # fmt: skip
    operations.add_standard(
        actor, **told, name="見直し後の基準額（見本）", from_on=date(year, 10, 1),
        steps=[(0, Decimal(5_000_000)), (200_000, Decimal(15_000_000))],
    )  # fmt: skip
    named = dict(SOURCES)
    shares = [
        (named["consultation"], Decimal(50)),
        (named["community"], Decimal(30)),
        (named["town"], Decimal(20)),
    ]
    operations.write_funding(
        actor, role=role, year=year, shares=shares[:1] + [(named["town"], Decimal(50))], note=""
    )
    operations.write_funding(
        actor, role=role, year=year, shares=shares, note="地域づくりの分を分けた（見本）"
    )


def _planned(actor: Actor, *, today: date) -> None:
    year = fiscal_year(today)
    scopes = queries.base_scopes(actor, year=year)
    if not scopes:
        return
    plan = operations.write_base_plan(
        actor, scope=scopes[0], year=year, version=0, words="商店街の人が、気になる人をそっと知らせてくれる拠点にする。"
    )  # fmt: skip
    usual: dict[str, Any] = {"measure_id": None, "figure": "", "target": None}
    goals = (
        {"number": "1", "words": "来られない人に会いに行く", "efforts": "週に二日、まちを歩く。", "figure": "visits", "target": 60},
        {"number": "2", "words": "はじめての相談を受けとめる", "efforts": "月に一度、夕方に開く。", "figure": "received", "target": 40},
        {"number": "3", "words": "知らせてくれる人をふやす", "efforts": "店を一軒ずつ訪ねて、拠点のことを話す。"},
    )  # fmt: skip
    for one in goals:
        operations.add_base_goal(actor, plan=plan, values=usual | one)
