"""圏域の図."""

from __future__ import annotations

from django import forms as django_forms

from norishiro.core import forms
from norishiro.core.ground import LARGEST

NO_FILE = "ファイルを選んでください。"


class AreaMapForm(forms.Form):
    """圏域の図を読む."""

    form_key = "agencies.area_map"

    file = django_forms.FileField(
        label="ファイル",
        help_text=f"GeoJSON（.geojson・.json、UTF-8）。{LARGEST // 1_000_000}MBまで。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".geojson,.json"}),
        error_messages={
            "required": NO_FILE,
            "missing": NO_FILE,
            "empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。",
        },
    )
    source = forms.LineField(
        label="出典・提供者", limit=120, help_text="例：○○市都市計画課、国土数値情報を合わせたもの"
    )
    as_of = forms.WarekiDateField(label="いつの時点か", must_be_past=True)
    column = forms.LineField(
        label="圏域の列の名前",
        limit=60,
        required=False,
        help_text="空なら、登録した圏域の名前やコードといちばん多く合う列を、自分でさがします。",
    )
    field_order = ("source", "as_of", "column", "file")

    def clean_file(self) -> tuple[str, bytes]:
        """The name and the content."""
        given = self.cleaned_data["file"]
        return str(given.name), given.read()
