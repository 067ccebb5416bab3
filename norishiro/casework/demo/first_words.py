"""How matters first come in: a worry at the window, a sheet handed on, a request to the 多機関協働. For every town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone

from norishiro.casework.demo.carers import nameless_carer
from norishiro.casework.demo.stage import Stage, family_texts
from norishiro.casework.operations.offline import keep_offline
from norishiro.consultations import operations as consultations
from norishiro.consultations.choices import (
    Channel,
    FollowUpGround,
    FollowUpSource,
    GuideType,
    Hurry,
    Knows,
    NoConsentReason,
    Outcome,
    PovertyServiceKind,
    PovertyServiceState,
    RequestStatus,
    SheetStatus,
    SortingOrigin,
    Visitor,
)
from norishiro.consultations.models import Consultation, SupportRequest
from norishiro.core.calendar import parse_date
from norishiro.outreach import operations as outreach
from norishiro.outreach.choices import Met, Method
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from norishiro.profiles.current import current_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod


@dataclass(frozen=True)
class Windows:
    """Who takes which part here: logins of those who act, codes of agencies that receive."""

    field_worker: str
    poverty: str
    elderly: str
    child: str
    answering: str
    elderly_code: str
    child_code: str
    field_code: str
    operator_code: str


def tell_first_words(stage: Stage, windows: Windows) -> None:
    """Every way in once."""
    heard_today(stage, windows)
    handed_in(stage, windows)
    handed_on(stage, windows)
    proposed_instead(stage, windows)
    asked_for_help(stage, windows)
    held_too_long(stage, windows)
    listed_for_sorting(stage, windows)
    asked_how_they_are(stage, windows)
    sent_back_with_a_proposal(stage, windows)
    written_without_network(stage, windows)
    nameless_carer(stage, by=windows.child)


def heard_today(stage: Stage, windows: Windows) -> None:
    """夕凪さん: a neighbour called this morning; nobody knows the man's name. And a word overheard in the salon."""
    text = family_texts()["yuunagi"]
    (row,) = text["members"]
    actor = stage.actor(windows.field_worker)
    consultations.receive_consultation(
        actor, newcomer={
            "alias": row["alias"], "sex": row["sex"], "address": text["address"],
            "birth": parse_date(row["birth"], today=stage.today, must_be_past=True),
        },
        received_on=stage.today, channel=Channel.PHONE, visitor=Visitor.NEIGHBOUR, summary=text["worry"],
        concerns=_marks(stage, most="COMMUNITY", some=("HEALTH",)),
        details={"wishes": text["wish"], "since_when": "ひと月ほど前から", "visitor_hidden": True, "visitor_name": "となりの部屋の方", "received_at": time(9, 40)},
        today=stage.today,
    )  # fmt: skip
    consultations.note_notice(
        actor, text="サロンで「最近あの家の雨戸が閉まったまま」という話を聞いた。", place="木曜サロン", noticed_on=stage.ago(1),
        today=stage.today,
    )  # fmt: skip
    heard = consultations.note_notice(
        actor, text="銭湯に毎日来ていた人が、このところ来ないと聞いた。", place="商店街の銭湯", noticed_on=stage.ago(24),
        today=stage.ago(24),
    )  # fmt: skip
    lead = consultations.take_lead(
        actor, notice=heard, owner_id=actor.staff_id, next_on=stage.ago(21), next_what="番台の人に様子を聞く",
        today=stage.ago(24),
    )  # fmt: skip
    consultations.note_lead(
        actor, lead=lead, version=lead.version, done_on=stage.ago(21), how="ASKED", words="足を痛めたらしい。家は分からない。",
        owner_id=actor.staff_id, next_on=stage.ago(7), next_what="夕方の時間にもう一度寄る", today=stage.ago(21),
    )  # fmt: skip


def handed_in(stage: Stage, windows: Windows) -> None:
    """A 民生委員 noticed something and hands it in; the window has not taken it yet."""
    consultations.tell_worry(
        stage.actor("minsei"), receiver_agency_id=stage.actor(windows.poverty).agency_id,
        seen="新聞が三日分たまっている。夜に明かりはついている。", place="2丁目のアパートの1階", hurry=Hurry.DAYS,
        knows=Knows.NO, today=stage.ago(1),
    )  # fmt: skip


