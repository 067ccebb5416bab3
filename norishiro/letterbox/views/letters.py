"""便り: the box, one letter, opening it, answering, proposing another window, the picture; the CSV of a form service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.files import ENDINGS, MEDIA_TYPES
from norishiro.core.form_pages import finish, open_form
from norishiro.core.tables import place_in
from norishiro.core.text import InputProblem
from norishiro.letterbox import form_services, operations, queries, rules
from norishiro.letterbox.choices import About, KeepClass
from norishiro.letterbox.forms import AnswerLetterForm, DeclineLetterForm, ImportForm, PassOnForm, PressForm
from norishiro.letterbox.retention import keeping, keeping_of
from norishiro.letterbox.views.common import form_screen

if TYPE_CHECKING:
    from norishiro.letterbox.models import Letter

TO_WRITE = "（これから書く）"
SHOWN_LINES = 200


@page(needs=Permission.RECEIVE)
def list_letters(request: Any) -> HttpResponse:
    """届いた便り."""
    box = request.GET.get("box", "")
    if box == "passed":
        return _list_passed(request)
    waiting = box != "all"
    found = queries.letter_rows(request.actor, waiting=waiting, place=place_in(request.GET))
    keeps = request.actor.may(Permission.KEEP_ENTRANCES)
    context = {"page": found, "rows": found.rows, "waiting": waiting, "keeps": keeps}
    return answer(request, "letterbox/list_letters.html", context, shown=[one.id for one in found.rows])


def _list_passed(request: Any) -> HttpResponse:
    """What went to other windows, and until when the line is kept."""
    passed = [
        (one, keeping(KeepClass.PASSED_ON, since=timezone.localtime(one.passed_at).date()))
        for one in queries.passed_on(request.actor)
    ]
    context = {"passed": passed, "box": "passed", "keeps": request.actor.may(Permission.KEEP_ENTRANCES)}
    return answer(request, "letterbox/list_letters.html", context, shown=[one.letter_id for one, _ in passed])


@page(needs=Permission.RECEIVE)
def show(request: Any, letter_id: UUID) -> HttpResponse:
    """便り."""
    actor = request.actor
    letter = queries.get_letter(actor, letter_id=letter_id)
    taken, answered = letter.taken_at is not None, letter.answered_at is not None
    opened = queries.open_letter(actor, letter=letter) if taken else None
    context = {
        "letter": letter,
        "key": str(letter.id),
        "taken": taken,
        "content": opened.content if opened else None,
        "about": _about(opened.content.about) if opened else "",
        "answer": opened.answer if opened else "",
        "passings": queries.passings_of(actor, letter=letter),
        "keeping": keeping_of(letter),
        "alike": queries.alike(actor, letter=letter) if taken else [],
        "press": open_form(request, PressForm, subject=letter.id),
        "may_take": rules.may_take(mine=True, taken=taken),
        "may_answer": rules.may_answer(mine=True, taken=taken, answered=answered, words=TO_WRITE),
        "may_decline": rules.may_decline(mine=True, taken=taken, answered=answered, proposal=TO_WRITE),
        "may_receive": rules.may_receive(mine=True, taken=taken, received=letter.consultation_id is not None),
        "may_pass_on": rules.may_pass_on(
            mine=True,
            taken=taken,
            answered=answered,
            received=letter.consultation_id is not None,
            elsewhere=True,
            ground=TO_WRITE,
            words=TO_WRITE,
        ),
    }
    return answer(request, "letterbox/show.html", context, shown=[letter.id])


def _about(code: str) -> str:
    return str(dict(About.choices).get(code, ""))


@require_POST
@page(needs=Permission.RECEIVE)
def take_letter(request: Any, letter_id: UUID) -> HttpResponse:
    """便りの封を開けて読む."""
    letter = queries.get_letter(request.actor, letter_id=letter_id)

    def take() -> str:
        operations.take_letter(request.actor, letter=letter, now=timezone.now())
        messages.success(
            request, "封を開けました。送った人には「読みました」と出ます。次は返事を書いてください。"
        )
        return _home(letter.id)

    return finish(request, open_form(request, PressForm, subject=letter.id), do=take)


@page(needs=Permission.RECEIVE)
def answer_letter(request: Any, letter_id: UUID) -> HttpResponse:
    """便りに返事をする."""
    letter = queries.get_letter(request.actor, letter_id=letter_id)
    form = open_form(request, AnswerLetterForm, subject=letter.id)

    def reply() -> tuple[str, str]:
        operations.answer_letter(
            request.actor, letter=letter, words=form.cleaned_data["words"], now=timezone.now()
        )
        return "返事をしました。送った人が、受付番号と合言葉で見られます。", _home(letter.id)

    return _reply_screen(request, letter, "letterbox/answer_letter.html", form=form, do=reply)


@page(needs=Permission.RECEIVE)
def decline_letter(request: Any, letter_id: UUID) -> HttpResponse:
    """ほかの窓口を提案する."""
    letter = queries.get_letter(request.actor, letter_id=letter_id)
    form = open_form(request, DeclineLetterForm, subject=letter.id)

    def propose() -> tuple[str, str]:
        operations.decline_letter(
            request.actor, letter=letter, proposal=form.cleaned_data["words"], now=timezone.now()
        )
        return "提案を返しました。送った人が、受付番号と合言葉で見られます。", _home(letter.id)

    return _reply_screen(request, letter, "letterbox/decline_letter.html", form=form, do=propose)


@page(needs=Permission.RECEIVE)
def pass_on_letter(request: Any, letter_id: UUID) -> HttpResponse:
    """便りをほかの窓口に渡す."""
    actor = request.actor
    letter = queries.get_letter(actor, letter_id=letter_id)
    found = queries.receivers(actor, on=timezone.localdate())
    receivers = [(str(one.id), one.name) for one in found if one.id != letter.receiver_agency_id]
    form = open_form(request, PassOnForm, subject=letter.id, receivers=receivers)

    def pass_on() -> tuple[str, str]:
        given = form.cleaned_data
        passing = operations.pass_on_letter(
            actor, letter=letter, receiver_agency_id=UUID(given["receiver"]), ground=given["ground"],
            words=given["words"], now=timezone.now(),
        )  # fmt: skip
        message = f"{passing.to_agency.name}に渡しました。送った人の画面にも、どの窓口に渡したかが出ます。"
        return message, f"{reverse('letterbox:letters')}?box=passed"

    return _reply_screen(request, letter, "letterbox/pass_on_letter.html", form=form, do=pass_on)


def _reply_screen(request: Any, letter: Letter, template: str, *, form: Any, do: Any) -> HttpResponse:
    """With the letter beside the form, where it was read."""
    opened = queries.open_letter(request.actor, letter=letter) if letter.taken_at else None
    context = {"letter": letter, "content": opened.content if opened else None, "back": _home(letter.id)}
    return form_screen(request, template, form=form, do=do, shown=[letter.id], context=context)


@page(needs=Permission.RECEIVE)
def read_photo(request: Any, letter_id: UUID) -> HttpResponse:
    """The picture of a letter that was opened, to be saved and looked at outside the browser's own page."""
    letter = queries.get_letter(request.actor, letter_id=letter_id)
    if not letter.photo or letter.taken_at is None:
        raise Http404
    response = HttpResponse(
        queries.open_photo(request.actor, letter=letter), content_type=MEDIA_TYPES[letter.photo_kind]
    )
    response["Content-Disposition"] = f'attachment; filename="photo{ENDINGS[letter.photo_kind]}"'
    response["X-Content-Type-Options"] = "nosniff"
    request.shown.append(letter.id)
    return response


