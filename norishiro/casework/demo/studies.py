"""研修 of the demo town: a training by the two sides in three days, and a study of schemes with a question still open."""

from __future__ import annotations

from norishiro.agencies.choices import Body
from norishiro.casework.demo.stage import Stage
from norishiro.training import operations as training
from norishiro.training.choices import CourseKind, CourseLevel


def study_together(stage: Stage) -> None:
    """Two courses, who came by name and without, a lecture, a material, a question."""
    keeper, council = stage.actor("suishin"), stage.actor("shakyo")
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
        training.add_lecture(
            keeper, session=day, topic="家族への声のかけ方", scheme="ひきこもり地域支援センター"
        )
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
