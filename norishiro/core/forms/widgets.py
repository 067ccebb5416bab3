"""How the fields are drawn. No inline script, no inline style; everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

LEVELS = (("", "－", "なし"), ("SOME", "○", "あてはまる"), ("MOST", "◎", "いちばん困っている"))
WORKING_HOURS = range(8, 20)


class LineInput(forms.TextInput):
    """One line of text; ``size`` s, m or empty."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, size: str = "") -> None:
        css = "n-input" + (f" n-input--{size}" if size else "")
        super().__init__({"class": css, "autocomplete": "off", **(attrs or {})})


class NarrativeInput(forms.Textarea):
    """Room to write, saved while writing."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 6) -> None:
        super().__init__(
            {
                "class": "n-input",
                "rows": rows,
                "autocomplete": "off",
                "data-n-autosave": True,
                **(attrs or {}),
            }
        )


class MarkedInput(NarrativeInput):
    """Room to write in which the beginning of a line means something. With JavaScript a press of a button, or Alt with its
    number, writes the mark at the line one is in; without it the mark is typed. ``marks``: (mark, its name)."""

    template_name = "core/forms/marked.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, rows: int = 6, marks: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(attrs, rows=rows)
        self.marks = marks

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["marks"] = self.marks
        return context


class WarekiInput(LineInput):
    """One box for 和暦 or 西暦; with JavaScript a calendar stands beside it."""

    template_name = "core/forms/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, picker: bool = True) -> None:
        super().__init__(attrs)
        self.picker = picker

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["picker"] = self.picker and bool(context["widget"]["attrs"].get("id"))
        return context


class PostalInput(LineInput):
    """A postal code, with a button that writes its address into the field ``fills`` of the same form.

    With JavaScript the address comes while typing. Without it the button sends the form, which comes back with the
    address and nothing done (``Form.is_filling``). ``said`` is what there is to say about it.
    """

    template_name = "core/forms/postal.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, fills: str) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})}, size="s")
        self.fills = fills
        self.said = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        prefix, dash, _field = name.rpartition("-")
        context["widget"] |= {"fills": f"{prefix}{dash}{self.fills}", "said": self.said}
        return context


class FindInput(LineInput):
    """A word to look for, with a button that sends the form; it comes back with what was found and nothing done.
    ``said`` is what there is to say about it."""

    template_name = "core/forms/find.html"
    said = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["said"] = self.said
        return context


class ClockInput(LineInput):
    """A time of day; the quarters of the working hours are offered."""

    template_name = "core/forms/offered.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})}, size="s")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_quarters"
        context["widget"]["choices"] = [
            f"{hour}:{minute:02d}" for hour in WORKING_HOURS for minute in (0, 15, 30, 45)
        ]
        return context


class KnownInput(LineInput):
    """One line of text; what is known already is offered while typing."""

    template_name = "core/forms/offered.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.known: list[str] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_known"
        context["widget"]["choices"] = self.known
        return context


class ConcernsTable(forms.Widget):
    """A table with one row per concern and a radio for each of なし, ○ and ◎."""

    template_name = "core/forms/concerns.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices: list[tuple[str, str]] = []

    def first_id(self, auto_id: str) -> str:
        return f"{auto_id}_0_0"

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> dict[str, str]:
        return {code: str(data.get(f"{name}-{code}") or "") for code, _label in self.choices}

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return not any(f"{name}-{code}" in data for code, _label in self.choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, Mapping) else {}
        prefix = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["levels"] = LEVELS
        context["widget"]["rows"] = [
            {
                "name": f"{name}-{code}",
                "label": label,
                "cells": [
                    {
                        "id": f"{prefix}_{row}_{column}",
                        "value": level,
                        "label": words,
                        "checked": (chosen.get(code) or "") == level,
                    }
                    for column, (level, _mark, words) in enumerate(LEVELS)
                ],
            }
            for row, (code, label) in enumerate(self.choices)
        ]
        return context
