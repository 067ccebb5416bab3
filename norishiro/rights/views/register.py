"""The register: what was asked for, by whom, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import Form
from norishiro.core.verdict import Verdict
from norishiro.people import queries as people_queries
from norishiro.rights import forms, operations, queries, rules
from norishiro.rights.choices import Outcome, RequestKind, Status
from norishiro.rights.terms import term_of
from norishiro.rights.views.common import P, Words, form_page, home, shown_of
from norishiro.sharing import queries as sharing_queries

if TYPE_CHECKING:
    from norishiro.rights.models import Request
    from norishiro.sharing.queries import StoppedConsent


@dataclass(frozen=True)
class Step:
    """One thing to do with a request: its button, and why it may not be pressed."""

    label: str
    verdict: Verdict
    href: str
    kind: str = "second"


@page(needs=P.KEEP_RIGHTS)
def list_requests(request: Any) -> HttpResponse:
    """求めの一覧（期限の近い順）."""
    today = timezone.localdate()
    lines = queries.open_requests(request.actor, today=today)
    past = queries.answered_requests(request.actor)
    context = {"lines": lines, "past": past, "today": today}
    return answer(
        request, "rights/requests.html", context, shown=[key for one in past for key in shown_of(one)]
    )


@page(needs=P.KEEP_RIGHTS)
def receive_request(request: Any) -> HttpResponse:
    """求めを受け付ける."""
    today = timezone.localdate()
    form = open_form(
        request, forms.ReceiveForm, initial={"kind": RequestKind.DISCLOSE, "asker": "SELF", "received_on": today, "days": 30},
    )  # fmt: skip

    def receive() -> str:
        made = operations.receive_request(request.actor, today=today, **form.cleaned_data)
        return home(made.id)

    words = Words(
        "求めを受け付ける", "受け付けた日から期限を数えます。だれの記録かは、本人確認のあとで選びます。", "受け付ける",
        "受け付けました。次は、本人確認です。",
    )  # fmt: skip
    return form_page(request, None, form, words, do=receive, back=reverse("rights:requests"))


@page(needs=P.KEEP_RIGHTS)
def show_request(request: Any, request_id: UUID) -> HttpResponse:
    """一つの求め."""
    actor, today = request.actor, timezone.localdate()
    asked = queries.get_request(actor, request_id=request_id)
    due = queries.due_of(asked)
    context = {
        "asked": asked, "due": due, "left": (due - today).days, "counted": queries.counted(actor, request=asked),
        "opinions": queries.opinions_of(actor, request=asked), "steps": _steps(request, asked),
        "corrections": queries.corrections_of(actor, request=asked), "orders": queries.stops_of(actor, request=asked),
        "consents": _consents(request, asked), "term": term_of(asked.kind), "open": asked.status not in operations.CLOSED, "decided": bool(asked.outcome),
        "gather": _may_gather(asked), "tells": _tells(request, asked), "press": open_form(request, Form, subject=asked.id),
    }  # fmt: skip
    return answer(request, "rights/request.html", context, shown=shown_of(asked))


def _consents(request: Any, asked: Request) -> list[StoppedConsent]:
    """What the person may still take back although nobody uses anything of them; asked only where a stop was decided."""
    if asked.outcome != Outcome.STOP or asked.person_id is None:
        return []
    return sharing_queries.stopped_consents(request.actor, person_id=asked.person_id)


def _tells(request: Any, asked: Request) -> bool:
    """Whether 「だれが見たか」 can be opened from here: the person is known to the office that handles the request."""
    seen = people_queries.visible_to(request.actor).filter(id=asked.person_id)
    return bool(asked.person_id) and request.actor.may(P.TELL_LOOKS) and seen.exists()


def _may_gather(asked: Request) -> Verdict:
    return rules.may_gather(
        closed=asked.status in operations.CLOSED, identified=asked.identity_on is not None,
        linked=asked.person_id is not None, decided=bool(asked.outcome), corrections=asked.corrections.count(),
    )  # fmt: skip


def _steps(request: Any, asked: Request) -> list[Step]:
    """What comes next, first; what is over is left out."""
    steps, key = [], [asked.id]
    if asked.status in operations.CLOSED:
        return []
    if not asked.outcome:
        if asked.identity_on is None:
            steps.append(
                Step("本人確認を記録する", Verdict(), reverse("rights:identify_requester", args=key), "")
            )
        else:
            link = "だれの記録かを選ぶ" if asked.person_id is None else "だれの記録かを選びなおす"
            kind = "" if asked.person_id is None else "text"
            steps.append(Step(link, Verdict(), reverse("rights:link_person", args=key), kind))
        if asked.status == Status.PROPOSED:
            may = rules.may_decide(
                proposed=True, by_proposer=asked.proposed_by_id == request.actor.staff_id, waiting_opinions=0,
                opposed_recently=False,
            )  # fmt: skip
            steps.append(Step("案を確かめて決定する", may, reverse("rights:decide_request", args=key), ""))
        elif asked.identity_on is not None:
            steps.append(Step("決定の案を作る", Verdict(), reverse("rights:propose_decision", args=key)))
        steps.append(Step("期限を延ばす", Verdict(), reverse("rights:extend_term", args=key), "text"))
        steps.append(Step("第三者に意見を聞く", Verdict(), reverse("rights:ask_opinion", args=key), "text"))
        steps.append(
            Step("取り下げを記録する", Verdict(), reverse("rights:withdraw_request", args=key), "text")
        )
    else:
        steps.append(
            Step("通知したことを記録する", Verdict(), reverse("rights:deliver_decision", args=key), "")
        )
    return steps


@page(needs=P.KEEP_RIGHTS)
def identify_requester(request: Any, request_id: UUID) -> HttpResponse:
    """本人確認."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(
        request, forms.IdentifyForm, subject=asked.id, initial={"identity_on": today, "mending_days": 0}
    )

    def identify() -> str:
        given = form.cleaned_data
        operations.identify_requester(
            request.actor, request=asked, how=given["identity_how"], on=given["identity_on"],
            mending_days=given["mending_days"], today=today,
        )  # fmt: skip
        return home(asked.id)

    words = Words(
        "本人確認を記録する", "求めた人がだれかを確かめるまで、記録を集めることはできません。", "記録する",
        "本人確認を記録しました。",
    )  # fmt: skip
    return form_page(request, asked, form, words, do=identify, back=home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def link_person(request: Any, request_id: UUID) -> HttpResponse:
    """だれの記録かを選ぶ."""
    asked = queries.get_request(request.actor, request_id=request_id)
    found = queries.candidates_for(request.actor, request=asked)
    form = open_form(request, forms.LinkForm, subject=asked.id)
    form.fields["person"].choices = [
        (str(one.id), "　".join(filter(None, [one.name, one.kana, one.birth, one.area]))) for one in found
    ]

    def link() -> str:
        operations.link_person(request.actor, request=asked, person_id=UUID(form.cleaned_data["person"]))
        return home(asked.id)

    words = Words(
        "だれの記録かを選ぶ",
        "求めに書かれた氏名（またはふりがな）と生年月日に合う人だけが出ます。見つからないときは、保有していません。",
        "この人にする", "だれの記録かを確かめました。次は、記録を集めます。",
    )  # fmt: skip
    return form_page(
        request, asked, form, words, do=link, back=home(asked.id),
        nothing="" if found else "氏名と生年月日に合う人は、登録されていません。",
    )  # fmt: skip


@page(needs=P.KEEP_RIGHTS)
def extend_term(request: Any, request_id: UUID) -> HttpResponse:
    """期限を延ばす."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(
        request, forms.ExtendForm, subject=asked.id, initial={"more": term_of(asked.kind).more, "on": today}
    )

    def extend() -> str:
        operations.extend_term(request.actor, request=asked, today=today, **form.cleaned_data)
        return home(asked.id)

    words = Words(
        "期限を延ばす", "一回だけ、理由を書いて延ばせます。はじめの期限までに、求めた人に知らせてください。", "延ばす",
        "期限を延ばしました。延長の通知を印刷できます。",
    )  # fmt: skip
    return form_page(request, asked, form, words, do=extend, back=home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def ask_opinion(request: Any, request_id: UUID) -> HttpResponse:
    """第三者に意見を聞く."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(request, forms.AskOpinionForm, subject=asked.id, initial={"asked_on": today})

    def ask() -> str:
        operations.ask_opinion(request.actor, request=asked, today=today, **form.cleaned_data)
        return home(asked.id)

    words = Words(
        "第三者に意見を聞く",
        "記録に出てくる人や機関に、開示してよいかを聞きます。だれが求めたかは、相手に言わないでください。", "記録する",
        "照会を記録しました。",
    )  # fmt: skip
    return form_page(request, asked, form, words, do=ask, back=home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def note_opinion(request: Any, opinion_id: UUID) -> HttpResponse:
    """第三者の意見を記録する."""
    opinion, today = queries.get_opinion(request.actor, opinion_id=opinion_id), timezone.localdate()
    form = open_form(request, forms.NoteOpinionForm, subject=opinion.id, initial={"answered_on": today})

    def note() -> str:
        operations.note_opinion(request.actor, opinion=opinion, today=today, **form.cleaned_data)
        return home(opinion.request_id)

    words = Words(
        f"{opinion.name}の意見を記録する", "反対の意見があるときは、決定から2週間以上あけて開示します。", "記録する",
        "意見を記録しました。",
    )  # fmt: skip
    return form_page(request, opinion.request, form, words, do=note, back=home(opinion.request_id))
