"""The screens of this room: the register, one request step by step, the package, the letters, and what others are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.documents import pdf
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import Form
from norishiro.core.verdict import Verdict
from norishiro.rights import forms, operations, queries, rules
from norishiro.rights.choices import OUTCOMES, Outcome, RequestKind, Status
from norishiro.rights.terms import term_of

if TYPE_CHECKING:
    from norishiro.rights.models import Request

P = Permission


@dataclass(frozen=True)
class Step:
    """One thing to do with a request: its button, and why it may not be pressed."""

    label: str
    verdict: Verdict
    href: str
    kind: str = "second"


@dataclass(frozen=True)
class Words:
    """What a step's page says around its form."""

    title: str
    help: str
    submit: str
    done: str


def _form_page(
    request: Any, asked: Request | None, form: Form, words: Words, *, do: Callable[[], str], back: str, **more: Any
) -> HttpResponse:  # fmt: skip
    """A step: the form, its help, and one verb."""
    if request.method == "POST" and form.is_valid():

        def carry() -> str:
            address = do()
            messages.success(request, words.done)
            return address

        done = carry_out(request, form, do=carry)
        if done is not None:
            return done
    context = {"form": form, "asked": asked, "words": words, "back": back, **more}
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "rights/step.html", context, shown=_shown(asked), status=status)


def _shown(asked: Request | None) -> list[UUID]:
    return [asked.person_id] if asked and asked.person_id else []


def _home(request_id: UUID) -> str:
    return reverse("rights:request", args=[request_id])


# --- the register -----------------------------------------------------------------------------------------


