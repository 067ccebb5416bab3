"""当番."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.agencies.choices import HalfDay, Weekday
from norishiro.core import forms

NOBODY = "NOBODY"


class _DutyForm(forms.Form):
    """A form that asks who; the view offers the 推進員 of the agency."""

    def __init__(self, *args: Any, people: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["staff"].choices = [*people, (NOBODY, "当番を置かない")]


class DutyForm(_DutyForm):
    """毎週の当番."""

    form_key: ClassVar[str] = "agencies.duty"

    weekday = forms.ChoiceField(
        label="曜日", choices=[(str(one.value), one.label) for one in Weekday], row=True
    )
    halves = forms.ChoicesField(label="いつ", choices=HalfDay.choices)
    staff = forms.SelectField(label="当番の人")
    from_on = forms.WarekiDateField(label="いつから")


class ChangeDutyForm(_DutyForm):
    """その日だけの当番."""

    form_key: ClassVar[str] = "agencies.change_duty"

    on = forms.WarekiDateField(label="日")
    half = forms.ChoiceField(label="いつ", choices=HalfDay.choices, row=True)
    staff = forms.SelectField(label="当番の人")
    reason = forms.LineField(
        label="わけ", required=False, limit=120, help_text="「研修」「休み」など。病名は書かないでください。"
    )


class SwapDutyForm(forms.Form):
    """二人の当番を入れかえる."""

    form_key: ClassVar[str] = "agencies.swap_duty"
    sections: ClassVar = (
        forms.Section("一つめの当番", ("first_on", "first_half")),
        forms.Section("入れかえる当番", ("second_on", "second_half", "reason")),
    )

    first_on = forms.WarekiDateField(label="一つめの日")
    first_half = forms.ChoiceField(label="一つめは、いつ", choices=HalfDay.choices, row=True)
    second_on = forms.WarekiDateField(label="入れかえる日")
    second_half = forms.ChoiceField(label="入れかえるのは、いつ", choices=HalfDay.choices, row=True)
    reason = forms.LineField(
        label="わけ", required=False, limit=120, help_text="「研修」「休み」など。病名は書かないでください。"
    )
