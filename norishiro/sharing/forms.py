"""Input shapes of the consent screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from norishiro.agencies.choices import Field as AgencyKind
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.sharing.choices import CATEGORY_LABELS, ConsentGiver, ConsentMethod, ProvisionMethod
from norishiro.sharing.register import Condition

Choices = Sequence[tuple[str, Any]]
CATEGORIES = [(str(int(category)), label) for category, label in CATEGORY_LABELS.items()]


class ConsentForm(Form):
    """本人同意: which information, to whom, for what, until when, and how it was given."""

    form_key = "sharing.take_consent"
    sections = (
        Section("何を、どこに渡してよいか", ("categories", "recipients", "purpose")),
        Section("同じ種類の窓口すべてに渡してよいとき", ("kinds",), on_demand=True),
        Section(
            "一部の情報だけにする機関があるとき", ("limited_recipients", "limited_categories"), on_demand=True
        ),
        Section(
            "どのように確かめたか",
            ("asked_on", "method", "witness", "until_on", "wording_version", "paper_note"),
        ),
        Section(
            "本人以外が同意したとき", ("giver", "giver_name", "giver_powers", "own_view"), on_demand=True
        ),
        Section("前の同意を置き換えるとき", ("replaced",), on_demand=True),
    )

    categories = fields.ChoicesField(
        label="渡してよい情報", choices=CATEGORIES, help_text="本人が「よい」と言った区分だけに印を付けます。"
    )
    recipients = fields.ChoicesField(
        label="渡してよい機関",
        help_text="ここに印を付けた機関だけが、同意にもとづいて見られるようになります。",
    )
    purpose = fields.LineField(
        label="目的", limit=300, help_text="例：就職と介護の相談を、いっしょに進めるため"
    )
    kinds = fields.ChoicesField(
        label="窓口の種類",
        required=False,
        choices=[(value, f"{label}の窓口すべて") for value, label in AgencyKind.choices],
        help_text="あとからできた窓口にも広がり、なくなった窓口からは外れます。本人に、そう説明してください。",
    )
    limited_recipients = fields.ChoicesField(
        label="一部だけ渡す機関",
        required=False,
        help_text="この機関には、下の情報だけを渡します。上の「渡してよい機関」に印がなくてもかまいません。",
    )
    limited_categories = fields.ChoicesField(label="その機関に渡す情報", required=False, choices=CATEGORIES)
    asked_on = fields.WarekiDateField(label="同意を受け取った日", must_be_past=True)
    method = fields.ChoiceField(label="方法", choices=ConsentMethod.choices, row=True)
    witness = fields.LineField(
        label="立ち会った人", required=False, limit=120, help_text="口頭のときは必ず書きます。"
    )
    until_on = fields.WarekiDateField(
        label="期限（この日から見られなくなる）",
        required=False,
        help_text="期限を決めないときは空のままにします。期限の30日前に「今日」の画面でお知らせします。",
    )
    wording_version = fields.LineField(label="説明した規程の版", limit=40)
    paper_note = fields.LineField(
        label="紙の同意書の番号・置き場所", required=False, limit=200, help_text="例：令和8年度つづり 12番"
    )
    giver = fields.ChoiceField(label="同意した人", choices=ConsentGiver.choices, row=True)
    giver_name = fields.LineField(label="代わりに同意した方の氏名", required=False, limit=120)
    giver_powers = fields.LineField(
        label="代理権の範囲と、確かめたもの", required=False, limit=300,
        help_text="保佐人・補助人のときは必ず書きます。例：福祉サービスの利用契約の代理権。登記事項証明書で確かめた。",
    )  # fmt: skip
    own_view = fields.LineField(
        label="本人の考え", required=False, limit=300,
        help_text="代わりの方が同意するときも、本人（子どもも）に説明し、どう言ったかを書きます。ことばで聞けないときは様子を書きます。",
    )  # fmt: skip
    replaced = fields.ChoicesField(
        label="置き換える同意", required=False,
        help_text="印を付けた同意は、この同意を登録すると終わります。付けないと両方が残り、同じ機関には、せまいほうだけが効きます。",
    )  # fmt: skip

    def offer(self, *, agencies: Choices, standing: Choices) -> None:
        """Which agencies there are, and which consents of the person stand now."""
        fields: dict[str, Any] = self.fields
        fields["recipients"].choices = agencies
        fields["limited_recipients"].choices = agencies
        fields["replaced"].choices = standing
        if not standing:
            del self.fields["replaced"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if bool(given.get("limited_recipients")) != bool(given.get("limited_categories")):
            self.add_error("limited_categories", "一部だけ渡すときは、機関と情報の両方に印を付けてください。")
        return given

    @property
    def recipient_ids(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["recipients"]]

    @property
    def limited(self) -> dict[UUID, int]:
        """Agencies that get fewer kinds than the others."""
        kinds = sum(int(one) for one in self.cleaned_data["limited_categories"])
        return {UUID(one): kinds for one in self.cleaned_data["limited_recipients"]}


class RefusalForm(Form):
    """Not agreed, or could not be asked: why, and when to ask again."""

    form_key = "sharing.note_refusal"
    sections = (
        Section("何と言われたか", ("asked_on", "reason")),
        Section("もう一度尋ねる予定", ("ask_again_on", "ask_again_by")),
        Section(
            "一部だけ断られたとき（いま有効な同意の一部をやめるときも）",
            ("refused_recipients", "refused_categories"),
            on_demand=True,
        ),
    )

    asked_on = fields.WarekiDateField(label="尋ねた日（尋ねられなかった日）", must_be_past=True)
    reason = fields.LineField(
        label="理由", limit=300, help_text="本人のことばに近い形で書くと、次の人が尋ねやすくなります。"
    )
    ask_again_on = fields.WarekiDateField(
        label="次に尋ねる日",
        required=False,
        help_text="この日が近づくと、尋ねる人の「今日」の画面に出ます。",
    )
    ask_again_by = fields.SelectField(label="次に尋ねる人", required=False)
    refused_recipients = fields.ChoicesField(
        label="断られた機関",
        required=False,
        help_text="印がなければ、どの機関についても断られたことになります。",
    )
    refused_categories = fields.ChoicesField(
        label="断られた情報",
        required=False,
        choices=CATEGORIES,
        help_text="印がなければ、すべての情報について断られたことになります。",
    )

    def offer(self, *, agencies: Choices, staff: Choices) -> None:
        fields: dict[str, Any] = self.fields
        fields["refused_recipients"].choices = agencies
        fields["ask_again_by"].choices = [("", "選んでください"), *staff]


class WithdrawalForm(Form):
    """撤回: nothing is required but the act itself."""

    words = fields.LineField(label="本人のことば（分かれば）", required=False, limit=300)


class StoppedWithdrawalForm(Form):
    """撤回 while use is stopped: the page knows no name, so it is asked for. It is not shown again, right or wrong."""

    typed_once = frozenset({"name"})

    name = fields.NameField(
        label="同意した本人の氏名",
        help_text="本人に聞いて、漢字かよみを全部入れます。いまは画面に名前を出せないため、人ちがいをここで防ぎます。",
    )
    words = fields.LineField(label="本人のことば（分かれば）", required=False, limit=300)


class ExclusionForm(Form):
    """利益相反: who is shut out, of what, and why."""

    form_key = "sharing.exclude_staff"

    staff = fields.ChoiceField(
        label="外す職員", help_text="親族、隣人、同級生の親など、この人と利害関係のある職員を選びます。"
    )
    subjects = fields.ChoicesField(
        label="どの記録から外すか",
        help_text="ケースを選ぶと、そのケースの人全員の記録からも外れます。",
    )
    reason = fields.LineField(
        label="理由",
        limit=200,
        help_text="例：いとこにあたる。となりの家に住んでいる。理由は、外す権限のある人だけが読めます。",
    )


class ReadmissionForm(Form):
    """Why somebody may look again."""

    reason = fields.LineField(
        label="見られるように戻す理由", limit=200, help_text="例：引っ越して、隣人ではなくなった。"
    )


class WeighForm(Form):
    """「この情報を、この相手に、渡せるか」: the question itself. Asked in the address, so that it can be asked again."""

    receiver = fields.AgencyField(label="だれに", help_text="渡したい相手の機関を選びます。")
    categories = fields.ChoicesField(label="どの情報を", choices=CATEGORIES)


class ProvisionForm(Form):
    """情報提供: what is told, what for, and the written answers that the chosen ground asks for."""

    form_key = "sharing.provide"

    body = fields.NarrativeField(
        label="渡す内容",
        help_text="相手の仕事に要ることだけを書きます。ここに書いたことだけが、相手に見えます。",
    )
    purpose = fields.LineField(
        label="目的", limit=300, help_text="例：介護の申請を、いっしょに進めてもらうため"
    )
    limits = fields.LineField(
        label="相手に求める使い方の制限", required=False, limit=300,
        help_text="例：この目的のほかには使わない。ほかの人に渡さない。（個人情報の保護に関する法律第70条）",
    )  # fmt: skip
    method = fields.ChoiceField(label="渡し方", choices=ProvisionMethod.choices, row=True)
    until_on = fields.WarekiDateField(
        label="見られる期限（この日から見られなくなる）", required=False,
        help_text="用が済む日が分かっていれば書きます。あとから、いつでも見られなくできます。",
    )  # fmt: skip

    def __init__(self, *args: Any, conditions: Sequence[Condition] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {f"answer_{one.key}": _answer_field(one) for one in conditions if one.by == "staff"}
        self.fields = {**asked, **self.fields}

    @property
    def answers(self) -> dict[str, str]:
        """What was written for each condition, by the condition's key."""
        return {
            name.removeprefix("answer_"): words
            for name, words in self.cleaned_data.items()
            if name.startswith("answer_")
        }


def _answer_field(one: Condition) -> fields.NarrativeField:
    return fields.NarrativeField(label=one.ask, rows=3, limit=1000, error_messages={"required": one.missing})


class EndProvisionForm(Form):
    """見られなくする: why."""

    reason = fields.LineField(label="見られなくする理由", limit=300)


class ReviewForm(Form):
    """緊急の情報提供の審査: on which ground it stood, or that on none."""

    form_key = "sharing.review_provision"

    settled_ground = fields.SelectField(label="確定した根拠")
    words = fields.LineField(label="そう判断した理由", limit=300)


class WordingForm(Form):
    """規程の版: what is explained when consent is asked for, and from when."""

    form_key = "sharing.keep_wording"

    edition = fields.LineField(label="版の名前", limit=40, help_text="例：令和8年4月改正")
    decided_on = fields.WarekiDateField(label="決めた日")
    from_on = fields.WarekiDateField(
        label="いつから",
        help_text="この日から、同意を受け取る画面に出ます。前の版は、その前の日まで残ります。",
    )
    text = fields.NarrativeField(label="本人に説明する文", rows=8, limit=5000)
