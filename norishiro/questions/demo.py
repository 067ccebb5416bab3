"""The demo town's kept questions, one for everybody, one of somebody's own; and a map of its areas, drawn as plain squares."""

from __future__ import annotations

import json
from datetime import date
from math import ceil, sqrt

from norishiro.agencies import operations as agencies
from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Area, AreaMap, Staff, live_on
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
    draw_areas(actor, today=today)
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


def draw_areas(actor: Actor, *, today: date) -> None:
    """A square for each area that has no parts, side by side; and says that they are no true outlines."""
    codes = list(
        Area.objects.filter(live_on(today), parts=None)
        .order_by("order", "code")
        .values_list("code", flat=True)
    )
    if not codes or AreaMap.objects.exists():
        return
    broad = ceil(sqrt(len(codes)))
    squares = [
        (code, 139.6 + 0.02 * (nth % broad), 35.7 - 0.016 * (nth // broad)) for nth, code in enumerate(codes)
    ]
    drawn = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature", "properties": {"圏域": code},
                "geometry": {"type": "Polygon", "coordinates": [
                    [[x, y], [x + 0.02, y], [x + 0.02, y + 0.016], [x, y + 0.016], [x, y]]
                ]},
            }
            for code, x, y in squares
        ],
    }  # fmt: skip
    agencies.read_area_map(
        actor, source="見本の図（ほんとうの圏域のかたちではありません）", as_of=today, column="圏域",
        content=json.dumps(drawn, ensure_ascii=False).encode(), file_name="mihon.geojson", today=today,
    )  # fmt: skip
