"""The stories of the register: somebody asks to see, somebody asks to put right, somebody asks not to be seen any more."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from norishiro.casework.demo.stage import Home, Stage
from norishiro.outreach.choices import Met, Method
from norishiro.people.models import Person
from norishiro.rights import operations as rights
from norishiro.rights import queries
from norishiro.rights.choices import Asker, Outcome, RequestKind
from norishiro.rights.models import Request
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category, ConsentGiver, ConsentMethod

CLERK, SECOND = "bunsho", "joho"


def tell_rights(stage: Stage) -> None:
    """綿雲さん asks to see (once open, once answered, once for a decision) and to correct; 忘名さん asks to stop."""
    home = stage.family("watagumo", by="csw", on=stage.ago(90))
    written(stage, home)
    _answered(stage)
    _waiting(stage)
    _open(stage)
    _corrected(stage)
    _to_correct(stage)
    alone = stage.family("wasurena", by="csw", on=stage.ago(80))
    stage.contact(
        "csw",
        alone.people["a"],
        on=stage.ago(70),
        method=Method.DESK,
        met=Met.MET,
        body="「もう連絡しないでほしい」",
    )
    _agreed(stage, alone.people["a"])
    _stopped(stage)


def written(stage: Stage, home: Home) -> None:
    """Two contacts in which somebody else speaks as well."""
    person = home.people["a"]
    stage.contact(
        "csw", person, on=stage.ago(60), method=Method.VISIT, met=Met.MET,
        body="「母の介護で仕事をやめた」\n郵便受けに督促状が3通あった\n母：夜中に大きな声を出す\n見立て：休めていない。レスパイトが要る",
    )  # fmt: skip
    stage.contact(
        "csw", person, on=stage.ago(45), method=Method.AGENCY_CALL, met=Met.NOT_APPLICABLE,
        body="介護保険の更新は来月", asked_agency_id=stage.agency("KOREI_FUKUSHI"),
    )  # fmt: skip


def _received(
    stage: Stage, *, kind: str, days_ago: int, wanted: str, name: str, kana: str, **given: Any
) -> Request:
    clerk, on = stage.actor(CLERK), stage.ago(days_ago)
    request = rights.receive_request(
        clerk, kind=kind, asker=Asker.SELF, asker_name=name, asker_address="", subject_name=name, subject_kana=kana,
        subject_birth=None, wanted=wanted, danger=False, received_on=on, days=30, fee=given.get("fee"), today=on,
    )  # fmt: skip
    request = rights.identify_requester(
        clerk, request=request, how="マイナンバーカード", on=on, mending_days=0, today=on
    )
    found = queries.candidates_for(clerk, request=request)
    return rights.link_person(clerk, request=request, person_id=found[0].id)


def _mitsuru(stage: Stage, *, kind: str, days_ago: int, wanted: str) -> Request:
    return _received(
        stage, kind=kind, days_ago=days_ago, wanted=wanted, name="綿雲　みつる", kana="わたぐも　みつる"
    )


def _decided(stage: Stage, request: Request, outcome: str, reason: str, *, days_ago: int) -> Request:
    rights.propose_decision(stage.actor(CLERK), request=request, outcome=outcome, reason=reason)
    return rights.decide_request(
        stage.actor(SECOND), request=request, now=timezone.now(), today=stage.ago(days_ago)
    )


def _answered(stage: Stage) -> None:
    request = _mitsuru(
        stage, kind=RequestKind.DISCLOSE, days_ago=40, wanted="わたしについての相談の記録を見たい。"
    )
    rights.gather_records(stage.actor(CLERK), request=request)
    reason = "ほかの方から聞いたこと、機関から得た情報、支援者の評価にあたるところを除いて開示します。"
    _decided(stage, request, Outcome.PART, reason, days_ago=25)


def _waiting(stage: Stage) -> None:
    request = _mitsuru(
        stage,
        kind=RequestKind.DISCLOSE,
        days_ago=12,
        wanted="母の介護について、どこに伝わっているかを知りたい。",
    )
    rights.gather_records(stage.actor(CLERK), request=request)
    rights.propose_decision(
        stage.actor(CLERK),
        request=request,
        outcome=Outcome.PART,
        reason="ほかの方に関するところを除いて開示します。",
    )


def _open(stage: Stage) -> None:
    clerk = stage.actor(CLERK)
    request = _mitsuru(
        stage, kind=RequestKind.DISCLOSE, days_ago=3, wanted="前の開示のあとに書かれた記録を見たい。"
    )
    rights.gather_records(clerk, request=request)
    rights.ask_opinion(
        clerk, request=request, name="綿雲　ときこ", about="家での様子を話した部分", asked_on=stage.ago(2),
        answer_by=stage.ahead(12), today=stage.ago(2),
    )  # fmt: skip


def _corrected(stage: Stage) -> None:
    request = _correction(
        stage,
        days_ago=20,
        words="督促状",
        after="郵便受けに督促状が1通あった",
        statement="3通ではなく1通です。",
    )
    [correction] = queries.corrections_of(stage.actor(CLERK), request=request)
    rights.judge_correction(
        stage.actor(CLERK),
        correction=correction,
        refused=False,
        reason="本人の示した書類と、記録した職員に確かめた。",
    )
    _decided(stage, request, Outcome.CORRECT, "事実と違うことが確かめられたため。", days_ago=10)


def _to_correct(stage: Stage) -> None:
    _correction(
        stage,
        days_ago=5,
        words="レスパイト",
        after="休めている",
        statement="疲れてはいません。決めつけないでください。",
    )


def _correction(stage: Stage, *, days_ago: int, words: str, after: str, statement: str) -> Request:
    clerk = stage.actor(CLERK)
    request = _mitsuru(stage, kind=RequestKind.CORRECT, days_ago=days_ago, wanted=statement)
    rights.gather_records(clerk, request=request)
    part = queries.search_parts(clerk, request=request, text=words)[0]
    rights.add_correction(clerk, request=request, part=part, after=after, statement=statement)
    return request


def _agreed(stage: Stage, person: Person) -> None:
    """Said before the stop: it can still be taken back while nobody may use anything."""
    on = stage.ago(75)
    sharing.take_consent(
        stage.actor("csw"), person=person, case_id=None, recipient_ids=[stage.agency("KOREI_FUKUSHI")],
        categories=int(Category.ATTRIBUTES | Category.SCHOOL_WORK), asked_on=on, until_on=stage.ahead(200),
        method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="", wording_version="1",
        purpose="仕事さがしの相談", today=on,
    )  # fmt: skip


def _stopped(stage: Stage) -> None:
    request = _received(
        stage, kind=RequestKind.STOP, days_ago=15, wanted="相談したことを、もう使わないでほしい。",
        name="忘名　あきら", kana="わすれな　あきら",
    )  # fmt: skip
    _decided(
        stage, request, Outcome.STOP, "利用目的を達しており、停止しても支援に支障がないため。", days_ago=4
    )
