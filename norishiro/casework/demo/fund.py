"""寄付と助成 of the demo town: one grant that was reported and closed, one that waits for its report, one to be decided."""

from __future__ import annotations

from norishiro.casework.demo.pantry import CAFE, HOME, KITCHEN
from norishiro.casework.demo.stage import Stage as Scene
from norishiro.funds import operations as funds
from norishiro.funds.choices import Decision, GiverKind
from norishiro.funds.models import Fund, Grant
from norishiro.funds.rules import Report
from norishiro.resources.operations.naming import Named


def in_the_fund(scene: Scene) -> None:
    """Donated money goes to groups, and what came of it is told."""
    csw = scene.actor("csw")
    fund = funds.open_fund(
        csw, name="地域の活動を応援する助成（見本）", purpose="身近な集まりを始める・続けるために"
    )
    _donations(scene, fund)
    done = _granted(scene, fund, KITCHEN, "夏休みの昼ごはん会", 60_000, days=100)
    funds.report_grant(
        csw, grant=done, version=done.version, people=84, today=scene.ago(50),
        report=Report(scene.ago(50), 56_000, 4_000, "夏休みに6回、子どもと近所の人がいっしょに昼ごはんを食べた。"),
    )  # fmt: skip
    funds.close_grant(csw, grant=done, today=scene.ago(45))
    _granted(scene, fund, CAFE, "車いすで入れるようにする段差の板", 30_000, days=60)
    funds.take_application(
        csw, fund=fund, body=Named("さくら坂 見守りの会（見本）", "RESIDENTS"), area_id=None, purpose="のぼりとたすき", asked=25_000,
        applied_on=scene.ago(6), today=scene.ago(6),
    )  # fmt: skip


def _donations(scene: Scene, fund: Fund) -> None:
    csw = scene.actor("csw")
    for days, amount, kind, giver in (
        (140, 100_000, GiverKind.SHARED, Named()), (120, 20_000, GiverKind.CITIZEN, Named()),
        (110, 50_000, GiverKind.CORPORATION, HOME), (15, 8_450, GiverKind.COLLECTION, Named()),
    ):  # fmt: skip
        on = scene.ago(days)
        funds.take_donation(
            csw, fund=fund, amount=amount, received_on=on, giver_kind=kind, giver=giver, today=on
        )


def _granted(scene: Scene, fund: Fund, body: Named, purpose: str, amount: int, *, days: int) -> Grant:
    csw, on = scene.actor("csw"), scene.ago(days)
    grant = funds.take_application(
        csw, fund=fund, body=body, area_id=None, purpose=purpose, asked=amount, applied_on=on, today=on
    )
    on = scene.ago(days - 10)
    grant = funds.decide_grant(
        csw, grant=grant, version=grant.version, decision=Decision.GRANTED, granted=amount, decision_note="", decided_on=on,
        today=on,
    )  # fmt: skip
    on = scene.ago(days - 14)
    return funds.pay_grant(csw, grant=grant, version=grant.version, paid_on=on, today=on)
