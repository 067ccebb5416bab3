"""事例集, and choosing a kind while deciding on a request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import kinds, operations, queries, rules
from norishiro.consultations.choices import ExampleState
from norishiro.consultations.forms import ExampleForm, HandExampleForm, KindForm, PressForm, TakeDownForm
from norishiro.consultations.views.common import form_screen, permitted
from norishiro.core.form_pages import finish, open_form


@page(needs=Permission.APPLY)
def list_examples(request: Any) -> HttpResponse:
    """事例集: anonymised stories by kind, and those waiting for a second reader."""
    asked = kinds.kind_of(request.GET.get("kind", ""))
    context = {
        "kinds": kinds.KINDS, "asked": asked, "source": kinds.SOURCE,
        "examples": queries.examples(request.actor, kind=asked.code if asked else ""),
        "labels": dict(kinds.CHOICES), "waiting": queries.examples_waiting(request.actor),
        "may_write": permitted(request, Permission.APPLY),
    }  # fmt: skip
    return answer(request, "consultations/examples.html", context, shown=[])


@page(needs=Permission.APPLY)
def show_example(request: Any, example_id: UUID) -> HttpResponse:
    """一つの事例."""
    found = queries.get_example(request.actor, example_id=example_id)
    keeper = permitted(request, Permission.ANSWER_REQUEST)
    context = {
        "found": found, "handings": queries.handings_of(request.actor, example=found),
        "blurs": rules.words_to_blur("\n".join((found.title, found.story, found.done)))
        if found.state == ExampleState.WRITTEN else (),
        "kind": kinds.kind_of(found.kind), "press": open_form(request, PressForm, subject=found.id),
        "may_approve": keeper & rules.may_approve_example(
            own=found.writer_id == request.actor.staff_id, waiting=found.state == ExampleState.WRITTEN, names_found=()
        ),
        "may_take_down": keeper & rules.may_take_down_example(
            shown=found.state != ExampleState.TAKEN_DOWN, reason="（これから書く）"
        ),
    }  # fmt: skip
    return answer(request, "consultations/show_example.html", context, shown=[])


@page(needs=Permission.APPLY)
def write_example(request: Any) -> HttpResponse:
    """事例を書く."""
    form = open_form(request, ExampleForm)

    def write() -> tuple[str, str]:
        example = operations.write_example(request.actor, today=timezone.localdate(), **form.cleaned_data)
        said = "事例を書きました。ほかの人が読んで確かめると、事例集に載ります。"
        words = "\n".join((example.title, example.story, example.done))
        for blur in rules.words_to_blur(words):
            messages.warning(
                request, f"「{blur.found}」から、だれのことか分かるかもしれません。{blur.instead}。"
            )
        return said, reverse("consultations:show_example", args=[example.id])

    context = {"back": reverse("consultations:examples")}
    return form_screen(
        request, "consultations/write_example.html", form=form, do=write, shown=[], context=context
    )


@require_POST
@page(needs=Permission.ANSWER_REQUEST)
def approve_example(request: Any, example_id: UUID) -> HttpResponse:
    """事例を確かめて載せる."""
    found = queries.get_example(request.actor, example_id=example_id)

    def approve() -> str:
        operations.approve_example(request.actor, example=found, today=timezone.localdate())
        messages.success(request, "事例集に載せました。")
        return reverse("consultations:examples")

    return finish(request, open_form(request, PressForm, subject=found.id), do=approve)


@page(needs=Permission.APPLY)
def hand_example(request: Any, example_id: UUID) -> HttpResponse:
    """概要版を渡した相手を残す."""
    found = queries.get_example(request.actor, example_id=example_id)
    today = timezone.localdate()
    form = open_form(request, HandExampleForm, subject=found.id, initial={"given_on": today})

    def hand() -> tuple[str, str]:
        operations.hand_example(request.actor, example=found, today=today, **form.cleaned_data)
        return "渡した相手を残しました。", reverse("consultations:show_example", args=[found.id])

    context = {"found": found, "back": reverse("consultations:show_example", args=[found.id])}
    return form_screen(
        request, "consultations/hand_example.html", form=form, do=hand, shown=[], context=context
    )


@page(needs=Permission.ANSWER_REQUEST)
def take_down_example(request: Any, example_id: UUID) -> HttpResponse:
    """事例を下げる."""
    found = queries.get_example(request.actor, example_id=example_id)
    form = open_form(request, TakeDownForm, subject=found.id)

    def take_down() -> tuple[str, str]:
        operations.take_down_example(request.actor, example=found, reason=form.cleaned_data["reason"])
        return "事例を下げました。", reverse("consultations:examples")

    context = {"found": found, "back": reverse("consultations:show_example", args=[found.id])}
    return form_screen(
        request, "consultations/take_down_example.html", form=form, do=take_down, shown=[], context=context
    )


@require_POST
@page(needs=Permission.ANSWER_REQUEST)
def choose_kind(request: Any, request_id: UUID) -> HttpResponse:
    """申込の型を選ぶ: the examples of it appear beside the request."""
    found = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, KindForm, subject=found.id)

    def choose() -> str:
        chosen = form.cleaned_data["kind"] if form.is_valid() else "?"
        operations.choose_kind(request.actor, request=found, kind=chosen)
        messages.success(request, "型を残しました。要否は、これから決めます。")
        return reverse("consultations:show_request", args=[found.id])

    return finish(request, form, do=choose)
