"""Putting a case on the table, its seats, and what is asked before."""

from __future__ import annotations

from norishiro.core import forms
from norishiro.core.forms import Form, Section
from norishiro.meetings.choices import Direction, ItemKind, ItemPurpose


class PutOnListForm(Form):
    """付議: to which body, as what, why; the rest on demand."""

    form_key = "meetings.put_on_list"
    sections = (
        Section("どの会議に、何として出すか", ("body", "kind", "purpose", "reason")),
        Section(
            "同意のない方への近づき方・間接的な支援",
            ("approach", "how_to_tell", "do_not_contact"),
            on_demand=True,
        ),
        Section("名前を伏せる・時間", ("anonymous_label", "minutes"), on_demand=True),
    )
    body = forms.SelectField(label="会議体")
    kind = forms.ChoiceField(
        label="扱い", choices=ItemKind.choices, help_text="一つの議題の根拠は一つです。途中で混ざりません。"
    )
    purpose = forms.ChoiceField(label="目的", choices=ItemPurpose.choices, row=True)
    reason = forms.NarrativeField(
        label="付議の理由", rows=4, help_text="なぜ話し合いたいか、何に困っているかを書きます。"
    )
    approach = forms.NarrativeField(label="近づき方・間接的な支援", required=False, rows=4)
    how_to_tell = forms.NarrativeField(label="本人への伝え方・同意の取り方", required=False, rows=3)
    do_not_contact = forms.LineField(label="連絡してはいけない相手・方法", limit=300, required=False)
    anonymous_label = forms.LineField(
        label="匿名での呼び方",
        limit=40,
        required=False,
        help_text="書くと、氏名・住所・生年月日を画面にも資料にも出しません（例：事例A）。",
    )
    minutes = forms.WholeNumberField(
        label="かける時間（分）",
        min_value=5,
        max_value=240,
        required=False,
        help_text="空のときは20分です。",
    )


class ChangeItemForm(Form):
    """付議の内容の書きかえ."""

    form_key = "meetings.change_item"
    reason = forms.NarrativeField(label="付議の理由", rows=4)
    approach = forms.NarrativeField(label="近づき方・間接的な支援", required=False, rows=4)
    how_to_tell = forms.NarrativeField(label="本人への伝え方・同意の取り方", required=False, rows=3)
    do_not_contact = forms.LineField(label="連絡してはいけない相手・方法", limit=300, required=False)
    next_check_on = forms.WarekiDateField(label="次に確かめる日", required=False)


class PresenceForm(Form):
    """議題ごとの出席."""

    presence = forms.ChoicesField(label="この議題の席にいる人", required=False)


class SeatForm(Form):
    """構成員の指定."""

    member = forms.SelectField(label="加える人")
    added_for_item = forms.CheckField(label="この事例のために加える（名簿の外の人）")
    adviser = forms.CheckField(label="助言者として（この議題だけが見えます）")
    until_on = forms.WarekiDateField(
        label="いつまで見られるか（この日から見られない）",
        required=False,
        help_text="名簿の外の人と助言者には、必ず入れます。",
    )


class PersonSeatForm(Form):
    """本人の出席."""

    person = forms.SelectField(label="出席する本人")


class PassageForm(Form):
    """ほかの会議との出入り."""

    form_key = "meetings.add_passage"
    direction = forms.ChoiceField(label="どちらですか", choices=Direction.choices, row=True)
    body = forms.SelectField(label="相手の会議体", required=False)
    body_name = forms.LineField(
        label="登録のない会議の名前",
        limit=120,
        required=False,
        help_text="会議体の一覧にないときだけ書きます。例：要保護児童対策地域協議会",
    )
    passed_on = forms.WarekiDateField(label="受けた日・渡した日", must_be_past=True)
    reason = forms.LineField(
        label="理由", limit=300, help_text="相手の会議の人は、ここからは何も見られません。"
    )


class RouteForm(Form):
    """根拠の切りかえ."""

    form_key = "meetings.follow_consent"
    body = forms.SelectField(label="会議体")
    reason = forms.NarrativeField(
        label="付議の理由（新しい扱いで）",
        rows=4,
        help_text="前の議題に書いたことは、前の根拠のまま残ります。ここへは写りません。",
    )


class AskAdvanceForm(Form):
    """事前シートを頼む."""

    due_on = forms.WarekiDateField(label="いつまでに", help_text="会議の日までの日を選びます。")
    agencies = forms.ChoicesField(label="頼む機関", required=False)


class AdvanceForm(Form):
    """事前シート. The town's words replace these labels."""

    form_key = "meetings.write_advance"
    picture = forms.NarrativeField(label="把握している世帯像", required=False, rows=4)
    efforts = forms.NarrativeField(label="現在の取組", required=False, rows=4)
    wanted = forms.NarrativeField(label="関わってほしい機関", required=False, rows=3)
    requests = forms.NarrativeField(label="他部署へのお願い", required=False, rows=3)


class BasisForm(Form):
    """根拠の変更."""

    reason = forms.LineField(label="移す理由", limit=300)
    decided_by = forms.LineField(
        label="決めた人・会議", limit=120, help_text="例：支援会議の座長、地域福祉課長"
    )
    decided_on = forms.WarekiDateField(label="決めた日", must_be_past=True)
