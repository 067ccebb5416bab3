"""地域づくり of the demo town: groups at several stages, gatherings told in detail, and what came of proposals."""

from __future__ import annotations

from norishiro.agencies.models import Area
from norishiro.casework.demo.stage import Stage as Scene
from norishiro.community import operations as community
from norishiro.community.choices import HelpKind, HelpResult, Stage, SupportKind
from norishiro.community.models import Group
from norishiro.community.operations import Told
from norishiro.outreach.models import Gathering
from norishiro.resources.models import Place
from norishiro.training import operations as training
from norishiro.training.choices import CourseKind, CourseLevel
from norishiro.training.models import Course


def in_the_neighbourhood(scene: Scene) -> None:
    """A salon that stands by itself, a kitchen being prepared, a family group that rests; a college that led to something."""
    tea, kitchen = _groups(scene)
    _college(scene, kitchen, _gatherings(scene, tea))


def _groups(scene: Scene) -> tuple[Group, Group]:
    csw = scene.actor("csw")
    area = Area.objects.get(code="ELD01", until_on=None)
    next_area = Area.objects.get(code="ELD02", until_on=None)
    tea = community.add_group(
        csw, name="みんなのお茶の間", kind="SALON", area_id=area.id, stage=Stage.IDEA, stage_on=scene.ago(400),
        place="区民ひろば 2階", rhythm="毎月第2水曜の午後", members=6, partners="町会、地域包括",
        needs="鍵を開ける人がもう一人", supporter_id=csw.staff_id, today=scene.ago(400),
    )  # fmt: skip
    for days, kind, note, stage in (
        (380, SupportKind.TALK, "「集まる場がほしい」と町会から。場所と世話人をいっしょに考えた", ""),
        (340, SupportKind.CONNECTED, "区民ひろばにつなぎ、月に一度借りられることになった", Stage.PREPARING),
        (300, SupportKind.JOINED, "ためしに開いた。11人が来た", Stage.TRIAL),
        (120, SupportKind.VISIT, "世話人だけで開けるようになった", Stage.INDEPENDENT),
    ):  # fmt: skip
        on = scene.ago(days)
        community.note_support(csw, group=tea, happened_on=on, kind=kind, note=note, stage=stage, today=on)
    kitchen = community.add_group(
        csw, name="さくら坂 夕方食堂", kind="MEAL", area_id=area.id, stage=Stage.IDEA, stage_on=scene.ago(70),
        place="寺の庫裏", members=4, partners="寺、民生児童委員、生協", supporter_id=csw.staff_id, today=scene.ago(70),
    )  # fmt: skip
    asked = community.ask_group_help(
        csw, group=kitchen, kind=HelpKind.START, asked_on=scene.ago(65),
        text="夕方に子どもだけで食べられる場をつくりたい。調理の許可が分からない", today=scene.ago(65),
    )  # fmt: skip
    community.note_support(
        csw, group=kitchen, happened_on=scene.ago(50), kind=SupportKind.CONNECTED, note="保健所の窓口に同行した",
        stage=Stage.PREPARING, request=asked, today=scene.ago(50),
    )  # fmt: skip
    family = community.add_group(
        csw, name="ほっとひと息 家族の会", kind="FAMILY", area_id=next_area.id, stage=Stage.INDEPENDENT,
        stage_on=scene.ago(500), rhythm="奇数月の土曜", members=3, today=scene.ago(500),
    )  # fmt: skip
    community.note_support(
        csw, group=family, happened_on=scene.ago(90), kind=SupportKind.TALK, note="会場がなくなり、しばらく休む",
        stage=Stage.PAUSED, today=scene.ago(90),
    )  # fmt: skip
    rests = community.ask_group_help(
        csw, group=family, kind=HelpKind.RESTART, asked_on=scene.ago(80), text="静かに話せる会場をさがしたい",
        today=scene.ago(80),
    )  # fmt: skip
    community.answer_group_help(
        csw, request=rests, result=HelpResult.PARTLY, outcome="二つの会場を見学した。春に決める",
        closed_on=scene.ago(30), today=scene.ago(30),
    )  # fmt: skip
    return tea, kitchen


def _gatherings(scene: Scene, tea: Group) -> Gathering:
    """The last afternoon of the salon, told more of; and an evening of talk."""
    csw = scene.actor("csw")
    last = Gathering.objects.filter(name=tea.name).latest("held_on")
    community.change_activity(
        csw, gathering=last, version=last.version,
        told=Told(
            kind="OPEN", name=last.name, held_on=last.held_on, people=last.people, place="区民ひろば 2階",
            consulted=last.consulted, note=last.note, helpers=5, work="PREVENT",
            at_id=Place.objects.filter(name="多世代ひろば（見本）").values_list("id", flat=True).first(),
        ),
        ages={"MIDDLE": 2, "OLD": 11}, groups=[tea], today=last.held_on,
    )  # fmt: skip
    on = scene.ago(25)
    talk = community.record_activity(
        csw, area=tea.area, groups=[tea], ages={"YOUNG": 3, "MIDDLE": 8, "OLD": 10}, today=on,
        told=Told(
            kind="TALK", name="さくら坂の地域懇談会", held_on=on, people=21, place="区民ひろば 大会議室",
            theme="坂の上の買い物", discussed=True, work="LIFE", note="店がなくなって半年。週に一度でも来てくれれば、という声が多い",
        ),
    )  # fmt: skip
    shop = community.raise_proposal(
        csw, title="坂の上に、週に一度の移動販売を呼ぶ", area_id=tea.area_id, raised_on=on, activity_id=talk.id,
        owner_group_id=tea.id, owner_agency_id=csw.agency_id, due_on=scene.ahead(40), today=on,
    )  # fmt: skip
    community.note_action(
        csw,
        proposal=shop,
        done_on=scene.ago(10),
        what="販売店と、止められる場所を見てまわった",
        today=scene.ago(10),
    )
    gathering: Gathering = talk.gathering
    return gathering


def _college(scene: Scene, kitchen: Group, talk: Gathering) -> Course:
    """A course for residents: who finished is counted by the training room; what they proposed goes on here."""
    council = scene.actor("shakyo")
    college = training.add_course(
        council, name="福祉カレッジ（見本）", kind=CourseKind.COLLEGE, level=CourseLevel.RESIDENT,
        theme="わたしたちのまちで、できること", agency_id=council.agency_id, needed=2,
    )  # fmt: skip
    for number, days in enumerate((110, 103, 96), start=1):
        on = scene.ago(days)
        day = training.hold_session(council, course=college, held_on=on, title=f"第{number}回", today=on)
        training.note_attendance(
            council, session=day, group="受講生（見本）", body="COMMUNITY",
            names=["受講生1", "受講生2", *(["受講生3"] if number == 1 else [])],
        )  # fmt: skip
    proposal = community.raise_proposal(
        council, title="子どもが夕方にひとりで食べなくてよいように", area_id=talk.area_id, raised_on=scene.ago(96),
        course_id=college.id, owner_group_id=kitchen.id, today=scene.ago(96),
    )  # fmt: skip
    community.note_action(
        council, proposal=proposal, done_on=scene.ago(70), what="修了した人たちが、食堂の準備を始めた",
        group_id=kitchen.id, today=scene.ago(70),
    )  # fmt: skip
    return college
