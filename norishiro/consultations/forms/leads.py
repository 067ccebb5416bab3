"""手がかり."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.choices import LeadResult, LeadStepHow
from norishiro.core import forms


class TakeLeadForm(forms.Form):
    """確かめる人を決める."""

    form_key: ClassVar[str] = "consultations.take_lead"

    owner = forms.SelectField(label="確かめる人", help_text="選んだ人の「今日」に、次の日が近づくと出ます。")
    next_on = forms.WarekiDateField(label="次の日")
    next_what = forms.LineField(
        label="次にすること",
        required=False,
        limit=120,
        help_text="例：散歩の時間に前を通ってみる、自治会長に聞く",
    )

    def __init__(self, *args: Any, staff: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["owner"].offer(staff)


class NoteLeadForm(TakeLeadForm):
    """したことと、次."""

    form_key: ClassVar[str] = "consultations.note_lead"
    sections: ClassVar = (
        forms.Section("したこと", ("done_on", "how", "words")),
        forms.Section("次", ("next_on", "next_what", "owner")),
    )

    done_on = forms.WarekiDateField(label="した日", must_be_past=True)
    how = forms.ChoiceField(label="どうしたか", choices=LeadStepHow.choices, row=True)
    words = forms.LineField(
        label="分かったこと", required=False, limit=300,
        help_text="名前が分かったときは、ここには書かず「相談として受け付ける」から続けます。",
    )  # fmt: skip


class EndLeadForm(forms.Form):
    """確かめを終える."""

    form_key: ClassVar[str] = "consultations.end_lead"

    result = forms.ChoiceField(label="どうなったか", choices=LeadResult.choices)
    words = forms.LineField(
        label="くわしく",
        limit=300,
        help_text="例：包括が先月から訪ねていた。三度通ったが、人の気配がなかった。",
    )
