"""The demo town's kept questions: one for everybody, one of somebody's own."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.actor import actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.questions import operations
from norishiro.questions.asking import Asked
from norishiro.questions.models import Question
from norishiro.reports.choices import ScopeKind, Span
from norishiro.reports.definitions import FIGURES
from norishiro.reports.periods import period_of
from norishiro.reports.scopes import Scope

KEEPER = "suishin"
TOWN = Scope(ScopeKind.TOWN, "", "全体")


def tell(*, today: date) -> None:
    """Nothing where the town has no such worker, or keeps questions already."""
    staff = Staff.objects.filter(login_id=KEEPER).first()
    if staff is None or Question.objects.exists():
        return
    actor = actor_for(
        staff_id=staff.id, agency_id=hats_of(staff=staff, today=today)[0].agency_id, today=today
    )
    if actor is None:
        return
    announce(actor)
    year = period_of(today, span=Span.YEAR)
    kept = (
        (
            "圏域ごとの訪問と不在（見本）",
            "拠点会議で、足の届いていない圏域を見る",
            ("visits", "not_met"),
            "areas",
            "",
            True,
        ),
        ("年代と性別（見本）", "次の計画の資料にする", ("persons",), "ages", "sexes", False),
    )
    for name, words, figures, rows, columns, shared in kept:
        asked = Asked(tuple(FIGURES[one] for one in figures), rows, columns, TOWN, year, standing=True)
        operations.save_question(actor, asked=asked, name=name, words=words, shared=shared)
