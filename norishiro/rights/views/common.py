"""What every step of a request has around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import carry_out
from norishiro.core.forms.base import Form

if TYPE_CHECKING:
    from norishiro.rights.models import Request

P = Permission


@dataclass(frozen=True)
class Words:
    """What a step's page says around its form."""

    title: str
    help: str
    submit: str
    done: str


def form_page(
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
    return answer(request, "rights/step.html", context, shown=shown_of(asked), status=status)


def shown_of(asked: Request | None) -> list[UUID]:
    return [asked.person_id] if asked and asked.person_id else []


def home(request_id: UUID) -> str:
    return reverse("rights:request", args=[request_id])
