"""困窮の事業."""

from __future__ import annotations

from typing import ClassVar

from norishiro.consultations.choices import PovertyServiceKind, PovertyServiceState
from norishiro.core import forms


class ServiceForm(forms.Form):
    """ある事業の、いまの様子."""

    form_key: ClassVar[str] = "consultations.change_service"
    sections: ClassVar = (
        forms.Section("いまの様子", ("kind", "state", "started_on", "ended_on")),
        forms.Section("だれに見せるか", ("shown",)),
        forms.Section("くわしい内容（自分の機関だけ）", ("detail",)),
    )

    state = forms.ChoiceField(label="状態", choices=PovertyServiceState.choices, row=True)
    started_on = forms.WarekiDateField(label="始まり", required=False)
    ended_on = forms.WarekiDateField(label="終わり", required=False)
    shown = forms.CheckField(label="事業の名前と状態を、本人の同意で名前の挙がった機関にも見せる")
    detail = forms.NarrativeField(
        label="くわしい内容",
        required=False,
        rows=5,
        limit=5000,
        help_text="金額、家計のこと、約束したこと。ほかの機関には、同意があっても見えません。",
    )


class NewServiceForm(ServiceForm):
    """事業を書く."""

    form_key: ClassVar[str] = "consultations.note_service"

    kind = forms.SelectField(label="事業", choices=PovertyServiceKind.choices)
