"""The forms of ending, pausing, watching and beginning again."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.core import forms
from norishiro.plans.choices import CloseReason, InterruptReason

COMMENT = "どうなったか、何が残っているか。次にこのケースを開く人のために書いてください。"
FOLLOW_UP = "終わったあとも、この家庭のことで最初に連絡が行く機関です。"


class _EndingForm(forms.Form):
    """Every ending names an agency that stays."""

    follow_up = forms.AgencyField(label="このあと主に関わる機関", help_text=FOLLOW_UP)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["follow_up"].offer(agencies)


class CloseForm(_EndingForm):
    """終結."""

    form_key: ClassVar[str] = "casework.close_case"
    sections: ClassVar = (
        forms.Section("終結", ("reason", "comment", "follow_up")),
        forms.Section("経過観察", ("watches", "watcher", "check_on")),
    )

    reason = forms.ChoiceField(label="終結の理由", choices=CloseReason.choices)
    comment = forms.NarrativeField(label="まとめ", rows=5, limit=5000, help_text=COMMENT)
    watches = forms.CheckField(label="終結のあと、経過観察をする")
    watcher = forms.LineField(
        label="見守る人",
        limit=120,
        required=False,
        help_text="経過観察をするときに書きます。例：民生委員、地域包括支援センター",
    )
    check_on = forms.WarekiDateField(
        label="次に確かめる日", required=False, help_text="経過観察をするときに書きます。例：令和8年4月1日"
    )


class InterruptForm(_EndingForm):
    """中断."""

    form_key: ClassVar[str] = "casework.interrupt_case"
    sections: ClassVar = (
        forms.Section("中断", ("reason", "comment", "follow_up")),
        forms.Section("見守りと再開", ("watcher", "check_on", "reopen_when")),
    )

    reason = forms.ChoiceField(label="中断の理由", choices=InterruptReason.choices)
    comment = forms.NarrativeField(label="まとめ", rows=5, limit=5000, help_text=COMMENT)
    watcher = forms.LineField(label="見守る人", limit=120)
    check_on = forms.WarekiDateField(label="次に確かめる日")
    reopen_when = forms.LineField(
        label="再開する目安", limit=300, help_text="例：本人から連絡があったとき、退院が決まったとき"
    )


class CoordinateForm(_EndingForm):
    """調整のみで終了."""

    form_key: ClassVar[str] = "casework.coordinate_case"
    sections: ClassVar = (forms.Section("", ("comment", "follow_up")),)

    comment = forms.NarrativeField(
        label="まとめ", rows=5, limit=5000, help_text="だれが何を続けるかが分かるように書いてください。"
    )


class ReopenForm(forms.Form):
    """再開."""

    reason = forms.LineField(label="再開する理由", limit=300)


class WatchForm(forms.Form):
    """経過観察の確認."""

    form_key: ClassVar[str] = "casework.record_watch"

    checked_on = forms.WarekiDateField(label="確かめた日")
    finding = forms.NarrativeField(label="様子", rows=4, limit=5000, help_text="変わりがないことも記録です。")
    next_on = forms.WarekiDateField(
        label="次に確かめる日",
        required=False,
        help_text="空のままにすると、経過観察を終えて「終結」になります。",
    )
