"""Which texts can be found: every one about a person or a case is searched, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.cases import operations
from norishiro.cases.models import Case
from norishiro.consultations import operations as consultations
from norishiro.consultations.choices import SheetStatus
from norishiro.core.operation import announce
from norishiro.finding import queries
from norishiro.finding.folding import words_in
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, people
from tests.factories import cases as opened
from tests.rooms.consultations import town as towns

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)

# Texts that 記録をさがす leaves aside, and where they are met instead. A whole table, or one column of it.
LEFT_OUT = {
    "sharing_exclusion": "外した理由は、外した人の頁だけで読む",
    "sharing_provision": "渡した情報は、番号と日付で一覧にある",
    "sharing_usestop": "利用停止の根拠と理由は、台帳で読む",
    "sharing_correctionnote": "訂正の前の内容は、訂正のあとにさがせてはならない",
    "people_withheldvalue": "非開示にした欄は、どこからもさがせない",
    "watching_look": "だれが見たかの記録で、支援の記録ではない",
    "rights_item": "開示請求のために集めた控え。もとの記録のほうでさがす",
    "finding_passage": "さがせる文そのもの",
    "teams_takeover": "申し送りは、次の担当者の画面と、ケースの担当の画面で読む",
    "visits_visit": "訪問の予定は、日の回りと、その世帯の「訪問と安全」で読む",
    "evacuation_visit": "頼まれた避難の訪問は、対象者の頁と「頼まれた訪問」で読む。名簿は、さがす先ではない",
    "visits_safetynote": "訪問の注意は、予定・記録・日の回りの上に出る",
    "visits_wayin": "鍵や入り方は、さがして出てはならない",
    "teams_rapport": "関係のようすは、ケースの担当の画面で読む",
    "outreach_contactstage": "つながりの段階は、その人の段のうつりかわりの画面で読む",
    "outreach_contact.legal_basis": "決まった書き方の根拠で、一覧で選べる",
    "outreach_contact.sub_programme": "決まった内訳で、一覧で選べる",
    "consultations_consultation.number": "番号は相談の一覧で引く",
    "consultations_consultation.consultation_language": "ことばの名前だけ",
    "consultations_consultation.interpreter": "通訳の名前で、受付の頁で読む",
    "consultations_consultation.visitor_name": "来談者の名前は、封をすることがある",
    "consultations_consultation.visitor_phone": "来談者の電話は、封をすることがある",
    "consultations_consultation.visitor_relation": "間柄だけ",
    "consultations_consultation.learned": "決まった知り方で、一覧で選べる",
    "consultations_consultation.form_code": "様式の符号",
    "consultations_consultation.form_version": "様式の符号",
    "consultations_consultation.urgency_reason": "受けた機関の見立てで、相談の頁で読む",
    "consultations_tsunagusheet.number": "番号は一覧で引く",
    "consultations_tsunagusheet.answered_by_name": "返事をした職員の名前",
    "consultations_tsunagusheet.withdrawn_reason": "取り下げた紙は働いていない",
    "consultations_supportrequest.number": "番号は一覧で引く",
    "consultations_supportrequest.keep_secret": "本人・家族に知られてはいけないことは、抜き書きにしない",
    "consultations_supportrequest.sorting_reason": "振り分けの理由は、会議の一覧で読む",
    "consultations_supportrequest.withdrawn_reason": "取り下げた申込は働いていない",
    "consultations_supportrequest.lead_side_reason": "主担当の側の理由は、申込の頁で読む",
    "consultations_supportrequest.kind": "事例の型の符号",
    "consultations_followup": "その後の確認は、自分の機関だけの短い一覧で読む",
    "consultations_povertyservicedetail": "困窮の事業のくわしい内容は、決まった班だけが、その人の事業の頁で読む",
    "family_kin": "話に出た人は、人の検索に出さない。ケースの家族の図で読む",
    "family_tie": "間柄の補足は、家族の図の一人の頁で読む",
    "family_snapshot": "残した図の名は、家族の図に並ぶ",
    "assessment_answer": "アセスメントの記入は、項目ごとにシートの画面に並ぶ",
    "assessment_iteminquiry.item": "項目の符号。言葉は「分からないこと」のほうでさがす",
    "assessment_ownform": "様式の名前は、シートの画面に並ぶ",
    "assessment_refusal": "断られている支援は、アセスメントの画面に並ぶ",
    "assessment_acceptance": "受援力の様子は、アセスメントの画面に並ぶ",
    "assessment_risksheet": "票の名前と符号だけ。答えは票の画面で読む",
    "meetings_item": "議題の文は、座った人にその議題のあいだだけ開く。記録の行のほうでさがす",
    "meetings_advancesheet": "事前シートは、その議題の頁で、席のあるあいだだけ読む",
    "meetings_decisioncheck": "前の決定がどうなったかは、次の回のはじめに並ぶ",
    "meetings_learningnote": "学びのメモは、モデルケースの頁で読む",
    "meetings_modelcase": "何を学ぶかは、モデルケースの一覧で読む",
    "meetings_paperset": "資料の使い方の決まりで、資料の表紙で読む",
    "plans_agencyplan": "各機関の計画は、プランの進み具合の表に並ぶ",
    "plans_plan.comment": "差戻しの理由は、直すまでのあいだの言葉",
    "plans_monitoring": "モニタリングは、世帯の一枚の「これまでのこと」に並ぶ",
    "plans_evaluation": "評価は、世帯の一枚の「これまでのこと」に並ぶ",
    "plans_closure": "終結の紙は、世帯の一枚から開く",
    "carers_caring": "ケアのことは、家族に知られたくない人がいるので、言葉からはさがせない。一人の頁から読む",
    "surroundings_tie": "つながりは、エコマップとその一覧で読む",
    "surroundings_place": "生活圏の場は、家のありかにつながるので、言葉からはさがせない",
    "surroundings_lifeevent": "できごとは、家族年表に並ぶ",
    "matching_hope": "参加の希望は、候補の画面の上に並ぶ",
    "matching_participation": "参加のことは、世帯の一枚の「参加」と「これまでのこと」に並ぶ",
    "plans_watchcheck": "見守りの様子は、世帯の一枚の「これまでのこと」に並ぶ",
}  # fmt: skip


def _texts() -> set[str]:
    """Columns with words of somebody's own, in tables that are about a person or a case."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("norishiro.")
        and any(field.column == "subject_id" for field in model._meta.concrete_fields)
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.CharField) and not field.choices
    }


