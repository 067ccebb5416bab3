"""Input shapes of this room. Choices are handed in by the views."""

from __future__ import annotations

from typing import Any

from norishiro.agencies.choices import Programme
from norishiro.core import forms
from norishiro.core.forms import Form, Section
from norishiro.core.forms.widgets import MarkedInput
from norishiro.meetings.choices import (
    Answer,
    CopyState,
    DesignationKind,
    Direction,
    ItemKind,
    ItemPurpose,
    LineKind,
    Mode,
    RegulationKind,
)
from norishiro.outreach.segments import BUTTONS
from norishiro.sharing.choices import CATEGORY_LABELS

CATEGORIES = [(str(int(category)), label) for category, label in CATEGORY_LABELS.items()]
SPOKEN = [
    (kind.value, kind.label) for kind in (LineKind.FACT, LineKind.VIEW, LineKind.OPINION, LineKind.POLICY)
]


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


class LineForm(Form):
    """議事の一行."""

    kind = forms.ChoiceField(label="種類", choices=SPOKEN, row=True)
    text = forms.NarrativeField(
        label="内容",
        rows=3,
        widget=MarkedInput(rows=3, marks=BUTTONS),
        help_text="何も付けない行は、会議の方針・審議になります。本人の言葉や、家族・機関から聞いたことは、行のはじめで分けられます。",
    )
    speaker = forms.AgencyField(
        label="発言した機関", required=False, help_text="空のときは、あなたの機関の発言になります。"
    )
    categories = forms.ChoicesField(
        label="触れている情報の区分",
        choices=CATEGORIES,
        required=False,
        help_text="何も選ばないと「生活歴・困りごと」として扱います。",
    )
    sections = (
        Section("", ("kind", "text", "speaker")),
        Section("情報の区分", ("categories",), on_demand=True),
    )


class DecisionForm(Form):
    """決定: what, which agency, by when. Becomes a role as it stands."""

    text = forms.LineField(
        label="決めたこと（役割）", limit=200, help_text="このまま、担当機関の役割になります。"
    )
    bearer = forms.AgencyField(label="担当する機関")
    due_on = forms.WarekiDateField(label="いつまでに")
    staff = forms.SelectField(label="担当する人", required=False)
    person = forms.SelectField(
        label="だれのため", required=False, help_text="世帯全体のときは空のままにします。"
    )
    programme = forms.SelectField(
        label="事業",
        choices=Programme.choices,
        required=False,
        help_text="話が固まり、アウトリーチなどにすぐかかるときに選びます。",
    )
    sections = (
        Section("", ("text", "bearer", "due_on")),
        Section("担当する人・だれのため・事業", ("staff", "person", "programme"), on_demand=True),
    )


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


class DesignationForm(Form):
    """構成員の指定・兼務発令・委嘱."""

    form_key = "meetings.name_member"
    member = forms.SelectField(label="構成員にする人")
    kind = forms.ChoiceField(label="種類", choices=DesignationKind.choices, row=True)
    document = forms.LineField(label="文書の番号", limit=80, help_text="例：8福地第120号")
    from_on = forms.WarekiDateField(label="始まり")
    until_on = forms.WarekiDateField(
        label="終わり（この日から構成員でなくなる）",
        required=False,
        help_text="決まっていないときは空のままにします。",
    )


class EndDesignationForm(Form):
    """指定を終える."""

    until_on = forms.WarekiDateField(
        label="いつから構成員でなくなるか", help_text="この日から、この会議体の資料は見られません。"
    )
    reason = forms.LineField(label="理由", limit=300, help_text="例：人事異動、退職、任期満了")


class PaperOathForm(Form):
    """紙の誓約書."""

    form_key = "meetings.note_paper_oath"
    staff = forms.SelectField(label="案内した人から選ぶ", required=False)
    name = forms.LineField(
        label="アカウントのない人の名前",
        limit=80,
        required=False,
        help_text="のりしろを使わない人（地域の人・専門職など）のときだけ書きます。",
    )
    agency = forms.AgencyField(label="その人の所属", required=False)
    signed_on = forms.WarekiDateField(label="署名の日", must_be_past=True)
    scan = forms.ScanField(
        label="署名のある紙を読み取ったファイル",
        required=False,
        help_text="あとからでも付けられます。PDF・JPEG・PNG、10 MB まで。写真に付いている撮影場所などは、自動で取りのぞきます。",
    )


class OathScanForm(Form):
    """紙の誓約書の控え. No draft: a file is never kept half-way."""

    scan = forms.ScanField(label="署名のある紙を読み取ったファイル")


class OathScanRemovalForm(Form):
    """まちがえて付けた控えを消す."""

    reason = forms.LineField(label="消す理由", limit=200, help_text="例：別の人の紙を付けてしまった")


class MakePapersForm(Form):
    """番号つきの資料."""

    form_key = "meetings.make_papers"
    seats = forms.ChoicesField(label="渡す構成員", required=False)
    oaths = forms.ChoicesField(label="紙の誓約書のある人（議題だけの資料）", required=False)
    last_day = forms.WarekiDateField(
        label="いつまで見られるか（この日の終わりまで）",
        required=False,
        help_text="空のときは、議題が終わるまでです。",
    )
    note = forms.LineField(label="この資料だけの使い方の制限", limit=300, required=False)


class SettleCopyForm(Form):
    """回収・破棄・紛失."""

    state = forms.ChoiceField(
        label="どうなりましたか",
        choices=[one for one in CopyState.choices if one[0] != CopyState.OUT],
    )
    how = forms.LineField(
        label="どのように",
        limit=300,
        required=False,
        help_text="破棄したときは方法（裁断など）を、見つからないときは分かっていることを書きます。人の名前は書きません。",
    )
    on = forms.WarekiDateField(label="日付", must_be_past=True)


class CollectForm(Form):
    """まとめて回収."""

    copies = forms.ChoicesField(label="戻ってきた番号", required=False)
    on = forms.WarekiDateField(label="日付", must_be_past=True)


class LossForm(Form):
    """なくした資料への対応."""

    form_key = "meetings.keep_loss"
    told_on = forms.WarekiDateField(label="上司・個人情報の担当に伝えた日", required=False)
    reported_on = forms.WarekiDateField(label="個人情報保護委員会へ速報した日", required=False)
    person_told_on = forms.WarekiDateField(label="本人に知らせた日", required=False)
    final_on = forms.WarekiDateField(label="個人情報保護委員会へ確報した日", required=False)
    outcome = forms.NarrativeField(label="わかったこと・防ぐための工夫", required=False, rows=5)


class BasisForm(Form):
    """根拠の変更."""

    reason = forms.LineField(label="移す理由", limit=300)
    decided_by = forms.LineField(
        label="決めた人・会議", limit=120, help_text="例：支援会議の座長、地域福祉課長"
    )
    decided_on = forms.WarekiDateField(label="決めた日", must_be_past=True)


class RegulationForm(Form):
    """実施計画・要綱の版."""

    form_key = "meetings.keep_regulation"
    kind = forms.ChoiceField(label="種類", choices=RegulationKind.choices)
    title = forms.LineField(label="名称", limit=160)
    version = forms.LineField(label="版", limit=60, help_text="例：令和8年4月改正")  # type: ignore[assignment]
    decided_on = forms.WarekiDateField(label="決めた日")
    from_on = forms.WarekiDateField(
        label="いつから", help_text="同じ名称の前の版は、この日の前の日まで残ります。"
    )
    text = forms.NarrativeField(label="本文・要点", rows=14)
