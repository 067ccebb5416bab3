"""Calling a sitting, answering an invitation, and what is written about the day itself."""

from __future__ import annotations

from typing import Any

from norishiro.core import forms
from norishiro.core.forms import Form, Section
from norishiro.meetings.choices import Answer, HolidayRule, Mode, SeriesRule, Weekday


class CallMeetingForm(Form):
    """招集: day, agenda from the waiting list, agencies from the roster."""

    form_key = "meetings.call_meeting"
    sections = (
        Section("いつ、どこで", ("held_on", "starts_at", "ends_at", "place", "mode")),
        Section("話し合う事例（付議待ちから）", ("items", "apart")),
        Section("案内する機関", ("agencies",)),
        Section("名簿のほかの機関を加える", ("more_agencies",), on_demand=True),
        Section("事例以外の議題", ("topics",)),
    )
    held_on = forms.WarekiDateField(label="開催日")
    starts_at = forms.TimeField(label="開始", required=False)
    ends_at = forms.TimeField(label="終了", required=False)
    place = forms.LineField(label="場所", limit=120, required=False)
    mode = forms.ChoiceField(label="方法", choices=Mode.choices, row=True)
    items = forms.ChoicesField(
        label="議題にする事例",
        required=False,
        help_text="事例のない回は、印を付けずに「事例以外の議題」を書きます。",
    )
    apart = forms.LineField(
        label="根拠のちがう議題を並べるときの進め方",
        limit=300,
        required=False,
        help_text="支援会議の議題と同意のある議題を同じ回で扱うときだけ書きます。例：前半のあと休憩し、構成員が入れかわる。",
    )
    agencies = forms.ChoicesField(
        label="名簿から",
        required=False,
        help_text="機関ごとに一人の連絡先へ案内します。人は、案内のあとで機関が変えられます。",
    )
    more_agencies = forms.ChoicesField(label="名簿のほかに加える機関", required=False)
    topics = forms.NarrativeField(
        label="話し合うこと", required=False, rows=4, help_text="例：今年度の実績と評価、足りない社会資源"
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "終了は開始より後の時刻にしてください。")
        return given


class MoveSittingForm(Form):
    """日時・場所の変更."""

    held_on = forms.WarekiDateField(label="開催日")
    starts_at = forms.TimeField(label="開始", required=False)
    ends_at = forms.TimeField(label="終了", required=False)
    place = forms.LineField(label="場所", limit=120, required=False)
    mode = forms.ChoiceField(label="方法", choices=Mode.choices, row=True)


class OathForm(Form):
    """誓約・確認."""

    agreed = forms.CheckField(label="上の文を読みました。守ります", required=True)


class AnswerForm(Form):
    """案内への返事."""

    answer = forms.ChoiceField(
        label="返事", choices=[one for one in Answer.choices if one[0] != Answer.NONE], row=True
    )
    staff = forms.SelectField(label="出席する人", required=False)


class InviteForm(Form):
    """案内の追加."""

    agency = forms.AgencyField(label="案内する機関")


class AttendanceForm(Form):
    """出席."""

    attendance = forms.ChoicesField(label="出席した人", required=False)


class TopicsForm(Form):
    """事例以外の議事."""

    form_key = "meetings.write_topics"
    topics = forms.NarrativeField(label="話し合ったこと・出された意見・足りない資源", required=False, rows=12)


class ReasonForm(Form):
    """Only a reason."""

    reason = forms.LineField(label="理由", limit=300)


class ProcedureForm(Form):
    """個人情報の手続き."""

    done_on = forms.WarekiDateField(label="手続きが済んだ日", must_be_past=True)


class RequestConveningForm(Form):
    """開催の要請."""

    form_key = "meetings.request_convening"
    body = forms.SelectField(label="会議体")
    reason = forms.NarrativeField(label="開いてほしい理由", rows=5)
    agencies = forms.ChoicesField(label="呼んでほしい機関", required=False)


class AnswerConveningForm(Form):
    """開催の要請への回答."""

    decision = forms.ChoiceField(
        label="回答", choices=[("AGREE", "開催する"), ("DECLINE", "開催しない")], row=True
    )
    held_on = forms.WarekiDateField(label="開催日", required=False, help_text="開催するときに入れます。")
    starts_at = forms.TimeField(label="開始", required=False)
    place = forms.LineField(label="場所", limit=120, required=False)
    agencies = forms.ChoicesField(label="案内する機関", required=False)
    answer = forms.LineField(label="回答のことば・開催しない理由", limit=300, required=False)


class SeriesForm(Form):
    """定例の決まり."""

    form_key = "meetings.keep_series"
    sections = (
        Section("どの圏域の回か", ("area",)),
        Section("いつ", ("rule", "weekday", "weeks", "months", "holiday")),
        Section("何時に、どこで", ("starts_at", "ends_at", "place", "mode")),
        Section("いつから、いつまで", ("from_on", "until_on")),
    )
    area = forms.SelectField(label="圏域", required=False, help_text="圏域ごとに開く会議だけ選びます。")
    rule = forms.ChoiceField(label="くり返し方", choices=SeriesRule.choices)
    weekday = forms.SelectField(label="曜日", choices=[(str(key), label) for key, label in Weekday.choices])
    weeks = forms.ChoicesField(
        label="第何週",
        required=False,
        choices=[("1", "第1"), ("2", "第2"), ("3", "第3"), ("4", "第4"), ("5", "最後の週")],
        help_text="月2回のときは、二つ選びます。一週おきのときは、選びません。",
    )
    months = forms.ChoicesField(
        label="開く月",
        required=False,
        choices=[(str(month), f"{month}月") for month in (*range(4, 13), 1, 2, 3)],
        help_text="「決まった月だけ」のときに選びます。例：偶数月、8月・11月・2月",
    )
    holiday = forms.ChoiceField(label="祝日・閉庁日に当たったら", choices=HolidayRule.choices)
    starts_at = forms.TimeField(label="開始", required=False)
    ends_at = forms.TimeField(label="終了", required=False)
    place = forms.LineField(label="場所", limit=120, required=False)
    mode = forms.ChoiceField(label="方法", choices=Mode.choices, row=True)
    from_on = forms.WarekiDateField(
        label="いつから", help_text="一週おきのときは、この日か、このあとはじめの曜日から数えます。"
    )
    until_on = forms.WarekiDateField(label="終わり（この日から無効）", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", "終了は開始より後の時刻にしてください。")
        first, until = given.get("from_on"), given.get("until_on")
        if first and until and until <= first:
            self.add_error("until_on", "終わりは始まりより後にしてください。")
        return given


class ScheduleForm(Form):
    """定例の日から会議を作る."""

    days = forms.ChoicesField(label="会議にする日", required=False)