def _searched() -> set[str]:
    """The columns whose change is written into the passages, as the database itself says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_object_table || '.' || event_object_column FROM information_schema.triggered_update_columns"
            " WHERE trigger_name = 'finding_note'"
        )
        return {row[0] for row in cursor.fetchall()}


def test_every_text_is_searched_or_says_why_not() -> None:
    texts, searched = _texts(), _searched() & _texts()
    left = {one for one in texts if one in LEFT_OUT or one.partition(".")[0] in LEFT_OUT}
    assert sorted(texts - searched - left) == []
    assert sorted(searched & left) == []


def test_reasons_are_about_texts_that_exist() -> None:
    there = {part for one in _texts() for part in (one, one.partition(".")[0])}
    assert sorted(set(LEFT_OUT) - there) == []


Lay = Callable[[Actor, Case, Person], object]


def _offered(actor: Actor, case: Case, person: Person) -> None:
    """A handover under 支援会議, as if the actor sat in one on the case."""
    announce(actor)
    sharing.grant(
        actor, subjects=[sharing.case(case.id), sharing.person(person.id)], recipients=[sharing.agency(actor.agency_id)],
        ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.SEAT, source_id=case.id,
    )  # fmt: skip
    operations.offer_handover(
        actor, case=case, kind="ORDINARY", to_agency_id=agencies.agency("架空 引継ぎ先").id, what="琥珀糖の見守り",
        note="月に一度", check_on=TODAY + timedelta(days=90), basis=Ground.CONFERENCE, today=TODAY,
    )  # fmt: skip


WRITTEN: dict[str, tuple[Lay, str, str]] = {
    "ISSUE": (
        lambda actor, case, person: operations.add_issue(
            actor, case=case, scope="HOUSEHOLD", title="家賃の遅れ", detail="三か月分の琥珀糖", strength="料理が得意",
            source="大家", found_on=TODAY, today=TODAY,
        ), "琥珀糖", "三か月分の琥珀糖",
    ),
    "UNKNOWN": (
        lambda actor, case, person: operations.add_unknown(
            actor, case=case, question="琥珀糖をだれが買うのか", finder_agency_id=actor.agency_id,
            due_on=TODAY + timedelta(days=7), today=TODAY,
        ), "琥珀糖", "琥珀糖をだれが買うのか",
    ),
    "WISH": (
        lambda actor, case, person: operations.note_wish(
            actor, case=case, person=person, words="琥珀糖を作りたい", said_on=TODAY, today=TODAY
        ), "琥珀糖", "琥珀糖を作りたい",
    ),
    "ROLE": (
        lambda actor, case, person: operations.assign_role(
            actor, case=case, bearer_id=actor.agency_id, what="週に一度の声かけ", from_on=TODAY,
            next_on=TODAY + timedelta(days=7), next_what="琥珀糖の見本を届ける", today=TODAY,
        ), "琥珀糖", "琥珀糖の見本を届ける",
    ),
    "HELP": (
        lambda actor, case, person: operations.ask_help(
            actor, case=case, helper_agency_id=agencies.agency("架空 後方支援").id, question="琥珀糖の断り方", today=TODAY
        ), "琥珀糖", "琥珀糖の断り方",
    ),
    "HANDOVER": (_offered, "琥珀糖", "琥珀糖の見守り"),
}  # fmt: skip


def found(actor: Actor, text: str) -> list[tuple[str, str, date, str]]:
    announce(actor)
    rows = queries.find(actor, words=words_in(text)).rows
    return [(one.found.source, one.excerpt.hit, one.found.day, one.found.url) for one in rows]


@pytest.mark.parametrize("source", WRITTEN)
def test_what_stands_on_a_households_page_is_found_by_those_who_read_it(source: str) -> None:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )
    actor, stranger = agencies.actor(), agencies.actor("架空 次郎")
    person = people.person(actor)
    case = opened.case(actor, person)
    lay, word, whole = WRITTEN[source]
    lay(actor, case, person)
    [(kind, hit, day, url)] = found(actor, word)
    assert (kind, hit) == (source, word)
    assert found(stranger, word) == []
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    page = client.get(url)
    assert (page.status_code, whole in page.content.decode()) == (200, True)
    assert source == "UNKNOWN" or day == TODAY


def test_an_answer_is_found_as_soon_as_it_is_written() -> None:
    actor = agencies.actor()
    case = opened.case(actor, people.person(actor))
    unknown = operations.add_unknown(
        actor,
        case=case,
        question="だれが買うのか",
        finder_agency_id=actor.agency_id,
        due_on=TODAY,
        today=TODAY,
    )
    assert found(actor, "琥珀糖") == []
    operations.answer_unknown(actor, unknown=unknown, answer="琥珀糖は妹が買う", today=TODAY)
    assert [hit for _kind, hit, _day, _url in found(actor, "琥珀糖は妹")] == ["琥珀糖は妹"]


def test_what_is_proposed_instead_of_taking_a_sheet_is_found_by_both_sides() -> None:
    town = towns.town()
    sheet = towns.sent(town)
    consultations.answer_sheet(
        town.care, sheet=sheet, answer=SheetStatus.DECLINED, words="対象外です", proposal="琥珀糖の教室を先に",
        today=towns.TODAY,
    )  # fmt: skip
    for side in (town.care, town.window):
        assert [(kind, hit) for kind, hit, _day, _url in found(side, "琥珀糖の教室")] == [
            ("SHEET", "琥珀糖の教室")
        ]
    assert found(town.stranger, "琥珀糖の教室") == []