def handed_on(stage: Stage, windows: Windows) -> None:
    """木漏家: the mother agreed; one sheet waits for its answer, another is late."""
    home = stage.family("komore", by=windows.poverty, on=stage.ago(26))
    mother, text, actor = home.people["a"], home.text, stage.actor(windows.poverty)
    received = _received(
        stage, windows.poverty, mother, days=26, summary=text["worry"], most="INCOME", some=("RENT", "FOOD")
    )
    _agree(
        stage,
        windows.poverty,
        mother,
        days=25,
        to=(windows.child_code, windows.field_code, windows.elderly_code),
    )
    consultations.screen_consultation(
        actor, consultation=received, outcome=Outcome.REFER, guide_type=GuideType.UNCLEAR_DUTY,
        reason="家計は当窓口で続け、お子さんと食料のことはほかの機関と一緒に考える。", today=stage.ago(25),
    )  # fmt: skip
    consultations.send_sheet(
        actor, person=mother, receiver_agency_id=stage.agency(windows.field_code), consultation=received,
        worry="食べるものが足りない日があると話されました。", wish="食料のことと、近所で話せる場を紹介してください。", today=stage.ago(24),
    )  # fmt: skip
    consultations.send_sheet(
        actor, person=mother, receiver_agency_id=stage.agency(windows.child_code), consultation=received,
        worry=text["worry"], wish=text["wish"], today=stage.ago(4),
    )  # fmt: skip


def proposed_instead(stage: Stage, windows: Windows) -> None:
    """露草さん: the receiving window took the sheet and answered with another idea."""
    home = stage.family("tsuyukusa", by=windows.field_worker, on=stage.ago(32))
    person, text = home.people["a"], home.text
    received = _received(
        stage, windows.field_worker, person, days=32, summary=text["worry"], most="CARE", some=("HEALTH",)
    )
    _agree(stage, windows.field_worker, person, days=30, to=(windows.elderly_code,))
    sheet = consultations.send_sheet(
        stage.actor(windows.field_worker), person=person, receiver_agency_id=stage.agency(windows.elderly_code),
        consultation=received, worry=text["worry"], wish=text["wish"], today=stage.ago(29),
    )  # fmt: skip
    elderly = stage.actor(windows.elderly)
    consultations.take_sheet(elderly, sheet=sheet, today=stage.ago(28))
    consultations.answer_sheet(
        elderly, sheet=sheet, answer=SheetStatus.PROPOSED, words=text["answer"], today=stage.ago(20)
    )


def asked_for_help(stage: Stage, windows: Windows) -> None:
    """朝霧家: the window cannot go on alone; the request waits for its answer."""
    home = stage.family("asagiri", by=windows.elderly, on=stage.ago(40))
    person, text = home.people["a"], home.text
    received = _received(
        stage,
        windows.elderly,
        person,
        days=16,
        summary=text["situation"],
        most="CARE",
        some=("HIKIKOMORI", "FAMILY"),
    )
    consultations.screen_consultation(
        stage.actor(windows.elderly), consultation=received, outcome=Outcome.MULTI_AGENCY, guide_type=GuideType.HOUSEHOLD,
        reason="母の介護と長男のことが絡み合い、当窓口だけでは動けない。", today=stage.ago(10),
    )  # fmt: skip
    _apply(stage, windows, windows.elderly, person, key="asagiri", days=8, consultation=received)


def held_too_long(stage: Stage, windows: Windows) -> None:
    """Two worries of two fields, received long ago; nobody has handed them on. It stands on the board."""
    consultations.receive_consultation(
        stage.actor(windows.elderly), newcomer={"alias": "3号棟の親子"}, received_on=stage.ago(47),
        channel=Channel.PHONE, visitor=Visitor.SELF, summary="親の介護と、住まいの更新料のことで困っているとの電話。",
        concerns=_marks(stage, most="CARE", some=("RENT",)), today=stage.ago(47),
    )  # fmt: skip
    consultations.note_call(
        stage.actor(windows.elderly),
        text="「また電話します」と言って切れた。",
        called_on=stage.ago(2),
        today=stage.ago(2),
    )


def listed_for_sorting(stage: Stage, windows: Windows) -> None:
    """A borrower's household, brought to the sorting meeting by the window for the poor."""
    received = consultations.receive_consultation(
        stage.actor(windows.poverty), newcomer={"alias": "貸付の返済が始まった夫婦"}, received_on=stage.ago(12),
        channel=Channel.WINDOW, visitor=Visitor.SELF, summary="返済が始まったが、夫の体調が悪く働けていない。",
        concerns=_marks(stage, most="DEBT", some=("HEALTH",)), today=stage.ago(12),
        details={"urgency": "2", "urgency_reason": "来月の家賃が払えない見込み", "urgency_review_on": stage.ahead(3)},
    )  # fmt: skip
    consultations.apply_for_support(
        stage.actor(windows.poverty), person=received.person, operator_id=stage.agency(windows.operator_code),
        situation="特例貸付の返済と医療費が重なり、家計が立たない。", tried="家計の見直しと、受診の付き添いを一度。",
        stuck="医療と住まいの窓口が別々に動いていて、だれがまとめるか決まらない。",
        no_consent_reason=NoConsentReason.NOT_MET, consultation=received, sorting_origin=SortingOrigin.SPECIAL_LOAN,
        today=stage.ago(5),
    )  # fmt: skip


