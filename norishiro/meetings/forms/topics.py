"""Input shapes of 話題. Choices are handed in by the views."""

from __future__ import annotations

from typing import Any

from norishiro.core import forms
from norishiro.core.forms import Form, Section
from norishiro.meetings.choices import Shortage, TopicKind, TopicOrigin, TransferWay

NO_NAMES = "人の名前や、どの世帯かが分かることは書きません。"
ORIGINS = [(one.value, one.label) for one in (TopicOrigin.TALK, TopicOrigin.PEOPLE)]


class _TopicFields(Form):
    kind = forms.ChoiceField(label="種類", choices=TopicKind.choices)
    shortage = forms.SelectField(
        label="何が足りないか",
        choices=Shortage.choices,
        required=False,
        help_text="「足りない資源」のときに選びます。同じ不足が重なると、表で数えられます。",
    )
    title = forms.LineField(label="話題（一行で）", limit=120, help_text=NO_NAMES)
    text = forms.NarrativeField(label="くわしく", required=False, rows=4)
    cases_behind = forms.WholeNumberField(
        label="背景にある世帯の数（分かれば）",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="数だけを書きます。だれの世帯かは書きません。",
    )
    area = forms.SelectField(label="どの圏域の話か", required=False)
    next_what = forms.LineField(label="次にすること", limit=200, required=False)
    owner = forms.AgencyField(label="受け持つ機関", required=False)
    owner_staff = forms.SelectField(label="受け持つ人", required=False)
    due_on = forms.WarekiDateField(label="いつまでに", required=False)
    theme = forms.SelectField(label="年度のテーマ", required=False)


class TopicForm(_TopicFields):
    """話題を書く."""

    form_key = "meetings.add_topic"
    origin = forms.ChoiceField(label="どこから出たか", choices=ORIGINS, row=True)
    sections = (
        Section("どんな話題か", ("kind", "shortage", "title", "text", "origin")),
        Section("次にすること・受け持ち", ("next_what", "owner", "due_on")),
        Section(
            "受け持つ人・圏域・世帯の数・テーマ",
            ("owner_staff", "area", "cases_behind", "theme"),
            on_demand=True,
        ),
    )


class ChangeTopicForm(_TopicFields):
    """話題を書きかえる."""

    form_key = "meetings.change_topic"
    sections = (
        Section("どんな話題か", ("kind", "shortage", "title", "text")),
        Section("次にすること・受け持ち", ("next_what", "owner", "owner_staff", "due_on")),
        Section("圏域・世帯の数・テーマ", ("area", "cases_behind", "theme")),
    )


class RaiseTopicForm(Form):
    """議題・ケースから話題にする: typed anew, or laid to one that is there."""

    form_key = "meetings.raise_topic"
    body = forms.SelectField(label="どの会議体の話題にするか", required=False)
    existing = forms.SelectField(
        label="いまある話題に重ねる",
        required=False,
        help_text="同じ不足がもう話題になっているときは、選ぶだけで数が一つふえます。",
    )
    kind = forms.ChoiceField(label="種類", choices=TopicKind.choices, required=False)
    shortage = forms.SelectField(
        label="何が足りないか",
        choices=Shortage.choices,
        required=False,
        help_text="「足りない資源」のときに選びます。",
    )
    title = forms.LineField(label="話題（一行で）", limit=120, required=False, help_text=NO_NAMES)
    text = forms.NarrativeField(label="くわしく", required=False, rows=4)
    owner = forms.AgencyField(label="受け持つ機関", required=False)
    next_what = forms.LineField(label="次にすること", limit=200, required=False)
    due_on = forms.WarekiDateField(label="いつまでに", required=False)
    sections = (
        Section("どこの話題に", ("body", "existing")),
        Section("新しい話題にする", ("kind", "shortage", "title", "text")),
        Section("受け持ち・次にすること", ("owner", "next_what", "due_on"), on_demand=True),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("existing") and not given.get("body"):
            self.add_error("body", "どの会議体の話題にするかを選ぶか、いまある話題を選んでください。")
        return given


class SendTopicForm(Form):
    """話題を上げる・回す・提案する."""

    form_key = "meetings.send_topic"
    way = forms.ChoiceField(label="どうしますか", choices=TransferWay.choices)
    to_body = forms.SelectField(label="渡す会議体", required=False)
    to_agency = forms.AgencyField(label="提案・依頼する機関", required=False)
    words = forms.NarrativeField(
        label="なぜ渡すか・何をしてほしいか",
        rows=4,
        help_text=f"相手の会議体・機関がこれを読みます。{NO_NAMES}",
    )


class TakeTopicForm(Form):
    """渡された話題を取り上げる."""

    form_key = "meetings.take_topic"
    title = forms.LineField(label="この会議体での話題の名前", limit=120, required=False)
    joins = forms.SelectField(
        label="いまある話題にまとめる",
        required=False,
        help_text="選ぶと、新しい話題は作らず、その話題のもとになった話題として並びます。",
    )
    theme = forms.SelectField(label="年度のテーマ", required=False)


class AnswerTopicForm(Form):
    """渡された話題に返事をする."""

    form_key = "meetings.answer_topic"
    reply = forms.NarrativeField(label="返事（決めたこと・できること・できないこと）", rows=5)
    replier = forms.LineField(label="だれの返事か", limit=120, help_text="例：推進会議、住宅課")
    reply_owner = forms.AgencyField(label="これから受け持つ機関", required=False)
    reply_due_on = forms.WarekiDateField(label="いつまでに", required=False)


class FinishTopicForm(Form):
    """話題を済みにする."""

    form_key = "meetings.finish_topic"
    outcome = forms.NarrativeField(label="どうなったか", rows=4)
    done_on = forms.WarekiDateField(label="済んだ日", must_be_past=True)
    tell_back = forms.CheckField(label="上げてくれた会議体へ、このことばで返事をする")


class TopicTalkForm(Form):
    """話題の話し合い."""

    form_key = "meetings.talk_of_topic"
    words = forms.NarrativeField(label="話し合ったこと", required=False, rows=4, help_text=NO_NAMES)
    agreed = forms.NarrativeField(label="決めたこと・申し合わせ", required=False, rows=3)


class GatherTopicsForm(Form):
    """いくつかの話題をまとめる."""

    form_key = "meetings.gather_topics"
    topics = forms.ChoicesField(label="まとめる話題", required=False)
    title = forms.LineField(label="まとめた話題の名前", limit=120, help_text=NO_NAMES)
    kind = forms.ChoiceField(label="種類", choices=TopicKind.choices)
    text = forms.NarrativeField(label="くわしく", required=False, rows=3)
    owner = forms.AgencyField(label="受け持つ機関", required=False)
    due_on = forms.WarekiDateField(label="いつまでに", required=False)


class ThemeForm(Form):
    """年度のテーマ."""

    form_key = "meetings.keep_theme"
    fiscal_year = forms.SelectField(label="年度")
    title = forms.LineField(label="テーマ", limit=120)
    note = forms.NarrativeField(label="ねらい・進め方", required=False, rows=4)
