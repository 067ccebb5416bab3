"""Input shapes of this room."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.opendata.choices import Licence
from norishiro.opendata.datasets import dataset_choices


class ReadForm(Form):
    """オープンデータのファイルを読む: nothing enters the registry yet."""

    file = django_forms.FileField(
        label="ファイル",
        help_text="CSV（UTF-8・Shift_JIS）、Excel（.xlsx）、HSDS の JSON。5MB・2000行まで。ふだんの表のままで読めます。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".csv,.xlsx,.tsv,.txt,.json"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。",
        },
    )
    dataset = fields.SelectField(label="種類", choices=dataset_choices(), required=False)
    source = fields.LineField(
        label="出典・提供者",
        limit=120,
        help_text="例：○○市オープンデータ「公共施設一覧」。居場所の頁に出ます。",
    )
    licence = fields.SelectField(label="利用条件", choices=Licence.choices)
    as_of = fields.WarekiDateField(
        label="いつの時点のデータか", must_be_past=True, help_text="分からなければ、公開された日を書きます。"
    )
    mark_public = fields.CheckField(
        label="新しく入れる場に、公開の印を付ける（もう公開されているデータのとき）"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["dataset"].offer(dataset_choices(), blank="見出しから決める")

    def clean_file(self) -> tuple[str, bytes]:
        upload = self.cleaned_data["file"]
        content: bytes = upload.read()
        if not content:
            raise ValidationError("ファイルが大きすぎるか、空です。地区や種類で分けてください。")
        return str(upload.name or "ファイル"), content
