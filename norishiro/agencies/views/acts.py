"""One act on one screen: the page of a room's form, and what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse

from norishiro.agencies.door import answer
from norishiro.core.form_pages import carry_out

if TYPE_CHECKING:
    from norishiro.core.forms import Form


def act_screen(
    request: Any, template: str, form: Form, *, do: Callable[[], tuple[str, str]], context: dict[str, Any],
    current: Callable[[], Form] | None = None, shown: Iterable[UUID] = (),
) -> HttpResponse:  # fmt: skip
    """The form; or done, and on. ``do`` answers what is said and where it leads; ``current`` opens the form anew for two at once.
    ``shown`` are those the page names; rooms without people name nobody."""

    def run() -> str:
        said, address = do()
        messages.success(request, said)
        return address

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, template, {"form": form, **context}, shown=shown, status=status)
