"""The screens of a counter: outside the field, one counter of several agencies, sheets written and received."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import transaction

from norishiro.agencies.choices import ContractForm, RoleKind, WindowSetting
from norishiro.agencies.models import Agency, Window, WindowOperator
from norishiro.consultations import operations
from norishiro.consultations.choices import RequestStatus, SheetStatus
from norishiro.consultations.models import Consultation, Screening, TsunaguSheet
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.people.models import Person
from norishiro.profiles.models import ProfileVersion
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.test_screens import (
    FIRST_FIVE,
    address,
    errors_of,
    get,
    post,
    queries_of,
    rows,
    text_of,
)
from tests.rooms.consultations.town import TODAY

pytestmark = pytest.mark.django_db

SINCE = agencies.EPOCH


def counter(*actors, parts: tuple[str, ...] = ()) -> Window:
    """One counter kept by the agencies of these actors, since the day of the factories."""
    window = _window("架空地区の福祉の窓口")
    for one in actors:
        WindowOperator.objects.create(window=window, agency_id=one.agency_id, from_on=SINCE)
    for name in parts:
        _window(name, parent=window)
    return window


def _window(name: str, parent: Window | None = None) -> Window:
    return Window.objects.create(
        code=f"window-{uuid.uuid4()}", name=name, contract_form=ContractForm.DIRECT, setting=WindowSetting.BASIC,
        parent=parent,
    )  # fmt: skip


# --- outside the field -------------------------------------------------------------------------------


def test_outside_concerns_are_asked_about_one_by_one_and_the_answer_is_shown():
    town = towns.town()
    found = towns.received(town.window, concerns={"CARE": "SOME", "JOB_SEEKING": "MOST", "DEBT": "SOME"})
    form = get(town.window, "decide_outside", found.id).context["form"]
    assert sorted(form.fields) == ["concern_DEBT", "concern_JOB_SEEKING"]
    response = post(town.window, "decide_outside", found.id, concern_JOB_SEEKING="REFER")
    assert (response.status_code, response.url) == (302, address("show", found.id))
    shown = text_of(get(town.window, "show", found.id))
    assert "ほかの機関へつなぐ（" in shown
    assert [one.code for one in get(town.window, "show", found.id).context["undecided"]] == ["DEBT"]


def test_outside_nothing_chosen_a_word_not_offered_and_a_stranger():
    town = towns.town()
    found = towns.received(town.window, concerns={"JOB_SEEKING": "MOST"})
    nothing = post(town.window, "decide_outside", found.id)
    assert (nothing.status_code, errors_of(nothing)) == (
        422,
        {"__all__": ["まだ何も選ばれていません。決められるものだけでかまいません。"]},
    )
    assert list(errors_of(post(town.window, "decide_outside", found.id, concern_JOB_SEEKING="X"))) == [
        "concern_JOB_SEEKING"
    ]
    assert get(town.care, "decide_outside", found.id).status_code == 404


def test_a_window_for_that_field_has_nothing_to_answer():
    town = towns.town()
    found = towns.received(town.window, concerns={"CARE": "SOME"})
    assert "担当の外の困りごとはありません" in text_of(get(town.window, "decide_outside", found.id))


# --- one counter of several agencies -----------------------------------------------------------------


def test_a_counter_names_its_partners_with_their_dates_to_the_partners_only():
    town = towns.town()
    window = counter(town.window, town.care)
    WindowOperator.objects.create(
        window=window, agency_id=town.stranger.agency_id, from_on=calendar.add_business_days(TODAY, 5)
    )
    listed = get(town.window, "counters").context["counters"]
    assert [(one.window.name, [(p.agency.name, p.since) for p in one.partners]) for one in listed] == [
        ("架空地区の福祉の窓口", [("高齢の窓口", SINCE), ("しごとの窓口", SINCE)])
    ]
    assert "いっしょに受ける窓口はありません" in text_of(get(town.stranger, "counters"))
    assert get(town.stranger, "counter", window.id).status_code == 404


def test_partners_share_one_intake_as_far_as_the_person_consented():
    town = towns.town()
    window = counter(town.window, town.care)
    shared, kept = towns.received(town.window), towns.received(town.window)
    towns.consented(town.window, shared.person, town.care)
    assert post(town.window, "share_consultation", shared.id).url == address("show", shared.id)
    refused = post(town.window, "share_consultation", kept.id)
    assert (refused.status_code, "本人の同意がまだありません" in text_of(refused)) == (403, True)
    seen = [
        {one.id for one in get(actor, "counter", window.id).context["page"].rows}
        for actor in (town.window, town.care)
    ]
    assert seen == [{shared.id, kept.id}, {shared.id}]
    assert get(town.care, "show", shared.id).status_code == 200
    assert get(town.care, "show", kept.id).status_code == 404


def test_what_nobody_decided_on_is_found_at_the_counter():
    town = towns.town()
    window = counter(town.window, town.care)
    open_, decided = towns.received(town.window), towns.received(town.window)
    operations.screen_consultation(
        town.window, consultation=decided, outcome="MULTI_AGENCY", reason="絡み合っている", today=TODAY
    )
    found = get(town.window, "counter", window.id, only="undecided").context["page"].rows
    assert [one.id for one in found] == [open_.id]
    assert "本人の同意で共有されると、ここに出ます" in text_of(get(town.care, "counter", window.id))


def test_a_counter_asks_no_more_questions_for_more_rows():
    town = towns.town()
    window = counter(town.window, town.care, parts=("子どもの受付",))
    counted = []
    for number in (1, 2):
        for _ in range(number):
            towns.received(town.window, concerns={"CARE": "SOME"})
        counted.append([queries_of(town.window, "counters"), queries_of(town.window, "counter", window.id)])
    assert counted == [[13, 16], [13, 16]]


def test_one_visit_opens_several_entries_and_all_answers_are_shown_together():
    town = towns.town()
    counter(town.window, town.care, town.stranger)
    found = towns.received(town.window)
    both = [str(town.care.agency_id), str(town.stranger.agency_id)]
    without = post(town.window, "open_entries", found.id, receivers=both, worry="家賃としごと")
    assert (without.status_code, rows(town.window, TsunaguSheet)) == (422, 0)
    towns.consented(town.window, found.person, town.care, town.stranger)
    offered = [label for _key, label in get(town.window, "open_entries", found.id).context["offered"]]
    assert offered == ["しごとの窓口（本人の同意あり）", "よその窓口（本人の同意あり）"]
    assert (
        post(town.window, "open_entries", found.id, receivers=both, worry="家賃としごと").status_code == 302
    )
    announce(town.care)
    sheet = TsunaguSheet.objects.get(receiver_agency_id=town.care.agency_id)
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="会います", today=TODAY
    )
    together = get(town.window, "show", found.id).context["sheets"]
    assert {(one.receiver_agency.name, one.get_status_display()) for one in together} == {
        ("しごとの窓口", "引き受けた"), ("よその窓口", "返事待ち"),
    }  # fmt: skip


def test_entries_without_a_choice_without_a_counter_and_of_a_stranger():
    town = towns.town()
    found = towns.received(town.window)
    assert "受付を開ける先がありません" in text_of(get(town.window, "open_entries", found.id))
    counter(town.window, town.care)
    response = post(town.window, "open_entries", found.id, worry="　")
    assert (response.status_code, sorted(errors_of(response))) == (422, ["receivers", "worry"])
    assert get(town.care, "open_entries", found.id).status_code == 404


# --- a sheet written together with the person ---------------------------------------------------------


def liaison(name: str = "架空 連絡", agency=None):
    place = agency or agencies.agency("みなと児童館")
    return agencies.actor(name, agency=place, kinds=(RoleKind.LIAISON,))


FEW = {"name": "架空　三郎", "worry": "最近やせた。", "agreed": "on", "method": "ELECTRONIC"}


def test_a_liaison_writes_a_sheet_with_consent_and_sees_its_days_and_nothing_more():
    town, sender = towns.town(), liaison()
    refused = post(sender, "write_sheet", **(FEW | {"agreed": ""}), receiver_agency=str(town.care.agency_id))
    assert (refused.status_code, list(errors_of(refused)), rows(sender, Person)) == (422, ["agreed"], 0)
    form = get(sender, "write_sheet").context["form"]
    assert len([name for section in form.sections[1:3] for name in section.fields]) == 6
    sent = post(sender, "write_sheet", **FEW, receiver_agency=str(town.care.agency_id))
    announce(town.care)
    sheet = TsunaguSheet.objects.get()
    assert sent.url == address("show_sheet", sheet.id)
    assert "受け取りはまだ" in text_of(get(sender, "show_sheet", sheet.id))
    operations.take_sheet(town.care, sheet=sheet, today=TODAY)
    operations.answer_sheet(
        town.care,
        sheet=sheet,
        answer=SheetStatus.DECLINED,
        words="借金の相談中",
        proposal="法テラスへ",
        today=TODAY,
    )
    page = text_of(get(sender, "show_sheet", sheet.id))
    day = calendar.wareki(TODAY)
    assert len(re.findall(rf"{day}<small>[^<]*</small></time>(受け取り|</b>)", page)) == 2
    assert [word in page for word in ("借金", "引き受けられない", "架空 受手")] == [False] * 3
    assert "借金" in text_of(get(town.care, "show_sheet", sheet.id))
    listed = text_of(get(sender, "sheets"))
    assert ["返事が来た" in listed, "引き受けられない" in listed] == [True, False]


def test_a_liaison_does_not_find_what_a_colleague_sent_nor_any_screen_about_people():
    town, sender = towns.town(), liaison()
    colleague = liaison("架空 同僚", agency=Agency.objects.get(id=sender.agency_id))
    post(sender, "write_sheet", **FEW, receiver_agency=str(town.care.agency_id))
    announce(sender)
    sheet = TsunaguSheet.objects.get()
    assert [get(one, "show_sheet", sheet.id).status_code for one in (sender, colleague)] == [200, 404]
    assert len(get(colleague, "sheets").context["rows"]) == 0
    assert [get(sender, one).status_code for one in ("list", "receive_consultation")] == [403, 403]


def test_an_oral_word_needs_who_heard_it_and_a_name_may_be_kept_back():
    town, sender = towns.town(), liaison()
    to = {"receiver_agency": str(town.care.agency_id)}
    oral = post(sender, "write_sheet", **(FEW | {"method": "ORAL"}), **to)
    assert (oral.status_code, list(errors_of(oral))) == (422, ["witness"])
    assert (
        post(sender, "write_sheet", **(FEW | {"name": "", "alias": "閲覧席の男性"}), **to).status_code == 302
    )
    announce(town.care)
    assert TsunaguSheet.objects.select_related("person").get().person.label == "閲覧席の男性"


# --- from sheet to consultation ----------------------------------------------------------------------


def test_an_accepted_sheet_is_received_with_its_words_and_leads_back():
    town = towns.town()
    sheet = towns.sent(town)
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="会います", today=TODAY
    )
    form = get(town.care, "receive_consultation", sheet=sheet.id).context["form"]
    assert [form.initial[name] for name in ("channel", "visitor", "summary")] == [
        "SHEET",
        "AGENCY",
        "仕事を探している",
    ]
    values = {name: FIRST_FIVE[name] for name in ("received_on", "summary")} | {"channel": "SHEET"}
    sent = post(town.care, "receive_consultation", query=f"?sheet={sheet.id}", visitor="AGENCY", **values)
    announce(town.care)
    assert sent.url == address("show", Consultation.objects.get(agency_id=town.care.agency_id).id)
    assert "このシートから受け付けた相談" in text_of(get(town.care, "show_sheet", sheet.id))


# --- is it the same person ---------------------------------------------------------------------------


def test_before_a_second_person_of_that_name_is_made_it_is_asked_who_is_meant():
    town = towns.town()
    known = people.person(town.window, name="架空　花子")
    typed = FIRST_FIVE | {"name": "架空　花子"}
    asked = post(town.window, "receive_consultation", **typed)
    assert (asked.status_code, list(errors_of(asked)), rows(town.window, Person)) == (422, ["same_as"], 1)
    assert post(town.window, "receive_consultation", **typed, same_as=str(known.id)).status_code == 302
    assert rows(town.window, Person) == 1
    assert post(town.window, "receive_consultation", **typed, same_as="NEW").status_code == 302
    assert rows(town.window, Person) == 2


# --- one agency in the main, the four types ----------------------------------------------------------


def test_what_was_told_elsewhere_is_gathered_and_one_agency_is_asked_and_its_answer_followed():
    town = towns.town()
    found = towns.received(
        town.window, concerns={"DEBT": "MOST", "CARE": "SOME"},
        details={"already_consulted": "区の窓口、法テラス", "wishes": "夜に電話がほしい"},
    )  # fmt: skip
    post(
        town.window, "screen_consultation", found.id, outcome="REFER", reason="しごとの窓口にまとめる",
        lead_agency=str(town.care.agency_id),
    )  # fmt: skip
    assert get(town.window, "show", found.id).context["lead"] == ("しごとの窓口", "まだ伝えていない")
    towns.consented(town.window, found.person, town.care)
    sheet = operations.send_sheet(
        town.window, person=found.person, receiver_agency_id=town.care.agency_id, worry="借金",
        consultation=found, today=TODAY,
    )  # fmt: skip
    assert get(town.window, "show", found.id).context["lead"] == ("しごとの窓口", "返事待ち")
    operations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.ACCEPTED, words="会います", today=TODAY
    )
    page = text_of(get(town.window, "show", found.id))
    assert get(town.window, "show", found.id).context["lead"] == ("しごとの窓口", "引き受けた")
    assert [one in page for one in ("区の窓口、法テラス", "夜に電話がほしい", "<li>◎ ")] == [True] * 3


def test_the_four_types_are_read_with_their_guidance_chosen_by_hand_and_counted():
    town = towns.town()
    found = towns.received(town.window, concerns={"DEBT": "MOST"})
    page = get(town.window, "screen_consultation", found.id)
    assert [one.guide in text_of(page) for one in page.context["guides"]] == [True] * 4
    assert page.context["form"]["guide_type"].value() in (None, "")
    without = post(town.window, "screen_consultation", found.id, outcome="MULTI_AGENCY", guide_type="3")
    assert (without.status_code, list(errors_of(without))) == (422, ["reason"])
    post(
        town.window,
        "screen_consultation",
        found.id,
        outcome="MULTI_AGENCY",
        guide_type="3",
        reason="母も困っている",
    )
    post(town.window, "screen_consultation", found.id, outcome="STAY", reason="まず会う")
    announce(town.window)
    assert sorted(Screening.objects.values_list("guide_type", flat=True)) == ["", "3"]
    counts = get(town.window, "list").context["guide_counts"]
    assert [count for _label, count in counts] == [0, 0, 1, 0]
    assert [count for _label, count in get(town.care, "list").context["guide_counts"]] == [0, 0, 0, 0]


# --- what a sheet may say ----------------------------------------------------------------------------


def test_a_handover_passes_what_was_consented_to_waits_for_acceptance_and_returns_its_result():
    town = towns.town()
    someone = people.person(town.window)
    few = int(Category.ATTRIBUTES | Category.LIFE_HISTORY)
    towns.consented(town.window, someone, town.care, categories=few)
    shown = get(town.window, "send_sheet", someone.id).context["items"]
    assert [(one.agency_name, one.labels) for one in shown] == [
        ("しごとの窓口", ("氏名・住所・家族などの属性", "生活歴・困りごと など"))
    ]
    post(
        town.window,
        "send_sheet",
        someone.id,
        receiver_agency=str(town.care.agency_id),
        worry="畑の活動に誘いたい",
    )
    announce(town.care)
    sheet = TsunaguSheet.objects.get()
    assert sheet.categories == few
    early = post(town.care, "report_result", sheet.id, result="畑に来た")
    assert (early.status_code, errors_of(early)) == (
        422, {"__all__": ["結果を返せるのは、引き受けたシートだけです。"]},
    )  # fmt: skip
    post(town.care, "answer_sheet", sheet.id, answer="ACCEPTED", words="会いに行きます")
    post(town.care, "report_result", sheet.id, result="毎週畑に来ている")
    page = text_of(get(town.window, "show_sheet", sheet.id))
    assert ["会いに行きます" in page, "毎週畑に来ている" in page] == [True, True]


def test_every_sheet_is_stored_once_and_found_by_its_two_agencies_only():
    town = towns.town()
    sheet = towns.sent(town)
    assert rows(town.window, TsunaguSheet) == 1
    codes = [get(one, "show_sheet", sheet.id).status_code for one in (town.window, town.care, town.stranger)]
    assert codes == [200, 200, 404]


def test_coordination_alone_says_who_does_what():
    town = towns.town()
    request = towns.applied(town)
    answer = {"answer": RequestStatus.COORDINATED.value, "reason": "調整で足りる"}
    without = post(town.operator, "answer_request", request.id, **answer)
    assert (without.status_code, list(errors_of(without))) == (422, ["who_does_what"])
    post(town.operator, "answer_request", request.id, **answer, who_does_what="窓口が週に一度電話")
    assert "窓口が週に一度電話" in text_of(get(town.window, "show_request", request.id))


def test_the_form_is_named_in_japanese():
    town = towns.town()
    found = towns.received(town.window)
    page = text_of(get(town.window, "show", found.id))
    since = ProfileVersion.objects.get().valid_from
    assert f"相談受付・申込票（第1版・{calendar.wareki(since)}から）" in page
    assert ["HACHIOJI" in page, "NATIONAL" in page] == [False, False]


def test_who_withdraws_consent_closes_what_was_shared_at_the_counter():
    town = towns.town()
    found = towns.received(town.window)
    consent = towns.consented(town.window, found.person, town.care)
    post(town.window, "share_consultation", found.id)
    assert get(town.care, "show", found.id).status_code == 200
    announce(town.window)
    sharing.withdraw_consent(town.window, consent=consent, words="")
    assert get(town.care, "show", found.id).status_code == 404


# --- only the family came ----------------------------------------------------------------------------


def test_a_family_alone_is_received_and_who_goes_next_and_what_for_is_set():
    town = towns.town()
    sent = post(
        town.window, "receive_consultation", **(FIRST_FIVE | {"summary": "息子が十年家にいる。会えていない。"}),
        alias="上の階の息子さん",
    )  # fmt: skip
    announce(town.window)
    found = Consultation.objects.select_related("person").get()
    assert (sent.status_code, found.visitor, found.person.label) == (302, "FAMILY", "上の階の息子さん")
    decided = {"outcome": "STAY", "reason": "まず母の話を聞く", "first_goal": "玄関先で声をかける"}
    alone = post(town.window, "screen_consultation", found.id, **decided)
    assert (alone.status_code, list(errors_of(alone))) == (422, ["next_staff"])
    assert alone.context["form"]["first_goal"].value() == "玄関先で声をかける"
    unknown = post(town.window, "screen_consultation", found.id, **decided, next_staff=str(uuid.uuid4()))
    assert (unknown.status_code, list(errors_of(unknown))) == (422, ["next_staff"])
    post(town.window, "screen_consultation", found.id, **decided, next_staff=str(town.window.staff_id))
    page = text_of(get(town.window, "show", found.id))
    assert "次に関わる人：架空 窓口　めあて：玄関先で声をかける" in page


# --- what was looked at ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_every_look_at_a_sheet_and_every_look_in_vain_is_written_down(owner_connection):
    with transaction.atomic():
        town = towns.town()
        sheet = towns.sent(town)
    for actor in (town.window, town.care, town.stranger):
        get(actor, "show_sheet", sheet.id)
    lines = owner_connection.execute(
        "SELECT verb, staff_id FROM ledger_entry WHERE screen = 'consultations:show_sheet' ORDER BY seq"
    ).fetchall()
    assert [who for _verb, who in lines] == [town.window.staff_id, town.care.staff_id, town.stranger.staff_id]
    assert len({verb for verb, _who in lines}) == 2