@page(needs=P.KEEP_RIGHTS)
def list_requests(request: Any) -> HttpResponse:
    """求めの一覧（期限の近い順）."""
    today = timezone.localdate()
    lines = queries.open_requests(request.actor, today=today)
    past = queries.answered_requests(request.actor)
    context = {"lines": lines, "past": past, "today": today}
    return answer(
        request, "rights/requests.html", context, shown=[key for one in past for key in _shown(one)]
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
        return _home(made.id)

    words = Words(
        "求めを受け付ける", "受け付けた日から期限を数えます。だれの記録かは、本人確認のあとで選びます。", "受け付ける",
        "受け付けました。次は、本人確認です。",
    )  # fmt: skip
    return _form_page(request, None, form, words, do=receive, back=reverse("rights:requests"))


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
        "term": term_of(asked.kind), "open": asked.status not in operations.CLOSED, "decided": bool(asked.outcome),
        "gather": _may_gather(asked), "press": open_form(request, Form, subject=asked.id),
    }  # fmt: skip
    return answer(request, "rights/request.html", context, shown=_shown(asked))


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
        return _home(asked.id)

    words = Words(
        "本人確認を記録する", "求めた人がだれかを確かめるまで、記録を集めることはできません。", "記録する",
        "本人確認を記録しました。",
    )  # fmt: skip
    return _form_page(request, asked, form, words, do=identify, back=_home(asked.id))


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
        return _home(asked.id)

    words = Words(
        "だれの記録かを選ぶ",
        "求めに書かれた氏名（またはふりがな）と生年月日に合う人だけが出ます。見つからないときは、保有していません。",
        "この人にする", "だれの記録かを確かめました。次は、記録を集めます。",
    )  # fmt: skip
    return _form_page(
        request, asked, form, words, do=link, back=_home(asked.id),
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
        return _home(asked.id)

    words = Words(
        "期限を延ばす", "一回だけ、理由を書いて延ばせます。はじめの期限までに、求めた人に知らせてください。", "延ばす",
        "期限を延ばしました。延長の通知を印刷できます。",
    )  # fmt: skip
    return _form_page(request, asked, form, words, do=extend, back=_home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def ask_opinion(request: Any, request_id: UUID) -> HttpResponse:
    """第三者に意見を聞く."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(request, forms.AskOpinionForm, subject=asked.id, initial={"asked_on": today})

    def ask() -> str:
        operations.ask_opinion(request.actor, request=asked, today=today, **form.cleaned_data)
        return _home(asked.id)

    words = Words(
        "第三者に意見を聞く",
        "記録に出てくる人や機関に、開示してよいかを聞きます。だれが求めたかは、相手に言わないでください。", "記録する",
        "照会を記録しました。",
    )  # fmt: skip
    return _form_page(request, asked, form, words, do=ask, back=_home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def note_opinion(request: Any, opinion_id: UUID) -> HttpResponse:
    """第三者の意見を記録する."""
    opinion, today = queries.get_opinion(request.actor, opinion_id=opinion_id), timezone.localdate()
    form = open_form(request, forms.NoteOpinionForm, subject=opinion.id, initial={"answered_on": today})

    def note() -> str:
        operations.note_opinion(request.actor, opinion=opinion, today=today, **form.cleaned_data)
        return _home(opinion.request_id)

    words = Words(
        f"{opinion.name}の意見を記録する", "反対の意見があるときは、決定から2週間以上あけて開示します。", "記録する",
        "意見を記録しました。",
    )  # fmt: skip
    return _form_page(request, opinion.request, form, words, do=note, back=_home(opinion.request_id))


# --- the package ------------------------------------------------------------------------------------------


@require_POST
@page(needs=P.KEEP_RIGHTS)
def gather_records(request: Any, request_id: UUID) -> HttpResponse:
    """記録を集める."""
    asked = queries.get_request(request.actor, request_id=request_id)
    found = operations.gather_records(request.actor, request=asked)
    messages.success(request, f"{found}件の記録を集めました。見せる範囲の提案を確かめてください。")
    return HttpResponseRedirect(reverse("rights:package", args=[asked.id]))


@page(needs=P.KEEP_RIGHTS)
def show_package(request: Any, request_id: UUID) -> HttpResponse:
    """集めた記録と、見せる範囲."""
    asked = queries.get_request(request.actor, request_id=request_id)
    typed = request.GET.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 0
    items = queries.items_of(request.actor, request=asked, after=after)
    context = {
        "asked": asked, "items": items, "counted": queries.counted(request.actor, request=asked),
        "next": items[-1].order if len(items) == queries.PAGE else 0, "changeable": not asked.outcome,
        "open": asked.status not in operations.CLOSED,
    }  # fmt: skip
    return answer(request, "rights/package.html", context, shown=_shown(asked))


@page(needs=P.KEEP_RIGHTS)
def change_part(request: Any, part_id: UUID) -> HttpResponse:
    """見せる範囲を変える."""
    part = queries.get_part(request.actor, part_id=part_id)
    asked = part.item.request
    form = open_form(request, forms.PartForm, subject=part.id, initial={"withheld": part.withheld})
    back = f"{reverse('rights:package', args=[asked.id])}?after={max(part.item.order - 1, 0)}"

    def change() -> str:
        operations.change_part(request.actor, part=part, **form.cleaned_data)
        return back

    words = Words(
        "見せる範囲を変える",
        "提案はきまりによるものです。読んで、合わないときに理由を書いて変えます。",
        "変える",
        "変えました。",
    )
    return _form_page(request, asked, form, words, do=change, back=back, part=part)


# --- corrections ------------------------------------------------------------------------------------------


@page(needs=P.KEEP_RIGHTS)
def find_part(request: Any, request_id: UUID) -> HttpResponse:
    """訂正を求められた箇所をさがす."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = forms.FindPartForm(request.POST if request.method == "POST" else None, subject=asked.id)
    parts = []
    if form.is_bound and form.is_valid():
        parts = queries.search_parts(request.actor, request=asked, text=form.cleaned_data["words"])
    context = {"asked": asked, "form": form, "parts": parts, "searched": form.is_bound}
    return answer(request, "rights/find_part.html", context, shown=_shown(asked))


@page(needs=P.KEEP_RIGHTS)
def add_correction(request: Any, part_id: UUID) -> HttpResponse:
    """訂正の求めの中身を書く."""
    part = queries.get_part(request.actor, part_id=part_id)
    asked = part.item.request
    form = open_form(request, forms.CorrectionForm, subject=part.id)

    def add() -> str:
        operations.add_correction(request.actor, request=asked, part=part, **form.cleaned_data)
        return _home(asked.id)

    words = Words(
        "訂正の求めを書く", "もとの記録は消えません。決定すると、正しい内容がその横に立ちます。", "書く",
        "訂正の求めを書きました。調べて、訂正するかを決めてください。",
    )  # fmt: skip
    return _form_page(request, asked, form, words, do=add, back=_home(asked.id), part=part)


@page(needs=P.KEEP_RIGHTS)
def judge_correction(request: Any, correction_id: UUID) -> HttpResponse:
    """訂正するかを決める."""
    correction = queries.get_correction(request.actor, correction_id=correction_id)
    form = open_form(
        request, forms.JudgeForm, subject=correction.id,
        initial={"refused": "1" if correction.refused else "", "reason": correction.reason},
    )  # fmt: skip

    def judge() -> str:
        given = form.cleaned_data
        operations.judge_correction(
            request.actor, correction=correction, refused=given["refused"] == "1", reason=given["reason"]
        )
        return _home(correction.request_id)

    words = Words(
        "訂正するかを調べて決める",
        "事実が違うときに訂正します。見立てや評価は、もとの事実が違うときを除き、訂正の対象になりません。", "記録する",
        "調べたことを記録しました。",
    )  # fmt: skip
    return _form_page(
        request, correction.request, form, words, do=judge, back=_home(correction.request_id), correction=correction
    )  # fmt: skip


# --- the decision -----------------------------------------------------------------------------------------


@page(needs=P.KEEP_RIGHTS)
def propose_decision(request: Any, request_id: UUID) -> HttpResponse:
    """決定の案を作る."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = open_form(
        request, forms.ProposeForm, subject=asked.id,
        initial={"outcome": asked.proposed_outcome, "reason": asked.proposed_reason},
    )  # fmt: skip
    form.fields["outcome"].choices = [(one.value, one.label) for one in OUTCOMES[RequestKind(asked.kind)]]

    def propose() -> str:
        operations.propose_decision(request.actor, request=asked, **form.cleaned_data)
        return _home(asked.id)

    words = Words(
        "決定の案を作る", "案は、もう一人の職員が確かめて決定します。開示しないところの根拠は、集めた記録のとおりに通知に載ります。",
        "案を出す", "案を出しました。もう一人が確かめて決定します。",
    )  # fmt: skip
    return _form_page(request, asked, form, words, do=propose, back=_home(asked.id))


@page(needs=P.DECIDE_RIGHTS)
def decide_request(request: Any, request_id: UUID) -> HttpResponse:
    """案を確かめて決定する."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(request, Form, subject=asked.id)

    def decide() -> str:
        operations.decide_request(request.actor, request=asked, now=timezone.now(), today=today)
        messages.success(request, "決定しました。通知を印刷して、求めた人に知らせてください。")
        return _home(asked.id)

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=decide)
        if done is not None:
            return done
    items = queries.whole_package(request.actor, request=asked)
    context = {
        "asked": asked, "form": form, "grounds": queries.grounds_of(items), "back": _home(asked.id),
        "counted": queries.counted(request.actor, request=asked),
        "corrections": queries.corrections_of(request.actor, request=asked), "stops": asked.proposed_outcome == Outcome.STOP,
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "rights/decide_request.html", context, shown=_shown(asked), status=status)


@page(needs=P.DECIDE_RIGHTS)
def return_proposal(request: Any, request_id: UUID) -> HttpResponse:
    """案を戻す."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, forms.ReturnForm, subject=asked.id)

    def give_back() -> str:
        operations.return_proposal(request.actor, request=asked, **form.cleaned_data)
        return _home(asked.id)

    words = Words("案を戻す", "直してほしいところを書いて戻します。", "戻す", "案を戻しました。")
    return _form_page(request, asked, form, words, do=give_back, back=_home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def deliver_decision(request: Any, request_id: UUID) -> HttpResponse:
    """通知したことを記録する."""
    asked, today = queries.get_request(request.actor, request_id=request_id), timezone.localdate()
    form = open_form(request, forms.DeliverForm, subject=asked.id, initial={"on": today})

    def deliver() -> str:
        operations.deliver_decision(request.actor, request=asked, **form.cleaned_data)
        return _home(asked.id)

    words = Words(
        "通知したことを記録する",
        "決定通知と、開示する書面を渡した日を書きます。",
        "記録する",
        "通知を記録しました。",
    )
    return _form_page(request, asked, form, words, do=deliver, back=_home(asked.id))


@page(needs=P.KEEP_RIGHTS)
def withdraw_request(request: Any, request_id: UUID) -> HttpResponse:
    """取り下げを記録する."""
    asked = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, forms.WithdrawForm, subject=asked.id)

    def withdraw() -> str:
        operations.withdraw_request(request.actor, request=asked, **form.cleaned_data)
        return _home(asked.id)

    words = Words(
        "取り下げを記録する", "求めた人が取り下げたときに書きます。求めがあったことの記録は残ります。", "記録する",
        "取り下げを記録しました。",
    )  # fmt: skip
    return _form_page(request, asked, form, words, do=withdraw, back=_home(asked.id))


# --- on paper ---------------------------------------------------------------------------------------------


@page(needs=P.KEEP_RIGHTS)
def letter(request: Any, request_id: UUID) -> HttpResponse:
    """決定（または延長）の通知書."""
    asked = queries.get_request(request.actor, request_id=request_id)
    items = queries.whole_package(request.actor, request=asked)
    context = {
        "asked": asked, "grounds": queries.grounds_of(items) if asked.outcome == Outcome.PART else [],
        "due": queries.due_of(asked), "article": term_of(asked.kind).article,
        "corrections": queries.corrections_of(request.actor, request=asked),
    }  # fmt: skip
    return hand_over(
        request, pdf("rights/letter_sheet.html", context), name="通知書.pdf", shown=_shown(asked)
    )


@page(needs=P.KEEP_RIGHTS)
def package_paper(request: Any, request_id: UUID) -> HttpResponse:
    """開示する書面."""
    asked = queries.get_request(request.actor, request_id=request_id)
    items = queries.whole_package(request.actor, request=asked)
    context = {"asked": asked, "sheets": queries.on_paper(items), "grounds": queries.grounds_of(items)}
    return hand_over(
        request, pdf("rights/package_sheet.html", context), name="開示する記録.pdf", shown=_shown(asked)
    )


# --- what others are told ---------------------------------------------------------------------------------


@page(needs=P.SEE_PEOPLE)
def list_notices(request: Any) -> HttpResponse:
    """訂正のお知らせ."""
    context = {
        "waiting": queries.notices_waiting(request.actor),
        "answered": queries.notices_answered(request.actor),
    }
    return answer(request, "rights/notices.html", context, shown=[])


@page(needs=P.SEE_PEOPLE)
def acknowledge_notice(request: Any, notice_id: UUID) -> HttpResponse:
    """訂正のお知らせを確かめる."""
    notice, today = queries.get_notice(request.actor, notice_id=notice_id), timezone.localdate()
    form = open_form(request, forms.AcknowledgeForm, subject=notice.id)

    def acknowledge() -> str:
        operations.acknowledge_notice(request.actor, notice=notice, today=today, **form.cleaned_data)
        return reverse("rights:notices")

    words = Words(
        "訂正のお知らせを確かめる",
        "のりしろの中の記録には、もう正しい内容が出ています。自分の機関の帳票や写しを確かめて、したことを書いてください。",
        "確かめたことを伝える", "確かめたことを伝えました。",
    )  # fmt: skip
    return _form_page(
        request, None, form, words, do=acknowledge, back=reverse("rights:notices"), notice=notice
    )


@page(needs=P.DECIDE_RIGHTS)
def let_see(request: Any, order_id: UUID) -> HttpResponse:
    """停止した記録を、法令により見られるようにする."""
    order, today = queries.get_stop(request.actor, order_id=order_id), timezone.localdate()
    form = open_form(request, forms.LetSeeForm, subject=order.id, initial={"hours": 24})
    colleagues = list(agency_queries.colleagues(request.actor, on=today))
    form.fields["staff"].choices = [
        ("", "選んでください"), *((str(one.id), one.name) for one in colleagues),
    ]  # fmt: skip

    def pass_on() -> str:
        given = dict(form.cleaned_data)
        staff = next(one for one in colleagues if str(one.id) == given.pop("staff"))
        operations.let_see(request.actor, order=order, staff=staff, now=timezone.now(), **given)
        return _home(order.request_id)

    words = Words(
        "法令により見られるようにする",
        "訴訟・審査請求など、法令が見ることを求めるときだけです。だれが、なぜ、いつまで見られたかが台帳に残ります。",
        "見られるようにする", "期限つきで見られるようにしました。",
    )  # fmt: skip
    return _form_page(request, order.request, form, words, do=pass_on, back=_home(order.request_id))


@page(needs=P.DECIDE_RIGHTS)
def lift_stop(request: Any, order_id: UUID) -> HttpResponse:
    """利用停止を解く."""
    order = queries.get_stop(request.actor, order_id=order_id)
    form = open_form(request, forms.LiftForm, subject=order.id)

    def lift() -> str:
        operations.lift_stop(request.actor, order=order, now=timezone.now(), **form.cleaned_data)
        return _home(order.request_id)

    words = Words(
        "利用停止を解く",
        "解くと、次のクリックから、もとの共有のとおりに見られるようになります。",
        "解く",
        "利用停止を解きました。",
    )
    return _form_page(request, order.request, form, words, do=lift, back=_home(order.request_id))
