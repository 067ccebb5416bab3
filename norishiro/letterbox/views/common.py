"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse

from norishiro.agencies.door import answer
from norishiro.core.form_pages import carry_out


def form_screen(
    request: Any,
    template: str,
    *,
    form: Any,
    do: Callable[[], tuple[str, str]],
    shown: Iterable[UUID],
    context: dict[str, Any],
) -> HttpResponse:
    """The form; or done, with a message, and on to the address. ``do`` answers message and address."""
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            message, address = do()
            messages.success(request, message)
            return address

        done = carry_out(request, form, do=act)
        if done is not None:
            return done
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, template, {"form": form, **context}, shown=shown, status=status)