def asked_how_they_are(stage: Stage, windows: Windows) -> None:
    """Two households of loans and of the rent benefit: one heard at the meeting, not reached yet, and past its day."""
    desk = stage.actor(windows.poverty)
    for alias, source, ground, days in (
        ("特例貸付を借りた一人ぐらしの男性", FollowUpSource.SPECIAL_LOAN, FollowUpGround.K9, 40),
        ("家賃の給付を受けた母子の世帯", FollowUpSource.RENT_BENEFIT, FollowUpGround.OWN, 20),
    ):
        day = stage.ago(days)
        owns = ground == FollowUpGround.OWN
        row = consultations.list_follow_up(
            desk, newcomer={"alias": alias}, source=source, ground=ground, ground_on=None if owns else day,
            ground_words="" if owns else "困窮の支援会議", next_on=stage.ago(2) if not owns else stage.ahead(12), today=day,
        )  # fmt: skip
        if owns:
            consultations.note_service(
                desk, person=row.person, kind=PovertyServiceKind.RENT_BENEFIT, state=PovertyServiceState.ENDED,
                started_on=stage.ago(200), ended_on=day, shown=False, detail="三か月ごとに二度のばした。", today=day,
            )  # fmt: skip
        outreach.record_contact(
            desk, person=row.person, today=stage.ago(days - 5),
            told=Told(happened_on=stage.ago(days - 5), method=Method.PHONE, met=Met.MET if owns else Met.ABSENT, body="電話した。"),
        )  # fmt: skip


def sent_back_with_a_proposal(stage: Stage, windows: Windows) -> None:
    """日溜家: the answer was 不要, with a proposal to try first."""
    home = stage.family("hidamari", by=windows.child, on=stage.ago(60))
    request = _apply(stage, windows, windows.child, home.people["b"], key="hidamari", days=40)
    consultations.answer_request(
        stage.actor(windows.answering), request=request, answer=RequestStatus.NOT_NEEDED,
        reason="まず学校との話し合いの場を作れば、進む見込みがあるため。", proposal=home.text["proposal"], today=stage.ago(33),
    )  # fmt: skip


# --- turns -----------------------------------------------------------------------------------------------


def _marks(stage: Stage, *, most: str, some: tuple[str, ...]) -> Mapping[str, str]:
    """The town's own items for these national troubles: ◎ for the first, ○ for the others."""
    form = current_profile(stage.today).intake_form
    by_national = {concern.national: concern.code for concern in reversed(form.concerns)}
    marks = {by_national[one]: "SOME" for one in some if one in by_national}
    return {**marks, **({by_national[most]: "MOST"} if most in by_national else {})}


def _received(
    stage: Stage, login: str, person: Person, *, days: int, summary: str, most: str, some: tuple[str, ...]
) -> Consultation:
    return consultations.receive_consultation(
        stage.actor(login), person=person, received_on=stage.ago(days), channel=Channel.WINDOW, visitor=Visitor.SELF,
        summary=summary, concerns=_marks(stage, most=most, some=some), today=stage.ago(days),
    )  # fmt: skip


def _agree(stage: Stage, login: str, person: Person, *, days: int, to: tuple[str, ...]) -> None:
    """Before there is any case: the person agrees that these agencies may know."""
    sharing.take_consent(
        stage.actor(login), person=person, case_id=None, recipient_ids=[stage.agency(code) for code in to],
        categories=ALL_CATEGORIES, asked_on=stage.ago(days), until_on=stage.ahead(180), method=ConsentMethod.WRITTEN,
        witness="", giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose="必要な窓口につなぐため",
        today=stage.ago(days),
    )  # fmt: skip


def _apply(
    stage: Stage,
    windows: Windows,
    login: str,
    person: Person,
    *,
    key: str,
    days: int,
    consultation: Consultation | None = None,
) -> SupportRequest:
    text = family_texts()[key]
    return consultations.apply_for_support(
        stage.actor(login), person=person, operator_id=stage.agency(windows.operator_code), situation=text["situation"],
        tried=text["tried"], stuck=text["stuck"], keep_secret=text.get("keep_secret", ""),
        guide_type=GuideType.HOUSEHOLD, no_consent_reason=NoConsentReason.NOT_MET, consultation=consultation,
        today=stage.ago(days),
    )  # fmt: skip


def written_without_network(stage: Stage, windows: Windows) -> None:
    """Yesterday's round ended where the telephone has no signal; whose door it was is still to be chosen."""
    kept = QueryDict(mutable=True)
    kept.update(
        {
            "nickname": "坂の上の二軒め", "method": Method.VISIT, "met": Met.POSTED,
            "body": "不在だったので手紙を入れた。玄関の鉢植えに水がやってあった。", "happened_on": str(stage.today),
            "offline_reasons": "だれの記録か、まだ選ばれていません。",
        }
    )  # fmt: skip
    keep_offline(stage.actor(windows.field_worker), token=uuid4(), kept=kept, now=timezone.now())
