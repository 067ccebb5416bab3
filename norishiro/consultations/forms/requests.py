"""多機関協働の利用申込."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.choices import (
    GuideType,
    NoConsentReason,
    RequestStatus,
    Sorting,
    SortingOrigin,
)
from norishiro.core import forms


class ApplyForm(forms.Form):
    """多機関協働の利用申込: the agency applies."""

    form_key: ClassVar[str] = "consultations.apply_for_support"
    sections: ClassVar = (
        forms.Section("申込", ("operator", "situation", "tried", "stuck")),
        forms.Section("考える目安・伏せておくこと", ("guide_type", "keep_secret"), on_demand=True),
        forms.Section("本人の同意がないとき", ("no_consent_reason",)),
        forms.Section("振り分け会議にかけるとき", ("sorting_origin",), on_demand=True),
    )

    operator = forms.AgencyField(label="申し込む先（多機関協働の事業者）")
    situation = forms.NarrativeField(label="世帯の状況と課題", rows=5, limit=10000)
    tried = forms.NarrativeField(label="これまでに取り組んだこと", rows=4, limit=10000)
    stuck = forms.NarrativeField(label="行き詰まっているところ", rows=4, limit=10000)
    keep_secret = forms.NarrativeField(
        label="本人・家族に知られてはいけないこと", required=False, rows=3, limit=5000
    )
    guide_type = forms.ChoiceField(
        label="4類型（考える目安）", required=False, choices=[("", "選ばない"), *GuideType.choices]
    )
    no_consent_reason = forms.ChoiceField(
        label="同意がない理由",
        required=False,
        choices=[("", "同意がある"), *NoConsentReason.choices],
        help_text="同意があるときは選びません。ないときは支援会議（社会福祉法第106条の6）の根拠で、概要だけが見えます。",
    )

    sorting_origin = forms.ChoiceField(
        label="振り分け会議の一覧に載せる",
        required=False,
        choices=[("", "載せない（そのまま回答を待つ）"), *SortingOrigin.choices],
        help_text="載せると、振り分け会議で「多機関協働へ・戻す・ほかの道」のどれかが決まります。どこから来た世帯かも残ります。",
    )

    def __init__(self, *args: Any, operators: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["operator"].offer(operators)


class AnswerRequestForm(forms.Form):
    """調整のみ or 不要; 要 has its own page, because it opens a case."""

    form_key: ClassVar[str] = "consultations.answer_request"

    answer = forms.ChoiceField(
        label="回答",
        choices=[(one.value, one.label) for one in (RequestStatus.COORDINATED, RequestStatus.NOT_NEEDED)],
    )
    reason = forms.NarrativeField(label="回答の理由", rows=4, limit=5000)
    proposal = forms.NarrativeField(
        label="提案（提案シート）",
        required=False,
        rows=4,
        limit=5000,
        help_text="「不要」のときは必ず書きます。だれが・何を・いつまでに、が分かるように。",
    )
    who_does_what = forms.NarrativeField(
        label="だれが何をするか（調整のみのとき）",
        required=False,
        rows=4,
        limit=5000,
        help_text="「調整のみ」のときは必ず書きます。一行に一つ。例：高齢の窓口　週に一度の電話　来月末まで",
    )


class SortingForm(forms.Form):
    """振り分け会議: three fields for every line of the list; a line left open stays on it."""

    form_key: ClassVar[str] = "consultations.sorting"

    def __init__(self, *args: Any, lines: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [key for key, _title in lines]
        for key, title in lines:
            self.fields[f"decision_{key}"] = forms.ChoiceField(
                label=f"{title}　どうするか", required=False, choices=[("", "まだ決めない"), *Sorting.choices]
            )
            self.fields[f"reason_{key}"] = forms.LineField(label="理由", required=False, limit=500)
            self.fields[f"proposal_{key}"] = forms.LineField(
                label="提案・どこへ（戻すとき・ほかの道のとき）", required=False, limit=500
            )

    @property
    def decided(self) -> list[tuple[str, str, str, str]]:
        """Key, decision, reason and proposal of each line somebody decided."""
        given = self.cleaned_data
        return [
            (key, given[f"decision_{key}"], given[f"reason_{key}"], given[f"proposal_{key}"])
            for key in self.keys
            if given[f"decision_{key}"]
        ]