@page(needs=Permission.RECEIVE)
def import_letters(request: Any) -> HttpResponse:
    """フォームサービスの CSV を取り込む."""
    form = open_form(request, ImportForm, initial={"service": next(iter(form_services.services()))})
    report: list[tuple[form_services.Row, str]] = []
    if request.method == "POST" and form.is_valid():
        service = form_services.services()[form.cleaned_data["service"]]
        try:
            rows = form_services.read_rows(
                form.cleaned_data["file"], service=service, today=timezone.localdate()
            )
        except InputProblem as problem:
            form.add_error("file", problem.message)
        else:
            report = queries.report_of(request.actor, rows=rows, service=service.code)
            if form.cleaned_data["take_in"]:
                return _take_in(request, form, rows, service.code)
    context = {
        "form": form, "report": report[:SHOWN_LINES], "count": len(report),
        "fresh": sum(state == queries.FRESH for _row, state in report), "back": reverse("letterbox:letters"),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "letterbox/import_letters.html", context, shown=[], status=status)


def _take_in(request: Any, form: ImportForm, rows: list[form_services.Row], service: str) -> HttpResponse:
    def take() -> str:
        count = operations.import_letters(request.actor, rows=rows, service=service, now=timezone.now())
        messages.success(
            request, f"{count}件の便りを取り込みました。取り込まなかった行は、前の画面の表のとおりです。"
        )
        return reverse("letterbox:letters")

    return finish(request, form, do=take)


def _home(letter_id: UUID) -> str:
    return reverse("letterbox:show", args=[letter_id])
