"""心配ごと: handed in on a telephone by who sees no case data, by any other way at the window, taken and answered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import ContractForm, RoleKind, WindowSetting
from norishiro.agencies.models import Agency, Staff, Window, WindowOperator
from norishiro.consultations import operations, queries, rules
from norishiro.consultations.models import Consultation, Worry
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.test_screens import (
    address,
    errors_of,
    get,
    post,
    queries_of,
    rows,
    text_of,
    token,
)
from tests.rooms.consultations.town import TODAY, client_of

pytestmark = pytest.mark.django_db

TOLD = {
    "seen": "新聞が三日たまっている。", "place": "2丁目の団地の3階", "who": "", "hurry": "DAYS", "knows": "NO",
    "reply_to": "",
}  # fmt: skip


def windows(*actors) -> None:
    window = Window.objects.create(
        code="madoguchi", name="架空の窓口", contract_form=ContractForm.DIRECT, setting=WindowSetting.BASIC
    )
    for one in actors:
        WindowOperator.objects.create(window=window, agency_id=one.agency_id)


def place():
    """The town with two windows at which worries are handed in."""
    town = towns.town()
    Window.objects.all().update(until_on=TODAY)
    windows(town.window, town.care)
    return town


def commissioner(name: str = "架空 民生", *, kind: RoleKind = RoleKind.COMMISSIONER, agency=None, area=None):
    at = agency or agencies.agency("架空地区の民生委員")
    person = agencies.staff(name)
    agencies.appoint(person, agency=at, kind=kind, area=area)
    actor = actor_for(staff_id=person.id, agency_id=at.id, today=TODAY)
    assert actor is not None
    return actor


def tell(actor, receiver, **given):
    return post(actor, "tell_worry", **(TOLD | {"receiver_agency": str(receiver.agency_id)} | given))


def told(actor, receiver, **given) -> Worry:
    response = tell(actor, receiver, **given)
    assert response.status_code == 302, errors_of(response)
    announce(actor)
    return Worry.objects.filter(staff_id=actor.staff_id).latest("made_at")


# --- handing in --------------------------------------------------------------------------------------


def test_somebody_who_sees_no_case_data_tells_a_worry_without_knowing_a_name():
    town, sender = place(), commissioner()
    worry = told(sender, town.window)
    assert (worry.origin, worry.who, rows(sender, Person), rows(sender, Consultation)) == ("SCREEN", "", 0, 0)
    page = text_of(get(sender, "show_worry", worry.id))
    assert ["名前は分からない" in page, "受け取りを待っている" in page, "次にすること" in page] == [
        True,
        True,
        False,
    ]
    assert [get(sender, one).status_code for one in ("list", "receive_consultation")] == [403, 403]
    assert [get(sender, one).status_code for one in ("people:search", "cases:list")] == [403, 403]


def test_the_window_of_the_own_area_is_proposed_and_only_windows_are_offered():
    town = place()
    area = agencies.area("架空地区")
    agencies.appoint(
        agencies.staff("架空 地区"), agency=Agency.objects.get(id=town.care.agency_id), area=area
    )
    form = get(commissioner(area=area), "tell_worry").context["form"]
    assert form.initial["receiver_agency"] == str(town.care.agency_id)
    assert [
        (label, [name for _key, name in offered])
        for label, offered in form.fields["receiver_agency"].choices[1:]
    ] == [
        ("あなたの地区の窓口", ["しごとの窓口"]),
        ("ほかの窓口", ["高齢の窓口"]),
    ]
    refused = tell(commissioner("架空 別"), town.stranger)
    assert (refused.status_code, list(errors_of(refused))) == (422, ["receiver_agency"])


@pytest.mark.parametrize(
    ("field", "typed"),
    [("seen", "　"), ("seen", "あ" * 5001), ("place", ""), ("hurry", ""), ("hurry", "X"), ("knows", ""),
     ("receiver_agency", ""), ("who", "架空\u202e太郎"), ("reply_to", "1\n2")],
)  # fmt: skip
def test_bad_input_is_answered_at_its_field_and_nothing_typed_is_lost(field, typed):
    town, sender = place(), commissioner()
    response = tell(sender, town.window, **{field: typed})
    assert (response.status_code, list(errors_of(response)), rows(sender, Worry)) == (422, [field], 0)
    kept = {name: response.context["form"][name].value() for name in TOLD if name != field}
    assert kept == {name: value for name, value in TOLD.items() if name != field}


def test_a_liaison_gives_a_name_when_the_person_knows_or_when_it_is_urgent():
    town, sender = place(), commissioner(kind=RoleKind.LIAISON)
    refused = tell(sender, town.window, who="架空　四郎")
    assert (refused.status_code, list(errors_of(refused))) == (422, ["who"])
    assert refused.context["form"]["who"].value() == "架空　四郎"
    assert tell(sender, town.window, who="架空　四郎", knows="YES").status_code == 302
    assert tell(sender, town.window, who="架空　四郎", hurry="TODAY").status_code == 302
    assert tell(commissioner(), town.window, who="架空　四郎").status_code == 302


def test_every_reason_is_told_at_once():
    verdict = rules.may_tell(
        seen=" ", place="", receiver_known=False, named=True, told=False, urgent=False, bound_to_secrecy=False
    )
    assert [one.code for one in verdict.reasons] == ["seen", "place", "receiver_agency", "who"]


def test_sent_twice_a_worry_is_told_once():
    town, sender = place(), commissioner()
    client = client_of(sender)
    once = TOLD | {"receiver_agency": str(town.window.agency_id)} | token()
    first, second = (client.post(address("tell_worry"), once) for _ in range(2))
    assert (first.url, rows(sender, Worry)) == (second.url, 1)


def test_who_may_send_nothing_does_not_come_in():
    place()
    decider = commissioner(kind=RoleKind.DECIDER)
    assert [get(decider, one).status_code for one in ("worries", "tell_worry")] == [403, 403]


def test_a_town_without_windows_says_so():
    town, sender = towns.town(), commissioner()
    Window.objects.all().update(until_on=TODAY)
    Agency.objects.filter(id=town.operator.agency_id).update(until_on=TODAY)
    assert "届け先の窓口がまだ登録されていません" in text_of(get(sender, "tell_worry"))


# --- other ways in -----------------------------------------------------------------------------------


def test_other_forms_and_talk_enter_as_equals_marked_by_their_origin():
    town, sender = place(), commissioner()
    told(sender, town.window)
    for origin, teller in (("OWN_FORM", "架空 店主"), ("TALK", "架空 隣人")):
        assert tell(town.window, town.window, origin=origin, teller=teller).status_code == 302
    page = get(town.window, "worries")
    listed = [(one.origin, stage) for one, stage in page.context["rows"]]
    assert sorted(listed) == [(one, "受け取りを待っている") for one in ("OWN_FORM", "SCREEN", "TALK")]
    text = text_of(page)
    assert [
        word in text
        for word in ("任意の様式（紙・メール・FAX）", "会って・電話で直接", "スマートフォン・パソコンの画面")
    ] == [True] * 3
    unmarked = tell(town.window, town.window)
    assert (unmarked.status_code, list(errors_of(unmarked))) == (422, ["origin"])


def test_the_own_counter_is_proposed_to_who_writes_down_what_was_said():
    town = place()
    assert get(town.care, "tell_worry").context["form"].initial["receiver_agency"] == str(town.care.agency_id)


# --- seen by two sides only --------------------------------------------------------------------------


def test_a_colleague_another_window_and_the_own_other_hat_do_not_find_it():
    town, sender = place(), commissioner()
    colleague = commissioner("架空 同僚", agency=Agency.objects.get(id=sender.agency_id))
    worry = told(sender, town.window)
    seen = [
        get(one, "show_worry", worry.id).status_code for one in (sender, town.window, colleague, town.care)
    ]
    assert seen == [200, 200, 404, 404]
    assert [rows(one, Worry) for one in (sender, town.window, colleague, town.care)] == [1, 1, 0, 0]
    assert [len(get(one, "worries").context["rows"]) for one in (sender, town.window, colleague, town.care)] == [
        1, 1, 0, 0,
    ]  # fmt: skip
    assert get(town.care, "receive_consultation", worry=worry.id).status_code == 404


# --- taking, answering, going on ---------------------------------------------------------------------


def test_the_window_takes_it_answers_and_the_sender_sees_both_and_nothing_more():
    town, sender = place(), commissioner()
    worry = told(sender, town.window)
    assert get(town.window, "list").context["worries"] == 1
    assert post(town.window, "take_worry", worry.id).status_code == 302
    assert get(sender, "worries").context["rows"][0][1] == "受け取った"
    assert get(town.window, "list").context["worries"] == 0
    empty = post(town.window, "answer_worry", worry.id, answer="　")
    assert (empty.status_code, list(errors_of(empty))) == (422, ["answer"])
    post(town.window, "answer_worry", worry.id, answer="担当の者が訪ねます。")
    received = post(
        town.window, "receive_consultation", query=f"?worry={worry.id}", received_on="令和8年11月1日", channel="WEB",
        visitor="COMMISSIONER", name="架空　五郎", summary="会えた。借金がある。",
    )  # fmt: skip
    assert received.status_code == 302
    page = text_of(get(sender, "show_worry", worry.id))
    assert ["担当の者が訪ねます。" in page, "借金" in page, "五郎" in page, "受け付けた相談" in page] == [
        True, False, False, False,
    ]  # fmt: skip
    assert "この心配ごとから受け付けた相談" in text_of(get(town.window, "show_worry", worry.id))


def test_what_was_told_is_carried_into_the_consultation_once():
    town, sender = place(), commissioner()
    worry = told(sender, town.window, who="架空　六郎", knows="YES")
    form = get(town.window, "receive_consultation", worry=worry.id).context["form"]
    assert [form.initial[name] for name in ("name", "channel", "summary", "visitor_name")] == [
        "架空　六郎", "WEB", "新聞が三日たまっている。\n（2丁目の団地の3階）", "架空 民生",
    ]  # fmt: skip
    announce(town.window)
    found = towns.received(town.window, worry=worry)
    announce(town.window)
    kept = queries.get_worry(town.window, worry_id=worry.id)
    assert (kept.consultation_id, kept.taken_on) == (found.id, TODAY)
    with pytest.raises(Refused) as refused:
        towns.received(town.window, worry=worry)
    assert [one.code for one in refused.value.verdict.reasons] == ["worry"]


def test_each_step_is_taken_once_and_by_the_window_only():
    town, sender = place(), commissioner()
    worry = told(sender, town.window)
    assert [post(sender, one, worry.id).status_code for one in ("take_worry", "answer_worry")] == [403, 403]
    announce(sender)
    for verb, given, code in (
        (operations.take_worry, {}, "mine"), (operations.answer_worry, {"answer": "はい"}, "mine"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            verb(sender, worry=worry, today=TODAY, **given)
        assert [one.code for one in refused.value.verdict.reasons] == [code]
    assert post(town.window, "answer_worry", worry.id, answer="見に行きます").status_code == 302
    again = post(town.window, "take_worry", worry.id)
    assert (again.status_code, "もう受け取られています" in text_of(again)) == (403, True)
    twice = post(town.window, "answer_worry", worry.id, answer="見に行きます")
    assert (twice.status_code, errors_of(twice)) == (
        422, {"__all__": ["この心配ごとには、もう返事をしています。"]},
    )  # fmt: skip


def test_more_worries_ask_no_more_questions():
    town, sender = place(), commissioner()
    counted = []
    for number in (1, 2):
        for _ in range(number):
            worry = told(sender, town.window)
        counted.append(
            [
                queries_of(sender, "worries"),
                queries_of(town.window, "worries"),
                queries_of(sender, "tell_worry"),
                queries_of(town.window, "show_worry", worry.id),
            ]
        )
    assert counted == [[12, 12, 16, 13], [12, 12, 16, 13]]


def test_empty_boxes_say_what_to_do():
    town, sender = place(), commissioner()
    assert "伝えた心配ごとはまだありません" in text_of(get(sender, "worries"))
    assert "電話や紙で届いたものは、ここに書きとめます。" in text_of(get(town.window, "worries"))


def test_who_only_hands_in_finds_both_screens_from_everywhere_and_a_counter_does_not_need_them_there():
    town, sender = place(), commissioner()
    labels = [
        [one["label"] for one in get(actor, "worries").context["nav_items"]]
        for actor in (sender, town.window)
    ]
    assert labels[0] == ["今日", "心配ごとを伝える", "つなぐシート", "居場所"]
    here = [one["label"] for one in get(sender, "tell_worry").context["nav_items"] if one["current"]]
    assert (here, "ほかの形で届いたとき" in text_of(get(sender, "tell_worry"))) == (
        ["心配ごとを伝える"],
        False,
    )
    assert "ほかの形で届いたとき" in text_of(get(town.window, "tell_worry"))
    assert "心配ごとを伝える" not in labels[1]


def test_somebody_with_two_registrations_shows_both_and_a_notice_reaches_one_office_and_is_answered():
    town = place()
    agency = agencies.agency("架空地区の見守りネットワーク")
    sender = commissioner("架空 協力員", kind=RoleKind.LIAISON, agency=agency)
    agencies.appoint(Staff.objects.get(id=sender.staff_id), agency=agency, kind=RoleKind.COMMISSIONER)
    keeper = agencies.actor("架空 管理", kinds=(RoleKind.MANAGER,))
    page = text_of(client_of(keeper).get(reverse("agencies:show_staff", args=[sender.staff_id])))
    labels = [agencies.role(kind).label for kind in (RoleKind.LIAISON, RoleKind.COMMISSIONER)]
    assert [f'<th scope="row">{label}' in page for label in labels] == [True, True]
    worry = told(sender, town.window)
    assert [get(one, "worries").context["rows"] != [] for one in (town.window, town.care)] == [True, False]
    post(town.window, "take_worry", worry.id)
    post(town.window, "answer_worry", worry.id, answer="担当の者が訪ねます。")
    assert "担当の者が訪ねます。" in text_of(get(sender, "show_worry", worry.id))


def test_a_notice_of_a_commissioner_reaches_the_office_and_only_received_and_handled_come_back_and_who_told_is_protected():
    town, sender = place(), commissioner("架空 民生")
    worry = told(sender, town.window, seen="夜中に泣き声がする。", reply_to="080-1111-2222")
    colleague = commissioner(
        "架空 補助", kind=RoleKind.ASSISTANT, agency=Agency.objects.get(id=town.window.agency_id)
    )

    def named(actor, *screens) -> list[bool]:
        pages = [text_of(get(actor, name, *args)) for name, *args in screens]
        return [
            any(word in page for word in ("架空 民生", "080-1111-2222", "架空地区の民生委員"))
            for page in pages
        ]

    both = (("show_worry", worry.id), ("worries",))
    assert (named(town.window, *both), named(colleague, *both)) == ([True, True], [True, True])
    post(town.window, "take_worry", worry.id)
    received = post(
        town.window, "receive_consultation", query=f"?worry={worry.id}", received_on="令和8年11月1日", channel="WEB",
        visitor="COMMISSIONER", visitor_name="架空 民生", visitor_hidden="HIDE", name="架空　五郎", summary="借金がある。",
    )  # fmt: skip
    assert received.status_code == 302, errors_of(received)
    announce(town.window)
    found = Consultation.objects.get()
    assert (found.visitor_hidden, found.visitor_name) == (True, "")
    # From then on neither the notice, nor its list, nor the answer, nor the consultation names who told, to anybody but themselves.
    asked = (*both, ("answer_worry", worry.id), ("show", found.id), ("list",))
    assert named(town.window, *asked) == [False] * 5
    assert named(colleague, *both, ("show", found.id)) == [False] * 3
    assert [get(one, "show_worry", worry.id).status_code for one in (town.care, town.stranger)] == [404, 404]
    post(town.window, "answer_worry", worry.id, answer="担当の者が訪ねました。")
    page = get(sender, "show_worry", worry.id)
    assert (page.context["stage"], page.context["hides"]) == ("返事が来た", False)
    assert [word in text_of(page) for word in ("担当の者が訪ねました。", "架空 民生", "借金", "五郎", str(found.id))] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert get(sender, "show", found.id).status_code == 404


def test_who_told_is_kept_from_the_notice_once_the_consultation_keeps_them():
    assert [
        rules.hides_teller(own=own, became=became, hidden=hidden)
        for own, became, hidden in (
            (False, True, True), (False, True, None), (False, True, False), (False, False, None), (True, True, True),
        )
    ] == [True, True, False, False, False]  # fmt: skip
