"""What somebody typed, on a page that cannot draw their form again: it is to be read and copied, or sent once more.

Only for who typed it, and covered like every text of theirs (``core.withheld``). Reads no record, writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest

from norishiro.core.forms import Form
from norishiro.core.submissions import BESIDES
from norishiro.core.withheld import typed_into


class Typed(NamedTuple):
    """One thing typed; ``label`` is empty where the form was not opened."""

    label: str
    words: str


def typed_in(request: HttpRequest) -> list[Typed]:
    """Everything typed or chosen, by the labels of its form; of a form nobody opened only what is written in words."""
    if request.method != "POST":
        return []
    form = vars(request).get("posted_form")
    return list(_of_form(form) if isinstance(form, Form) else _of_posted(request))


def to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields as they came, without what a fresh form brings itself. Nothing where a file was among them."""
    if request.FILES:
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "form_token"}
        for value in values
    ]


def _of_form(form: Form) -> Iterator[Typed]:
    for name, words in form.words_typed().items():
        if words and name not in form.typed_once:
            yield Typed(str(form[name].label), words)


def _of_posted(request: HttpRequest) -> Iterator[Typed]:
    for name, values in request.POST.lists():
        for words in values:
            if name not in BESIDES and not str(words).isascii():
                yield Typed("", typed_into(request, str(words)))
