"""担い手 of the demo town: who is registered, a newsletter, a course, a visit, a small help, paid help by two, and points."""

from __future__ import annotations

from typing import Any

from norishiro.agencies.models import Area
from norishiro.casework.demo.stage import Stage as Scene
from norishiro.helpers import operations as helpers
from norishiro.helpers.choices import Channel, ConsentWay, EndReason, LessonKind, Outcome, Result
from norishiro.helpers.models import AidMatch, Helper
from norishiro.helpers.operations import Money

# Kind, name, reading, what they like, whether an address is known.
PEOPLE = (
    ("PROMOTER", "見本　さくら", "みほん さくら", "商店の店先で声をかける", True),
    ("WATCHER", "見本　みのる", "みほん みのる", "朝の犬の散歩で見守る", False),
    ("VISITOR", "見本　かえで", "みほん かえで", "平日の午前、話し相手", True),
    ("VISITOR", "見本　いちょう", "みほん いちょう", "昔の遊び", True),
    ("SUPPORTER", "見本　つばき", "みほん つばき", "電球や家具のこと", True),
    ("WORKER", "見本　あおば", "みほん あおば", "窓ふき、草取り", False),
    ("PARTNER", "見本　こずえ", "みほん こずえ", "", False),
)


def among_helpers(scene: Scene) -> None:
    """Whoever agreed is registered; only the trained visit; nothing is asked of those who only notice."""
    csw, area = scene.actor("csw"), Area.objects.get(code="ELD01", until_on=None)
    found = {one[1].partition("　")[2]: _registered(scene, area, *one) for one in PEOPLE}
    course = helpers.hold_lesson(
        csw, kind=LessonKind.COURSE, title="訪問する人の養成研修（全3回）", held_on=scene.ago(150), place="架空地区センター",
        good_until=scene.ahead(900), today=scene.ago(150),
    )  # fmt: skip
    helpers.note_came(csw, lesson=course, came=[found["かえで"]])
    yearly = helpers.hold_lesson(
        csw, kind=LessonKind.YEARLY, title="話の聴き方", held_on=scene.ago(60), today=scene.ago(60)
    )
    helpers.note_came(csw, lesson=yearly, came=[found[one] for one in ("さくら", "みのる", "つばき")])
    helpers.opt_out(csw, helper=found["みのる"], today=scene.ago(50))
    helpers.issue_newsletter(
        csw, issued_on=scene.ago(40), title="担い手だより 第3号", channel=Channel.POST, today=scene.ago(40)
    )
    _visited(scene, area, found)
    _helped(scene, area, found)
    _asked(scene, area)
    helpers.end_helper(
        csw, helper=found["いちょう"], ended_on=scene.ago(5), end_reason=EndReason.MOVED, today=scene.ago(5)
    )


def _registered(
    scene: Scene, area: Area, kind: str, name: str, kana: str, likes: str, has_address: bool
) -> Helper:
    on = scene.ago(200)
    values = {
        "kind": kind, "name": name, "kana": kana, "area_id": area.id, "likes": likes, "consented_on": on,
        "consent_way": ConsentWay.WRITTEN, "registered_on": on, "phone": "", "email": "", "postal_code": "",
        "address": "みほん町1丁目（見本）" if has_address else "",
    }  # fmt: skip
    return helpers.register_helper(scene.actor("csw"), values=values, today=on)


def _match(
    scene: Scene, area: Area, helper: Helper, second: Helper | None = None, *, days: int, **values: Any
) -> AidMatch:
    csw, on = scene.actor("csw"), scene.ago(days)
    given = {"wanted": "", "asker": "", "contact": "", "area_id": area.id, "received_on": on} | values
    aid = helpers.take_aid(csw, values=given, today=on)
    return helpers.match_helper(
        csw,
        aid=aid,
        helper=helper,
        second=second,
        owner_id=scene.agency("KOREI_FUKUSHI"),
        matched_on=on,
        today=on,
    )


def _visited(scene: Scene, area: Area, found: dict[str, Helper]) -> None:
    """A visit goes on: each time leaves a short report and a point."""
    csw = scene.actor("csw")
    match = _match(
        scene, area, found["かえで"], days=100, service="VISIT", what="月に二度、話し相手をしてほしい", wanted="平日の午前"
    )  # fmt: skip
    for days, told in (
        (90, "お茶を飲みながら1時間。にこにこしておられた。"),
        (76, "庭の花の話。足取りもしっかり。"),
    ):
        helpers.report_visit(
            csw, match=match, on=scene.ago(days), report=told, minutes=60, today=scene.ago(days)
        )
    helpers.note_result(
        csw, match=match, result=Result.GOING_ON, result_on=scene.ago(70), today=scene.ago(70)
    )


def _helped(scene: Scene, area: Area, found: dict[str, Helper]) -> None:
    """A small help that was done, paid help by two, and points that were used."""
    csw = scene.actor("csw")
    small = _match(scene, area, found["つばき"], days=30, service="MUTUAL", what="台所の電球の交換")
    helpers.report_visit(
        csw, match=small, on=scene.ago(28), report="電球を替えた。", minutes=20, today=scene.ago(28)
    )
    helpers.note_result(csw, match=small, result=Result.DONE, result_on=scene.ago(28), today=scene.ago(28))
    helpers.close_aid(csw, aid=small.request, outcome=Outcome.DONE, today=scene.ago(28))
    helpers.earn_points(csw, helper=found["つばき"], code="EVENT", on=scene.ago(20), today=scene.ago(20))
    helpers.use_points(
        csw,
        helper=found["つばき"],
        amount=1,
        what="地域の商品券にかえた",
        on=scene.ago(10),
        today=scene.ago(10),
    )
    paid = _match(
        scene, area, found["あおば"], found["こずえ"], days=25, service="PAID", what="窓ふきと玄関の掃除"
    )
    helpers.report_visit(
        csw, match=paid, on=scene.ago(18), report="2人で窓を6枚。喜んでおられた。", minutes=60, money=Money(1000, 800),
        today=scene.ago(18),
    )  # fmt: skip


def _asked(scene: Scene, area: Area) -> None:
    """A request for which nobody is found yet."""
    helpers.take_aid(
        scene.actor("csw"), today=scene.ago(3),
        values={
            "service": "MUTUAL", "what": "粗大ごみを玄関まで出してほしい", "wanted": "今週中", "area_id": area.id, "asker": "",
            "contact": "", "received_on": scene.ago(3),
        },
    )  # fmt: skip
