"""Input shapes of this room."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.core.text import InputProblem
from norishiro.exchange.choices import Kind
from norishiro.exchange.layouts import Layout, of_file


class ReadForm(Form):
    """これまでの記録のファイルを読む: nothing enters the registry yet."""

    kind = fields.SelectField(label="何のファイルか", choices=Kind.choices)
    file = django_forms.FileField(
        label="ファイル",
        help_text="Excel（.xlsx）か CSV（UTF-8・Shift_JIS）。画面からは5,000行まで。ふだんの表のままで読めます。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".csv,.xlsx,.tsv,.txt"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。",
        },
    )
    layout = django_forms.FileField(
        label="列の読み方のファイル",
        required=False,
        help_text="前に受け取って残してあれば、選びます。なければ、見出しのことばから読みます。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".json"}),
    )

    def clean_file(self) -> tuple[str, bytes]:
        upload = self.cleaned_data["file"]
        content: bytes = upload.read()
        if not content:
            raise ValidationError("ファイルが大きすぎるか、空です。地区や年度で分けてください。")
        return str(upload.name or "ファイル"), content

    def clean_layout(self) -> Layout | None:
        upload: Any = self.cleaned_data.get("layout")
        if not upload:
            return None
        try:
            return of_file(upload.read())
        except InputProblem as problem:
            raise ValidationError(problem.message) from None


class UndoForm(Form):
    """取り込みの取り消しを求める: another of the same agency has to agree."""

    reason = fields.LineField(
        label="なぜ取り消すか",
        limit=300,
        help_text="例：前の年度の名簿だった。人の名前は書きません。",
    )
