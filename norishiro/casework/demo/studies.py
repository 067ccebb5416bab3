"""研修 and 手引き of the demo town: trainings with a question still open, pages of which one changed, schemes, studies."""

from __future__ import annotations

from norishiro.agencies.choices import Body, RoleKind
from norishiro.casework.demo.stage import Stage
from norishiro.handbook import operations as handbook
from norishiro.handbook.choices import Chapter, Outcome
from norishiro.handbook.models import Scheme
from norishiro.training import operations as training
from norishiro.training.choices import CourseKind, CourseLevel


def study_together(stage: Stage) -> None:
    """Two courses, who came by name and without, a lecture, a material, a question."""
    keeper, council = stage.actor("suishin"), stage.actor("shakyo")
    scheme = _write_down(stage)
    listening = training.add_course(
        keeper, name="ひきこもり支援の研修（見本）", kind=CourseKind.JOINT, level=CourseLevel.WORKING,
        theme="声にならない声を聴く", agency_id=keeper.agency_id, needed=3,
    )  # fmt: skip
    for number, days in enumerate((60, 40, 20), start=1):
        on = stage.ago(days)
        day = training.hold_session(
            keeper, course=listening, held_on=on, title=f"声にならない声を聴く 第{number}回", lecturer="専門の医師（見本）",
            place="区役所の会議室", today=on,
        )  # fmt: skip
        came = [keeper, council, *([stage.actor("korei")] if number > 1 else [])]
        training.note_attendance(
            keeper, session=day, staff=[(one.staff_id, one.agency_id) for one in came], group="川べりの町会（見本）",
            body=Body.COMMUNITY, names=["あかし のぼる"], heads=6,
        )  # fmt: skip
        training.add_lecture(keeper, session=day, topic="家族への声のかけ方", scheme_id=scheme.id)
        training.add_material(keeper, session=day, title="聴くときの三つの手順", where="庁内共有の「研修」")
        training.add_question(
            keeper,
            session=day,
            words="本人に会えないとき、家族だけの面談を続けてよいか。",
            agency_id=council.agency_id,
        )
    study = training.add_course(
        council, name="制度の勉強会（見本）", kind=CourseKind.STUDY, level=CourseLevel.ALL, theme="事業と財源",
        agency_id=council.agency_id,
    )  # fmt: skip
    training.hold_session(
        council, course=study, held_on=stage.ago(10), title="重層の財源", today=stage.ago(10)
    )


RECEPTION = """相談を受けたら、次の順に進めます。

# 受け止める

- まず、いま困っていることを聞きます。制度の名前は、まだ要りません。
- 急ぐかどうかを確かめます。食べる物、眠る所、薬、電気と水。

# つなぐ

1. 自分の窓口でできることは、その場で始めます。
2. ほかの窓口が要るときは、本人に話してから、つなぐシートを書きます。
3. {answer}

| 急ぎ | いつまでに |
|---|---|
| その日のうち | 電話をしてから、つなぐシート |
| 数日のうち | つなぐシートだけ |
"""


def _write_down(stage: Stage) -> Scheme:
    """A page that changed since it was written, one for a few, schemes described there, two studies."""
    keeper, today = stage.actor("suishin"), stage.ago(0)
    first = "返事は、二週間のうちに返します。"
    page = handbook.write_page(
        keeper, title="相談を受けたときの流れ（見本）", chapter=Chapter.RECEPTION, text=RECEPTION.format(answer=first),
        today=stage.ago(90),
    )  # fmt: skip
    handbook.read_page(stage.actor("korei"), page=page, today=stage.ago(80))
    handbook.revise_page(
        keeper, page=page, version=page.version, title=page.title, chapter=page.chapter, today=stage.ago(5),
        text=RECEPTION.format(answer="返事は、一週間のうちに返します。返せないときは、その日に電話で伝えます。"),
        why="返事がおそいという声があり、日数を短くした",
    )  # fmt: skip
    handbook.write_page(
        keeper, title="支援会議の開き方（見本）", chapter=Chapter.MEETING, for_all=False, kinds=[RoleKind.COORDINATOR],
        text="支援会議は、推進員が呼びます。\n\n- 議題は、三日前までにそろえます。\n- 席に着く前に、守秘の約束をします。",
        today=stage.ago(60),
    )  # fmt: skip
    centre = handbook.list_scheme(
        keeper, name="ひきこもり地域支援センター（見本）", agency_id=keeper.agency_id, page_id=page.id,
        audience="家から出にくい人と、その家族", from_on=stage.ago(900),
    )  # fmt: skip
    handbook.list_scheme(
        keeper, name="家賃の助成（見本）", agency_id=stage.actor("jiritsu").agency_id, where="庁内共有の「制度」フォルダ",
        audience="仕事を失い、家賃が払えなくなりそうな人", from_on=stage.ago(700), until_on=stage.ago(30),
    )  # fmt: skip
    item = handbook.open_study(
        keeper, title="長くひきこもる人のパーソナルサポート（見本）", plan="次の地域福祉計画", agency_id=keeper.agency_id,
        question="一人の支援員が何年も続けて関わるしくみは、この町で成り立つか。", today=stage.ago(200),
    )  # fmt: skip
    handbook.add_evidence(
        keeper, item=item, found_on=stage.ago(120), source="家族の会での聞き取り（見本）", today=today,
        words="十年より長くひきこもる人の家族の多くが、担当が替わるたびに話が切れたと答えた。",
    )  # fmt: skip
    handbook.decide_study(
        keeper, item=item, outcome=Outcome.CARRIED, decided_on=stage.ago(30), decided_by="計画の策定委員会（見本）",
        words="費用の見込みがまだないので、もう一年調べる。", today=today,
    )  # fmt: skip
    handbook.open_study(
        keeper, title="夜に開く居場所（見本）", plan="次の地域福祉計画", agency_id=keeper.agency_id,
        question="夕方から後に行ける場を望む人が、どのくらいいるか。", today=stage.ago(15),
    )  # fmt: skip
    return centre
