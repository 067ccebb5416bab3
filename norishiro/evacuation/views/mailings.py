"""案内: prepared, approved, printed, sent, answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, found_nothing, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import open_form
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.tables import place_in
from norishiro.core.withheld import covered
from norishiro.evacuation import forms, operations, papers, queries, rules
from norishiro.evacuation.choices import LetterState, Why
from norishiro.evacuation.views.common import KEEP, crumbs, form_screen, shown_of, tabs
from norishiro.profiles.current import current_profile


def _home(mailing: Any) -> tuple[str, str]:
    return mailing.title, reverse("evacuation:mailing", args=[mailing.id])


@page(needs=KEEP)
def mailings(request: Any) -> HttpResponse:
    """案内と返事: the rounds, each with sums that add up."""
    context = {"lines": queries.mailing_lines(request.actor), "tabs": tabs("evacuation:mailings"), "states": LetterState.choices,
               "may_prepare": bool(queries.fixed_listings(request.actor)), "crumbs": crumbs(("案内と返事", ""))}  # fmt: skip
    return answer(request, "evacuation/mailings.html", context, shown=[])


@page(needs=KEEP)
def prepare_mailing(request: Any) -> HttpResponse:
    """案内を用意する."""
    actor, today = request.actor, timezone.localdate()
    fixed = queries.fixed_listings(actor)
    form = open_form(
        request, forms.MailingForm, listings=[(str(one.id), f"{wareki_short(one.base_on)}の一覧") for one in fixed],
        initial={"who": [Why.NEW, Why.AGAIN], "greeting": forms.GREETING, "listing": str(fixed[0].id) if fixed else ""},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        found = queries.get_listing(actor, listing_id=UUID(given.pop("listing")))
        made = operations.prepare_mailing(actor, listing=found, today=today, **given)
        return "案内を用意しました。もう一人の承認を受けると、印刷できます。", _home(made)[1]

    return form_screen(
        request, form, title="案内を用意する", submit="用意する", back=reverse("evacuation:mailings"), do=do,
        steps=crumbs(("案内と返事", reverse("evacuation:mailings")), ("用意する", "")),
        lines=[
            "確定した一覧のうち、まだ案内を送っていない人（新たな対象）と、前の案内に返事のない人に、一通ずつ用意します。",
            "「希望しない」と答えた人と、もう計画をつくる人には、用意しません。",
            "住所のない人・伏せている人は「送れない」に数え、印刷には出しません。支援措置の担当と、渡し方を相談してください。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def mailing(request: Any, mailing_id: UUID) -> HttpResponse:
    """一回の案内: how many stand where, and every notice. A name stands in no address."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_mailing(actor, mailing_id=mailing_id)
    if request.method == "POST":
        return led_to_search(request, field="q", also=("state",))
    words, asked = words_of(request, limit=60), request.GET.get("state", "")
    state = asked if asked in LetterState.values else ""
    withheld = covered([words]) != [None]
    listed = (
        queries.Page()
        if withheld
        else queries.letters(actor, mailing=found, state=state, words=words, place=place_in(request.GET))
    )
    if words and not listed.rows:
        found_nothing(request, words=words)
    standings = queries.standings_of(actor, mailing=found)
    printable = standings.total - standings.counts.get("HELD", 0)
    why = queries.why_counts(actor, mailing=found)
    context = {
        "mailing": found, "page": listed, "state": state, "words": words, "standings": standings,
        "form": forms.NoticeSearchForm(initial={"q": words if listed.rows else ""}),
        "why": [(one.label, why.get(one.value, 0)) for one in Why], "late": found.sent_on and found.due_on < today,
        "rows": [(one, next(iter(one.visits.all()), None)) for one in listed.rows],
        "parts": range(1, (printable + queries.PART - 1) // queries.PART + 1), "part_size": queries.PART,
        "may_approve": rules.may_approve(
            approved=found.approved_on is not None, prepared_by_me=found.staff_id == actor.staff_id,
            may=actor.may(Permission.APPROVE_EXPORT),
        ),
        "may_print": rules.may_print(approved=found.approved_on is not None),
        "may_send": rules.may_note_sent(
            approved=found.approved_on is not None, sent=found.sent_on is not None, sent_on=today,
            approved_on=found.approved_on, today=today,
        ),
        "crumbs": crumbs(("案内と返事", reverse("evacuation:mailings")), (found.title, "")),
    }  # fmt: skip
    return answer(request, "evacuation/mailing.html", context, shown=shown_of(listed.rows))


@require_POST
@page(needs=KEEP)
def approve_mailing(request: Any, mailing_id: UUID) -> HttpResponse:
    """印刷を承認する."""
    found = queries.get_mailing(request.actor, mailing_id=mailing_id)
    operations.approve_mailing(request.actor, mailing=found, today=timezone.localdate())
    messages.success(request, "承認しました。印刷できます。")
    return redirect("evacuation:mailing", found.id)


@page(needs=KEEP, fresh=True)
def letters_paper(request: Any, mailing_id: UUID) -> HttpResponse:
    """案内の紙: for a window envelope, ``?part=`` which hundred."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_mailing(actor, mailing_id=mailing_id)
    rules.may_print(approved=found.approved_on is not None).or_refuse()
    part = request.GET.get("part", "1")
    number = max(int(part), 1) if part.isascii() and part.isdigit() and len(part) < 4 else 1
    letters = queries.printable(actor, mailing=found, part=number)
    content = papers.notices(
        found, letters, town=current_profile(today).municipality.name, on=found.sent_on or today
    )
    return hand_over(request, content, name="個別避難計画の案内.pdf", shown=shown_of(letters))


@page(needs=KEEP, fresh=True)
def addresses_file(request: Any, mailing_id: UUID) -> HttpResponse:
    """宛名の一覧を Excel で: for whoever prints the envelopes."""
    actor = request.actor
    found = queries.get_mailing(actor, mailing_id=mailing_id)
    rules.may_print(approved=found.approved_on is not None).or_refuse()
    letters = queries.printable(actor, mailing=found)
    content = papers.addresses(found, letters, by=actor.name)
    return hand_over(request, content, name="個別避難計画の宛名.xlsx", shown=shown_of(letters))


@page(needs=KEEP)
def note_sent(request: Any, mailing_id: UUID) -> HttpResponse:
    """送った日を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_mailing(actor, mailing_id=mailing_id)
    form = open_form(request, forms.SentForm, initial={"sent_on": today})
    label, back = _home(found)

    def do() -> tuple[str, str]:
        number = operations.note_sent(actor, mailing=found, today=today, **form.cleaned_data)
        return f"{number}通を送ったと書きました。", back

    return form_screen(
        request, form, title="送った日を書く", submit="書く", back=back, do=do,
        steps=crumbs(("案内と返事", reverse("evacuation:mailings")), (label, back), ("送った日", "")),
        lines=["印刷できる全員が「返事待ち」に変わります。送れない人は、そのまま残ります。"],
    )  # fmt: skip


@page(needs=KEEP)
def note_answer(request: Any, notice_id: UUID) -> HttpResponse:
    """返事を書く."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_letter(actor, letter_id=notice_id)
    label, back = _home(found.mailing)

    def opened(letter: Any) -> Any:
        initial = {name: getattr(letter, name) for name in ("state", "answered_on", "way", "note")}
        initial["answered_on"] = initial["answered_on"] or today
        return open_form(
            request, forms.AnswerForm, subject=letter.id, version=letter.version, initial=initial
        )

    form = opened(found)

    def do() -> tuple[str, str]:
        operations.note_answer(
            actor, letter=found, version=form.version or found.version, today=today, **form.cleaned_data
        )
        return f"{found.entry.name}さんの返事を書きました。", back

    return form_screen(
        request, form, title=f"{found.number}番　{found.entry.name}さんの返事", submit="書く", back=back, do=do,
        current=lambda: opened(queries.get_letter(actor, letter_id=notice_id)),
        steps=crumbs(("案内と返事", reverse("evacuation:mailings")), (label, back), ("返事", "")),
        lines=["調査票の返事、電話や窓口での返事、届かずに戻ったことを書きます。書いたあとも、直せます。"],
        shown=[found.entry.target.seen_as],
    )  # fmt: skip
