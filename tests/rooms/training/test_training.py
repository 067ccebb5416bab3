"""研修: courses, their days, who came, and how they are counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency, Staff, Window
from norishiro.consultations.choices import ExampleState
from norishiro.consultations.models import Example
from norishiro.core.calendar import fiscal_year
from norishiro.core.verdict import Refused
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.training import operations, queries, rules
from norishiro.training.models import Attendance, Course, Session
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def profile(db):
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )


@pytest.fixture
def keeper() -> Actor:
    return agencies.actor("架空 推進員", agency=agencies.agency("架空 市役所", body=Body.ADMINISTRATION))


@pytest.fixture
def guest() -> Actor:
    return agencies.actor("架空 社協", agency=agencies.agency("架空 社協"), kinds=(RoleKind.CSW,))


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def course(
    keeper: Actor, name: str = "基礎研修", *, kind: str = "TRAINING", needed: int | None = None
) -> Course:
    return operations.add_course(
        keeper,
        name=name,
        kind=kind,
        level="ALL",
        theme="ひきこもり",
        agency_id=keeper.agency_id,
        needed=needed,
    )


def held(keeper: Actor, which: Course, *, on: date = TODAY, title: str = "第1回") -> Session:
    return operations.hold_session(keeper, course=which, held_on=on, title=title, today=TODAY)


def came(keeper: Actor, session: Session, *actors: Actor, **outside) -> int:
    return operations.note_attendance(
        keeper, session=session, staff=[(one.staff_id, one.agency_id) for one in actors], **outside
    )


def test_who_comes_twice_is_one_person_and_two_heads(keeper, guest):
    basic, joint = course(keeper), course(keeper, "合同研修", kind="JOINT")
    first, second, third = held(keeper, basic), held(keeper, basic, title="第2回"), held(keeper, joint)
    came(keeper, first, keeper, guest)
    came(keeper, second, guest, agency_id=guest.agency_id, names=["架空 一郎", "架空 二郎"], heads=5)
    came(keeper, third, guest, agency_id=guest.agency_id, names=["架空 一郎"])

    totals = queries.totals_by_course(keeper, year=YEAR)
    assert totals == {
        basic.id: queries.Total(sessions=2, cumulative=10, unique=4, unnamed=5),
        joint.id: queries.Total(sessions=1, cumulative=2, unique=2, unnamed=0),
    }
    assert queries.total_of(keeper, year=YEAR) == queries.Total(3, 12, 4, 5)
    assert queries.total_of(keeper, year=YEAR, course=basic) == totals[basic.id]


def test_the_years_are_counted_apart(keeper, guest):
    basic = course(keeper)
    last_year = date(YEAR, 3, 31)
    came(keeper, held(keeper, basic, on=last_year, title="前の年度"), guest)
    came(keeper, held(keeper, basic), guest)
    assert [queries.total_of(keeper, year=one).cumulative for one in (YEAR - 1, YEAR)] == [1, 1]
    assert queries.years(keeper) == [YEAR, YEAR - 1]
    page = browser_of(guest).get(reverse("training:courses"), {"year": str(YEAR - 1)})
    assert [line.total.cumulative for line in page.context["lines"]] == [1]


def test_agencies_that_never_came_are_listed_for_all_and_for_one_course(keeper, guest):
    basic, joint = course(keeper), course(keeper, "合同研修", kind="JOINT")
    away = agencies.agency("架空 来ない所")
    came(keeper, held(keeper, basic), guest)
    came(keeper, held(keeper, joint), keeper)

    def never(**asked: str) -> set[str]:
        page = browser_of(keeper).get(reverse("training:never_came"), asked)
        ours = {guest.agency_id, keeper.agency_id, away.id}
        return {one.name for one in page.context["agencies"] if one.id in ours}

    assert never() == {"架空 来ない所"}
    assert never(course=str(joint.id)) == {"架空 来ない所", "架空 社協"}


def test_a_lecture_leads_to_its_scheme_window_and_example(keeper):
    session = held(keeper, course(keeper))
    example = Example.objects.create(
        kind="1", title="家賃が払えない人", story="見本", done="見本", agency_id=keeper.agency_id,
        writer_id=keeper.staff_id, written_on=TODAY, state=ExampleState.WRITTEN,
    )  # fmt: skip
    window = Window.objects.create(code="w-study", name="困窮の窓口", from_on=agencies.EPOCH)
    client = browser_of(keeper)
    operations.add_lecture(
        keeper,
        session=session,
        topic="住居確保給付金",
        scheme_name="住居確保給付金",
        window_id=window.id,
        example_id=example.id,
    )
    text = client.get(reverse("training:session", args=[session.id])).content.decode()
    assert [text.count(one) for one in (
        "制度：住居確保給付金", reverse("consultations:show_example", args=[example.id]), "困窮の窓口"
    )] == [1, 1, 1]  # fmt: skip
    with pytest.raises(Refused):
        operations.add_lecture(keeper, session=session, topic="あいさつ")


def test_a_study_session_keeps_those_who_came_materials_and_questions_with_answers(keeper, guest):
    session = held(keeper, course(keeper, "庁内勉強会", kind="STUDY"), title="財源の勉強")
    client = browser_of(keeper)
    client.post(
        reverse("training:note_attendance", args=[session.id]),
        {"staff": [str(guest.staff_id)], "agency": str(guest.agency_id), "names": "架空 三郎\n\n架空 四郎\n", "heads": "2"},
    )  # fmt: skip
    client.post(
        reverse("training:add_material", args=[session.id]), {"title": "国の要綱", "where": "庁内共有の研修"}
    )
    browser_of(guest).post(
        reverse("training:add_question", args=[session.id]),
        {"words": "一般財源は要りますか", "agency": str(guest.agency_id)},
    )
    asked = queries.questions_of(keeper, session=session)
    client.post(reverse("training:reply_question", args=[asked[0].id]), {"reply": "4分の1です"})
    page = client.get(reverse("training:session", args=[session.id]))
    assert [(side.side, side.number) for side in page.context["sides"]] == [("社会福祉協議会", 5)]
    assert [one.title for one in page.context["materials"]] == ["国の要綱"]
    assert [(one.words, one.reply, one.replied_on) for one in page.context["questions"]] == [
        ("一般財源は要りますか", "4分の1です", TODAY)
    ]
    with pytest.raises(Refused):
        operations.reply_question(keeper, question=asked[0], reply="もう一度", today=TODAY)


def test_both_sides_of_a_joint_training_stand_apart(keeper, guest):
    session = held(keeper, course(keeper, "合同研修", kind="JOINT"))
    came(keeper, session, keeper, guest)
    page = browser_of(guest).get(reverse("training:session", args=[session.id]))
    assert [(side.side, side.number) for side in page.context["sides"]] == [
        ("行政", 1),
        ("社会福祉協議会", 1),
    ]


def test_a_mistake_is_one_step_away_and_only_for_whoever_keeps_the_list(keeper, guest):
    session = held(keeper, course(keeper))
    came(keeper, session, guest)
    url = reverse("training:session", args=[session.id])
    said = "まちがえて付けた出席を消す"
    assert [browser_of(one).get(url).content.decode().count(said) for one in (keeper, guest)] == [1, 0]


def test_whoever_came_often_enough_in_the_year_has_completed(keeper, guest):
    college = course(keeper, "福祉の学校", kind="COLLEGE", needed=2)
    for number in range(2):
        session = held(keeper, college, title=f"第{number}回")
        came(
            keeper,
            session,
            *([keeper] if number else []),
            group="架空 町会",
            body=Body.COMMUNITY,
            names=["架空 五郎"],
        )
    page = browser_of(keeper).get(reverse("training:course", args=[college.id]))
    assert [(one.name, one.times, one.completed) for one in page.context["people"]] == [
        ("架空 五郎", 2, True),
        ("架空 推進員", 1, False),
    ]
    assert page.context["completed"] == 1


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, ["staff"]),
        ({"names": ["架空 一郎"]}, ["group"]),
        ({"group": "町会", "body": "COMMUNITY", "names": ["架空 一郎", "架空 一郎"]}, ["names"]),
        ({"group": "町会", "body": "COMMUNITY", "names": ["あ" * 81]}, ["names"]),
    ],
)
def test_what_cannot_be_noted_says_why(keeper, given, codes):
    session = held(keeper, course(keeper))
    with pytest.raises(Refused) as raised:
        came(keeper, session, **given)
    assert [reason.code for reason in raised.value.verdict.reasons] == codes
    assert Attendance.objects.count() == 0


def test_nobody_is_noted_twice(keeper, guest):
    session = held(keeper, course(keeper))
    came(keeper, session, guest, agency_id=guest.agency_id, names=["架空 一郎"])
    with pytest.raises(Refused):
        came(keeper, session, guest)
    with pytest.raises(Refused):
        came(keeper, session, agency_id=guest.agency_id, names=["架空 一郎"])
    page = browser_of(keeper).get(reverse("training:note_attendance", args=[session.id]))
    assert str(guest.staff_id) not in dict(page.context["form"].fields["staff"].choices)


def test_a_mistake_is_taken_out(keeper, guest):
    session = held(keeper, course(keeper))
    came(keeper, session, guest)
    line = Attendance.objects.get()
    assert browser_of(guest).post(reverse("training:remove_attendance", args=[line.id])).status_code == 403
    assert browser_of(keeper).post(reverse("training:remove_attendance", args=[line.id])).status_code == 302
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"held_on": TODAY + DAY}, ["held_on"]),
        ({"taken": True}, ["title"]),
        ({"ended": True}, ["held_on"]),
        ({}, []),
    ],
)
def test_which_day_may_be_entered(given, codes):
    asked = {"held_on": TODAY, "today": TODAY, "taken": False, "ended": False}
    assert [reason.code for reason in rules.may_hold(**(asked | given)).reasons] == codes


def test_a_course_is_entered_once_by_whoever_keeps_them(keeper, guest):
    given = {
        "name": "基礎研修", "kind": "TRAINING", "level": "ALL", "theme": "聴く技術", "agency": str(keeper.agency_id),
    }  # fmt: skip
    client = browser_of(keeper)
    assert client.post(reverse("training:add_course"), given).status_code == 302
    again = client.post(reverse("training:add_course"), given)
    assert (again.status_code, sorted(again.context["form"].errors)) == (422, ["name"])
    assert client.post(reverse("training:add_course"), {}).status_code == 422
    assert browser_of(guest).post(reverse("training:add_course"), given).status_code == 403


def test_a_day_is_entered_on_the_screen(keeper):
    which = course(keeper)
    client = browser_of(keeper)
    url = reverse("training:hold_session", args=[which.id])
    assert client.post(url, {"held_on": str(TODAY), "title": "第1回"}).status_code == 302
    assert client.post(url, {"held_on": str(TODAY + DAY), "title": "第2回"}).status_code == 422
    assert list(Session.objects.values_list("title", flat=True)) == ["第1回"]


def test_a_lecture_is_entered_on_the_screen(keeper):
    session = held(keeper, course(keeper))
    client = browser_of(keeper)
    url = reverse("training:add_lecture", args=[session.id])
    assert client.post(url, {"topic": "あいさつ"}).status_code == 422
    assert client.post(url, {"topic": "生活保護", "scheme_name": "生活保護"}).status_code == 302


def test_what_is_not_there_is_not_found(keeper):
    client = browser_of(keeper)
    nobody = agencies.agency().id
    for name in ("course", "hold_session", "session", "note_attendance", "add_lecture", "add_material", "add_question",
                 "reply_question", "remove_attendance"):  # fmt: skip
        assert client.get(reverse(f"training:{name}", args=[nobody])).status_code == 404, name
    assert client.get(reverse("training:never_came"), {"course": str(nobody)}).status_code == 404


def test_an_empty_list_says_what_to_do(guest):
    page = browser_of(guest).get(reverse("training:courses"))
    assert (page.context["lines"], page.content.decode().count("研修は、まだ登録されていません。")) == ([], 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_a_fixed_number_of_questions(keeper, guest, count, django_assert_num_queries):
    for number in range(count):
        which = course(keeper, f"研修{number}")
        session = held(keeper, which)
        came(keeper, session, guest, agency_id=guest.agency_id, names=[f"架空 {one}" for one in range(count)])
    client = browser_of(guest)
    asked = {
        reverse("training:courses"): 16, reverse("training:course", args=[which.id]): 16,
        reverse("training:session", args=[session.id]): 15,
    }  # fmt: skip
    for url, queries_asked in asked.items():
        client.get(url)
        with django_assert_num_queries(queries_asked):
            client.get(url)
    assert Agency.objects.filter(id=guest.agency_id).exists()


def test_the_days_are_listed_newest_first_and_the_people_by_how_often_they_came(keeper, guest):
    basic = course(keeper)
    first, newest, middle = (
        held(keeper, basic, on=date(YEAR - 1, month, 1), title=f"{month}月の回") for month in (5, 9, 7)
    )
    came(keeper, first, keeper, guest)
    came(keeper, newest, guest, agency_id=keeper.agency_id, names=["架空 一郎"])
    came(keeper, middle, guest)
    listed = queries.sessions_of(keeper, course=basic, year=YEAR - 1)
    assert [(one.title, one.came) for one in listed] == [("9月の回", 2), ("7月の回", 1), ("5月の回", 2)]
    people = queries.people_of(keeper, course=basic, year=YEAR - 1)
    assert [(one.name, one.times) for one in people][0] == ("架空 社協", 3)
    assert {(one.name, one.times) for one in people} == {
        ("架空 社協", 3),
        ("架空 推進員", 1),
        ("架空 一郎", 1),
    }
