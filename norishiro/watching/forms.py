"""Input shapes of this room."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.watching.choices import HoldLegal, Judgement, Receiver

YES_NO = [("yes", "1時間だけ増やす"), ("no", "認めない")]
GO_ON = [("go_on", "まだ知らせられない（続ける）"), ("end", "もう知らせてよい（終わりにする）")]


class GiveReportForm(Form):
    """だれが見たかを渡す: since when, to whom, and how it was made sure who that is."""

    form_key = "watching.give_report"

    from_on = fields.WarekiDateField(
        label="いつからの分か", must_be_past=True, help_text="ふつうは、この1年の分を渡します。"
    )
    receiver = fields.ChoiceField(label="だれに渡すか", choices=Receiver.choices, row=True)
    checked_how = fields.LineField(
        label="どうやって確かめたか", limit=120, help_text="例：マイナンバーカードで本人と確かめた。"
    )


class HoldForm(Form):
    """知らせない決まりの起案: of which agency, on which ground in law, and why."""

    form_key = "watching.propose_hold"

    agency = fields.AgencyField(
        label="どの機関が見たことか",
        help_text="この機関が見たことは、いまから「だれが見たか」の紙に出なくなります。",
    )
    legal = fields.SelectField(label="法の根拠", choices=HoldLegal.choices)
    words = fields.LineField(
        label="なぜ知らせられないか",
        limit=300,
        help_text="承認する人と、次に見直す人だけが読みます。通報した人の名前は書かないでください。",
    )


class ApproveHoldForm(Form):
    """知らせない決まりの承認: the day to look again."""

    form_key = "watching.approve_hold"

    recheck_on = fields.WarekiDateField(
        label="次に見直す日", help_text="1年以内。この日までに、もう知らせてよいかを見直します。"
    )


class RecheckHoldForm(Form):
    """知らせない決まりの見直し: does it go on?"""

    form_key = "watching.recheck_hold"

    going = fields.ChoiceField(label="見直した結果", choices=GO_ON)
    words = fields.LineField(label="見直して分かったこと", limit=300)
    recheck_on = fields.WarekiDateField(
        label="次に見直す日", required=False, help_text="続けるときに書きます。1年以内です。"
    )


class JudgementForm(Form):
    """印を確かめる: what it was, or what is asked."""

    form_key = "watching.judge_flag"

    judgement = fields.ChoiceField(label="どう判断しますか", choices=Judgement.choices)
    words = fields.NarrativeField(
        label="わけ、または尋ねたいこと", rows=3, limit=300,
        help_text="「確かめる」を選ぶと、見た職員がこの文を読み、仕事のわけを書きます。",
    )  # fmt: skip


class StatementForm(Form):
    """閲覧のわけ: in the words of the one who looked."""

    form_key = "watching.answer_flag"

    statement = fields.NarrativeField(
        label="どんな仕事で見ましたか", rows=4, limit=1000,
        help_text="例：担当が休みで、家族からの電話を受けた。思い出せないときは、そのまま書いてください。",
    )  # fmt: skip


class HomeForm(Form):
    """職員の住まい: town and block."""

    block = fields.LineField(
        label="町名と番地", limit=120, help_text="例：みなと町1丁目2番。号や部屋の番号は書かないでください。"
    )


class AskWideningForm(Form):
    """見る人数を増やす頼み: for what work."""

    form_key = "watching.ask_widening"

    reason = fields.LineField(
        label="どんな仕事で、何人くらい見ますか",
        limit=300,
        help_text="例：年1回の台帳の確かめで、およそ300人。",
    )


class AnswerWideningForm(Form):
    """頼みへの答え."""

    opens = fields.ChoiceField(label="どうしますか", choices=YES_NO, row=True)
    words = fields.LineField(
        label="ことば", required=False, limit=300, help_text="認めないときは、わけを書きます。"
    )
