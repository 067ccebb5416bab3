"""食支援 of the demo town: a drive, a pantry day, a kitchen, a thin month, and something past its date."""

from __future__ import annotations

from decimal import Decimal

from norishiro.agencies.models import Agency, Area
from norishiro.casework.demo.stage import Stage as Scene
from norishiro.food import operations as food
from norishiro.food.choices import DayKind, Loss, Source, Unit, Way
from norishiro.food.models import FoodDay, Lot
from norishiro.food.operations import NewItem, Origin
from norishiro.resources.choices import OrganisationKind
from norishiro.resources.models import Organisation
from norishiro.resources.operations.naming import Named

KITCHEN = Named("さくら坂 夕方食堂（見本）", OrganisationKind.VOLUNTEERS)
CAFE = Named("川べりコミュニティカフェ（見本）", OrganisationKind.NPO)
HOME = Named("社会福祉法人 見本の里", OrganisationKind.CORPORATION)
RICE, CURRY, SOAP = "白米", "カレー（レトルト）", "せっけん・洗剤"


def in_the_pantry(scene: Scene) -> None:
    """What came in by a drive went to a kitchen and to households, and what is left is seen with its date."""
    area = Area.objects.get(code="ELD01", until_on=None)
    rice, curry = _drive(scene, area)
    _given(scene, rice, curry)
    _pantry_day(scene, area, rice, curry)
    _thin_month(scene)
    _other_days(scene, area)


def _drive(scene: Scene, area: Area) -> tuple[Lot, Lot]:
    csw, on = scene.actor("csw"), scene.ago(70)
    drive = food.add_day(
        csw,
        kind=DayKind.DRIVE,
        name="秋のフードドライブ（見本）",
        area=area,
        held_on=on,
        place="区民ひろば 1階",
    )
    food.take_day_role(csw, day=drive, what="会場で受け取る・期限を見る", body=Named(), heads=4)
    food.take_day_role(csw, day=drive, what="車で運ぶ", body=HOME, heads=2)
    by_drive = Origin(Source.DRIVE, carrier=HOME, day=drive)

    def came(item: NewItem, amount: str, *, days: int | None) -> Lot:
        until = None if days is None else scene.ago(-days)
        return food.receive_food(
            csw, item=None, new=item, quantity=Decimal(amount), received_on=on, best_before=until, origin=by_drive, today=on
        )  # fmt: skip

    rice = came(NewItem(RICE, "RICE", Unit.KG), "62.5", days=150)
    curry = came(NewItem(CURRY, "READY", Unit.PIECE), "80", days=12)
    came(NewItem(SOAP, "DAILY", Unit.PIECE), "24", days=None)
    food.tell_day(
        csw,
        day=drive,
        version=drive.version,
        people=31,
        households=None,
        note="はじめて持ってきた人が9人",
        today=on,
    )
    old = food.receive_food(
        csw, item=curry.item, new=NewItem(), quantity=Decimal(15), received_on=scene.ago(60), best_before=scene.ago(8),
        origin=Origin(Source.CITIZEN), today=scene.ago(60),
    )  # fmt: skip
    food.discard_food(
        csw, lot=old, quantity=Decimal(5), on=scene.ago(7), loss=Loss.EXPIRED, today=scene.ago(7)
    )
    return rice, curry


def _given(scene: Scene, rice: Lot, curry: Lot) -> None:
    csw = scene.actor("csw")
    for days, whom, amounts in (
        (55, KITCHEN, {rice.id: Decimal(20), curry.id: Decimal(20)}),
        (40, CAFE, {rice.id: Decimal("7.5")}),
    ):
        on = scene.ago(days)
        food.hand_out(csw, on=on, way=Way.GROUP, lines=amounts, receiver=whom, carrier=HOME, today=on)
    on = scene.ago(20)
    food.hand_out(
        csw, on=on, way=Way.HOUSEHOLDS, lines={rice.id: Decimal(5)}, receiver=Named(), carrier=Named(), households=2,
        people=5, today=on,
    )  # fmt: skip


def _pantry_day(scene: Scene, area: Area, rice: Lot, curry: Lot) -> FoodDay:
    csw, on = scene.actor("csw"), scene.ago(14)
    day = food.add_day(
        csw,
        kind=DayKind.PANTRY,
        name="さくら坂フードパントリー（見本）",
        area=area,
        held_on=on,
        place="寺の庫裏",
    )
    food.take_day_role(csw, day=day, what="受付・お茶", body=KITCHEN, heads=3)
    food.take_day_role(csw, day=day, what="運ぶ・栄養の助言", body=HOME, heads=2)
    food.take_day_role(
        csw,
        day=day,
        what="相談を聞く",
        body=Named(),
        agency=Agency.objects.get(id=scene.actor("shakyo").agency_id),
        heads=1,
    )
    food.hand_out(
        csw, on=on, way=Way.HOUSEHOLDS, lines={rice.id: Decimal(15), curry.id: Decimal(30)}, receiver=Named(),
        carrier=HOME, day=day, today=on,
    )  # fmt: skip
    return food.tell_day(
        csw, day=day, version=day.version, people=38, households=15, consulted=2, note="子ども連れが多い。米がいちばん先になくなる",
        today=on,
    )  # fmt: skip


def _other_days(scene: Scene, area: Area) -> None:
    """One that is coming, and one that the weather took."""
    csw = scene.actor("csw")
    food.add_day(
        csw,
        kind=DayKind.PANTRY,
        name="さくら坂フードパントリー 次回（見本）",
        area=area,
        held_on=scene.ahead(14),
        place="寺の庫裏",
    )
    off = food.add_day(
        csw,
        kind=DayKind.PANTRY,
        name="川べりフードパントリー（見本）",
        area=area,
        held_on=scene.ago(40),
        place="河川敷の広場",
    )
    food.call_off_day(csw, day=off, why="台風で会場が使えないため", today=scene.ago(41))


def _thin_month(scene: Scene) -> None:
    """Before the long holidays corporations are asked for rice; the first of it has come."""
    csw, on = scene.actor("csw"), scene.ago(30)
    asked = list(Organisation.objects.filter(name__in=[HOME.name, CAFE.name]))
    call = food.call_for_food(
        csw,
        month=scene.ahead(30),
        kind="RICE",
        amount=Decimal(60),
        unit=Unit.KG,
        receiver=KITCHEN,
        asked=asked,
    )
    food.receive_food(
        csw, item=None, new=NewItem("白米（呼びかけ分）", "RICE", Unit.KG), quantity=Decimal(30), received_on=on,
        best_before=scene.ago(-200), origin=Origin(Source.CORPORATION, giver=HOME, call=call), today=on,
    )  # fmt: skip
