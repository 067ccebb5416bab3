"""法人連携 of the demo town: a network, three corporations and a shop, what they were asked, and what they offer."""

from __future__ import annotations

from norishiro.agencies.models import Area
from norishiro.casework.demo.pantry import CAFE, HOME
from norishiro.casework.demo.stage import Stage as Scene
from norishiro.community import operations as community
from norishiro.community.choices import Stage
from norishiro.community.models import Group
from norishiro.community.operations import Told
from norishiro.corporations import operations as corporations
from norishiro.corporations.choices import Reply
from norishiro.corporations.models import Corporation, Need, NeedAnswer
from norishiro.corporations.operations import About, Reached, Where, Work
from norishiro.resources.choices import Role, Welcome

NETWORK = "見本区 社会福祉法人ネットワーク"
LAUNDRY = "洗濯物たたみの体験（見本）"
SHOP = "さくら坂 花の店（見本）"


def among_corporations(scene: Scene) -> None:
    """They meet, are asked for places, answer in three ways, and do something together."""
    csw, area = scene.actor("csw"), Area.objects.get(code="ELD01", until_on=None)
    network = community.add_group(
        csw, name=NETWORK, kind="NETWORK", area_id=area.id, stage=Stage.INDEPENDENT, stage_on=scene.ago(400),
        rhythm="奇数月の第3木曜", supporter_id=csw.staff_id, today=scene.ago(400),
    )  # fmt: skip
    home, cafe, shop = _register(scene, network)
    need = corporations.send_need(
        csw, text="週に一度、午後に一時間くらい、話さなくてもできる手仕事の場", kind="TRIAL", area_id=area.id,
        asked=[home, cafe, shop], due_on=scene.ago(60), today=scene.ago(80),
    )  # fmt: skip
    told = _answer(scene, need, home, Reply.CONDITIONAL, "はじめの3回は、職員が付き添う", days=75)
    _answer(scene, need, shop, Reply.NO, "店が狭く、座れるところがない。年末の配達なら頼みたい", days=70)
    _offers(scene, area, home, shop, told)
    _together(scene, network, area, home, cafe)


def _register(scene: Scene, network: Group) -> tuple[Corporation, Corporation, Corporation]:
    csw = scene.actor("csw")
    made = []
    for name, about, reached, joined in (
        (HOME.name, About("WELFARE", ("ELDERLY", "VEHICLE", "COUNSEL", "FOOD"), "洗濯と清掃の仕事を、短い時間から切り出せる"),
         Reached("地域連携の担当（見本）", "地域支援室", "03-0000-0101"), network),
        (CAFE.name, About("NPO", ("ROOM", "FOOD")), Reached("店長（見本）", "", "03-0000-0102"), network),
        (SHOP, About("SHOP", ("WORK",), "配達と水やりの手が足りない"), Reached(), None),
    ):  # fmt: skip
        made.append(
            corporations.add_corporation(
                csw,
                name=name,
                about=about,
                reached=reached,
                network=joined,
                from_on=scene.ago(390),
                today=scene.ago(90),
            )
        )
    return made[0], made[1], made[2]


def _answer(scene: Scene, need: Need, who: Corporation, reply: str, words: str, *, days: int) -> NeedAnswer:
    answer = NeedAnswer.objects.select_related("need").get(need=need, corporation=who)
    return corporations.answer_need(
        scene.actor("csw"), answer=answer, version=answer.version, reply=reply, words=words, answered_on=scene.ago(days),
        today=scene.ago(days),
    )  # fmt: skip


def _offers(scene: Scene, area: Area, home: Corporation, shop: Corporation, told: NeedAnswer) -> None:
    csw, on = scene.actor("csw"), scene.ago(72)
    corporations.add_offer(
        csw, corporation=home, answer=told, told_on=on, today=on, where=Where("見本の里 本館", "", area.id),
        work=Work(
            kind="TRIAL", name=LAUNDRY, about="タオルと肌着をたたみ、棚に入れる", conditions="はじめの3回は、職員が付き添う",
            welcome=Welcome.CONDITIONAL, roles=[Role.HELPER], capacity=2, present=1, hours="火・木の13時半から1時間",
            reward="賃金なし、交通費だけ", tutor="洗濯室の主任", considerate="途中で休める部屋がある", first_on=on,
        ),
    )  # fmt: skip
    on = scene.ago(20)
    corporations.add_offer(
        csw, corporation=shop, told_on=on, today=on, where=Where("さくら坂 花の店", "", area.id),
        work=Work(
            kind="JOB", name="年末の配達の手伝い（見本）", about="近所へ鉢を運ぶ。二人で回る", conditions="自転車に乗れる",
            welcome=Welcome.ASK, roles=[Role.ACTIVE], capacity=1, present=0, hours="週に2回、午前", reward="時給あり",
            first_on=scene.ahead(8), last_on=scene.ahead(40),
        ),
    )  # fmt: skip


def _together(scene: Scene, network: Group, area: Area, home: Corporation, cafe: Corporation) -> None:
    """A study meeting, and what it led to."""
    csw, on = scene.actor("csw"), scene.ago(95)
    study = community.record_activity(
        csw, area=area, groups=[network], ages={}, today=on,
        told=Told(
            kind="STUDY", name="重層の事業を学ぶ会（見本）", held_on=on, people=14, place="区民ひろば 大会議室",
            theme="参加支援で、法人にできること", discussed=True, note="空いている車と、洗濯の仕事を出せるという声",
        ),
    )  # fmt: skip
    on = scene.ago(85)
    project = corporations.begin_project(
        csw, title="坂の上の買い物に、空いている送迎の車を回す", area_id=area.id, raised_on=on, network=network,
        activity_id=study.id, members=[home, cafe], text="昼の2時間、送迎の車が空いている", today=on,
    )  # fmt: skip
    corporations.join_project(csw, proposal=project, corporation=home, part="車と運転する人", today=on)
    community.note_action(
        csw, proposal=project, done_on=scene.ago(50), what="月に2回、水曜の昼に走らせ始めた。のべ9人が乗った",
        today=scene.ago(50),
    )  # fmt: skip
