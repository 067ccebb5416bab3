"""もれたかもしれないとき: telling, weighing, counting, telling the people, reporting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.forms.base import Form, as_uuid
from norishiro.incidents import access, forms, operations, papers, queries, rules
from norishiro.incidents.choices import Answer, State
from norishiro.people import queries as people_queries
from norishiro.profiles.current import NoProfileError, current_profile

REVIEW = Permission.REVIEW_LOOKS
WRITTEN = ("sensitive", "harm", "malicious", "others", *rules.ITEMS)


@page(needs=REVIEW)
def incidents(request: Any) -> HttpResponse:
    """漏えい等のおそれの一覧."""
    today, closed = timezone.localdate(), request.GET.get("state") == "closed"
    rows = queries.listed(request.actor, closed=closed, today=today)
    return answer(
        request, "incidents/incidents.html", {"rows": rows, "closed": closed, "today": today}, shown=[]
    )


@page(needs=None)
def tell_incident(request: Any) -> HttpResponse:
    """もれたかもしれない、と知らせる."""
    today = timezone.localdate()
    kind = request.GET.get("kind", "")
    form = open_form(request, forms.TellForm, initial={"known_on": today, "kind": kind})

    def do() -> str:
        made = operations.tell_incident(request.actor, today=today, now=timezone.now(), **form.cleaned_data)
        if request.actor.may(REVIEW):
            messages.success(request, "記録しました。次に、報告が要るかどうかと、範囲を確かめてください。")
            return _home(made)
        messages.success(
            request,
            "所属長と、市区町村の担当に伝わりました。声もかけてください。知らせてくれて、ありがとうございます。",
        )
        return reverse("incidents:my_incidents")

    return _form(
        request, form, title="もれたかもしれない、と知らせる", submit="知らせる", back=reverse("casework:today"), do=do,
        lines=[
            "まちがえて送った、なくした、見られた。そう思ったら、はっきりしなくても、すぐに知らせてください。早く知らせるほど、本人を守れます。",
            "先にできること：送った先に電話して、開かず・捨てずに置いてもらう。置き忘れた所に連絡する。パソコンは電源を切らずに網から外す。",
        ],
    )  # fmt: skip


@page(needs=None)
def my_incidents(request: Any) -> HttpResponse:
    """わたしが知らせたこと."""
    return answer(
        request, "incidents/my_incidents.html", {"rows": queries.told_by_me(request.actor)}, shown=[]
    )


@page(needs=REVIEW)
def incident(request: Any, incident_id: UUID) -> HttpResponse:
    """一つのおそれ: clocks, reasons, items, spans, people."""
    actor = request.actor
    found = queries.get_incident(actor, incident_id=incident_id)
    context = _context(request, found) | {
        "spans": queries.spans_of(actor, incident=found), "today": timezone.localdate(),
        "may_go_on": rules.may_go_on(closed=access.is_closed(found)),
    }  # fmt: skip
    return answer(request, "incidents/incident.html", context, shown=[])


def _context(request: Any, found: Any) -> dict[str, Any]:
    counted = queries.counted(request.actor, incident=found)
    return {
        "incident": found, "counted": counted, "due": access.clocks(found), "missing": access.missing(found),
        "reasons": access.reasons(found, people=counted.people),
        "weighed": [
            (label, Answer(getattr(found, name)).label)
            for name, label in (("sensitive", "要配慮個人情報"), ("harm", "お金の被害のおそれ"), ("malicious", "わざと行われたおそれ"))
        ],
        "items": [(label, getattr(found, name)) for name, label in rules.ITEMS.items()],
    }  # fmt: skip


@page(needs=REVIEW)
def write_items(request: Any, incident_id: UUID) -> HttpResponse:
    """報告の案を書く."""
    actor = request.actor
    found = queries.get_incident(actor, incident_id=incident_id)

    def opened() -> forms.ItemsForm:
        now = queries.get_incident(actor, incident_id=incident_id)
        initial = {name: getattr(now, name) for name in WRITTEN} | _drafted(request, now)
        return open_form(request, forms.ItemsForm, subject=now.id, version=now.version, initial=initial)

    form = opened()

    def do() -> str:
        operations.write_items(
            actor, incident=found, version=form.version or found.version, values=dict(form.cleaned_data)
        )
        messages.success(request, "報告の案を残しました。")
        return _home(found)

    return _form(
        request, form, title="報告の案を書く", submit="残す", back=_home(found), do=do, current=opened,
        lines=["分かっているところまで書けば、速報ができます。確報には、「そのほか」のほかの全部が要ります。", "「もれた情報の項目」と「本人への対応」には、いまの数から作った案が入っていることがあります。確かめて直してください。"],
    )  # fmt: skip


def _drafted(request: Any, found: Any) -> dict[str, str]:
    """What the numbers say by themselves, for items nobody has written yet."""
    counted = queries.counted(request.actor, incident=found)
    drafts = {}
    if not found.items and counted.in_spans:
        drafts["items"] = (
            "氏名、生年月日、住所、電話番号、家族のこと、支援の記録（閲覧のあった画面から。確かめること）。"
        )
    if not found.to_persons and counted.in_spans:
        drafts["to_persons"] = f"本人{counted.in_spans}人のうち、{counted.told}人に知らせた。"
    return drafts


@page(needs=REVIEW)
def add_span(request: Any, incident_id: UUID) -> HttpResponse:
    """範囲を調べる."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_incident(actor, incident_id=incident_id)
    initial = {
        "staff": request.GET.get("staff", ""), "from_on": found.known_on - timedelta(days=30), "until_on": today,
    }  # fmt: skip
    form = open_form(request, forms.SpanForm, subject=found.id, initial=initial)
    people = agency_queries.staff_list(actor, on=today)
    form.fields["staff"].offer([(str(one.id), _staff_label(one)) for one in people])

    def do() -> str:
        given = form.cleaned_data
        made = operations.add_span(
            actor, incident=found, staff=next((one for one in people if str(one.id) == given["staff"]), None),
            from_at=_moment(given["from_on"], given["from_time"] or time.min),
            until_at=_moment(given["until_on"], given["until_time"])
            if given["until_time"] else _moment(given["until_on"] + timedelta(days=1), time.min),
        )  # fmt: skip
        messages.success(request, f"調べました。{made.people}人の記録を、{made.looks}回見ています。")
        return _home(found)

    return _form(
        request, form, title="範囲を調べる", submit="調べる", back=_home(found), do=do,
        lines=["その職員が、その時間に開いた人とケース（ケースは、そのときの対象者）を数え、「知らせる人」に入れます。", "もう入っている人は、二度は入りません。"],
    )  # fmt: skip


