"""異動のファイル."""

from __future__ import annotations

from django import forms as django_forms

from norishiro.core import forms

NO_FILE = "ファイルを選んでください。"


class TransfersForm(forms.Form):
    """異動のファイルを読む."""

    form_key = "agencies.transfers"

    day = forms.WarekiDateField(label="いつの異動か", help_text="「から」が空の行は、この日からになります。")
    file = django_forms.FileField(
        label="ファイル",
        help_text="Excel（.xlsx）か CSV（UTF-8・Shift_JIS）。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".csv,.xlsx"}),
        error_messages={
            "required": NO_FILE,
            "missing": NO_FILE,
            "empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。",
        },
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The name and the content."""
        given = self.cleaned_data["file"]
        return str(given.name), given.read()