def _staff_label(one: Any) -> str:
    places = "・".join(dict.fromkeys(held.agency.name for held in one.now))
    return f"{one.name}（{places}）" if places else one.name


def _moment(day: Any, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


@page(needs=REVIEW)
def tell_affected(request: Any, incident_id: UUID) -> HttpResponse:
    """知らせる人."""
    actor = request.actor
    found = queries.get_incident(actor, incident_id=incident_id)
    form = open_form(request, forms.AffectedForm, subject=found.id, initial={"told_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        ids = [one for one in map(as_uuid, request.POST.getlist("person")) if one is not None]

        def do() -> str:
            told = operations.tell_affected(
                actor, incident=found, people=queries.chosen(actor, incident=found, ids=ids), today=timezone.localdate(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, f"{told}人について、残しました。")
            return reverse("incidents:tell_affected", args=[found.id])

        done = carry_out(request, form, do=do)
        if done is not None:
            return done
    rows, pages = queries.affected(actor, incident=found, page=_page_number(request))
    known = people_queries.labels_of(actor, person_ids=[one.person_id for one in rows])
    context = {
        "incident": found, "form": form, "rows": [(one, known.get(one.person_id, "")) for one in rows],
        "number": min(_page_number(request), pages), "pages": pages, "back": _home(found),
        "counted": queries.counted(actor, incident=found), "may_go_on": rules.may_go_on(closed=access.is_closed(found)),
    }  # fmt: skip
    return answer(request, "incidents/tell_affected.html", context, shown=list(known), status=_status(form))


def _page_number(request: Any) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and 0 < len(asked) < 6 and int(asked) else 1


@page(needs=REVIEW)
def report_first(request: Any, incident_id: UUID) -> HttpResponse:
    """速報をした."""
    found = queries.get_incident(request.actor, incident_id=incident_id)
    form = open_form(request, forms.ReportForm, initial={"on": timezone.localdate()})

    def do() -> str:
        operations.report_first(
            request.actor, incident=found, today=timezone.localdate(), **form.cleaned_data
        )
        messages.success(request, "速報をした日を残しました。")
        return _home(found)

    return _form(
        request, form, title="速報をした", submit="残す", back=_home(found), do=do,
        lines=["個人情報保護委員会の報告の画面に、「報告の控え（PDF）」を写して送ってから、ここに日を残します。のりしろからは送られません。"],
    )  # fmt: skip


@page(needs=REVIEW)
def report_final(request: Any, incident_id: UUID) -> HttpResponse:
    """確報をした."""
    found = queries.get_incident(request.actor, incident_id=incident_id)
    form = open_form(request, forms.ReportForm, initial={"on": timezone.localdate()})

    def do() -> str:
        operations.report_final(
            request.actor, incident=found, today=timezone.localdate(), **form.cleaned_data
        )
        messages.success(request, "確報をした日を残し、このおそれを終わりにしました。")
        return _home(found)

    return _form(
        request, form, title="確報をした", submit="終わりにする", back=_home(found), do=do,
        lines=["全部の項目を書き、本人に知らせてから（知らせられないときは代わりのことをしてから）、確報をします。"],
    )  # fmt: skip


@page(needs=REVIEW)
def settle_without(request: Any, incident_id: UUID) -> HttpResponse:
    """報告しないで終える."""
    found = queries.get_incident(request.actor, incident_id=incident_id)
    form = open_form(request, forms.WithoutForm)

    def do() -> str:
        operations.settle_without(request.actor, incident=found, **form.cleaned_data)
        messages.success(request, "わけを残して、終わりにしました。")
        return _home(found)

    return _form(
        request, form, title="報告しないで終える", submit="終わりにする", back=_home(found), do=do,
        lines=["報告の要る理由が一つもないときだけ、終えられます。知らせてくれたことは、消えません。"],
    )  # fmt: skip


@page(needs=REVIEW)
def report_paper(request: Any, incident_id: UUID) -> HttpResponse:
    """報告の控え（PDF）."""
    found = queries.get_incident(request.actor, incident_id=incident_id)
    try:
        town = current_profile(timezone.localdate()).municipality.name
    except NoProfileError:
        town = ""
    context = _context(request, found) | {"town": town, "made_at": timezone.now(), "State": State}
    return hand_over(request, papers.sheet(context), name="漏えい等の報告の控え.pdf", shown=[])


def _home(found: Any) -> str:
    return reverse("incidents:incident", args=[found.id])


def _form(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], str],
    current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen."""
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=do, current=current)
        if done is not None:
            return done
    context = {"form": form, "title": title, "submit": submit, "lines": lines, "back": back}
    return answer(request, "incidents/form.html", context, shown=[], status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
