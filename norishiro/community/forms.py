"""Input shapes of community work. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from norishiro.community import kinds
from norishiro.community.choices import HelpKind, HelpResult, PartKind, ProposalStatus, Stage, SupportKind
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.resources.catalogue import catalogue
from norishiro.resources.catalogue import choices as place_choices

Choices = Sequence[tuple[str, Any]]
NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"


class _Offered(Form):
    """A form some of whose lists the view fills: ``offers={"area": [...]}``."""

    none_of: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, offers: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offers.items():
            field: Any = self.fields[name]
            if name in self.none_of:
                field.offer(choices, blank=self.none_of[name])
            else:
                field.offer(choices)


class GroupForm(_Offered):
    """団体を登録する・直す."""

    form_key = "community.add_group"
    none_of: ClassVar = {"supporter": "決まっていない"}
    sections = (
        Section("団体", ("name", "kind", "area", "stage", "stage_on")),
        Section(
            "くわしく",
            ("place", "rhythm", "members", "partners", "users", "needs", "supporter"),
            on_demand=True,
            fills=("supporter",),
        ),
    )

    name = fields.LineField(label="団体の名前・愛称", limit=80, help_text="例：川べりお茶の間")
    kind = fields.SelectField(label="種類", choices=kinds.GROUP_CHOICES)
    area = fields.SelectField(label="圏域")
    stage = fields.ChoiceField(label="いまの段", choices=Stage.choices, row=True)
    stage_on = fields.WarekiDateField(label="この段になった日", must_be_past=True)
    place = fields.LineField(label="いつもの場所", limit=120, required=False, help_text="例：集会所の1階")
    rhythm = fields.LineField(
        label="いつ開くか", limit=120, required=False, help_text="例：毎月第2水曜の午後"
    )
    members = fields.WholeNumberField(
        label="担い手の人数",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="分からなければ空のままに。",
    )
    partners = fields.LineField(
        label="いっしょに動く団体・機関", limit=200, required=False, help_text="例：町会、地域包括、生協"
    )
    users = fields.LineField(
        label="使っている団体・人たち", limit=200, required=False, help_text="例：学習支援の会、近所の親子"
    )
    needs = fields.LineField(
        label="いま要る支え", limit=300, required=False, help_text=f"例：鍵を開ける人がもう一人。{NOBODY}"
    )
    supporter = fields.SelectField(label="支える職員", required=False)


class ChangeGroupForm(GroupForm):
    """The stage is moved by a step of support, so that its day and its reason stay."""

    form_key = "community.change_group"
    sections = (
        Section("団体", ("name", "kind", "area")),
        Section("くわしく", ("place", "rhythm", "members", "partners", "users", "needs", "supporter")),
    )
    # None is how Django leaves an inherited field out; its type does not know of it.
    stage = None  # type: ignore[assignment]
    stage_on = None  # type: ignore[assignment]


class SupportForm(_Offered):
    """支援の一歩を残す."""

    form_key = "community.note_support"
    none_of: ClassVar = {"stage": "そのまま", "request": "求めとは別のこと"}

    happened_on = fields.WarekiDateField(label="した日", must_be_past=True)
    kind = fields.ChoiceField(label="したこと", choices=SupportKind.choices, row=True)
    note = fields.LineField(label="ひとこと", limit=300, help_text=NOBODY)
    stage = fields.SelectField(
        label="進んだ段",
        required=False,
        help_text="変わったときだけ選びます。休むことも、戻ることも、失敗ではありません。",
    )
    request = fields.SelectField(label="どの求めのことか", required=False)


class PartForm(_Offered):
    """分担を決める."""

    none_of: ClassVar = {"agency": "登録のない団体"}

    part = fields.ChoiceField(label="分担", choices=PartKind.choices, row=True)
    agency = fields.SelectField(label="担う機関", required=False)
    body = fields.LineField(
        label="担う団体（登録がないとき）", limit=80, required=False, help_text=f"例：町会。{NOBODY}"
    )
    due_on = fields.WarekiDateField(label="いつまでに")


class OpenPlaceForm(Form):
    """開いた場を居場所に登録する."""

    form_key = "community.open_place"

    name = fields.LineField(label="場の名前", limit=120)
    kind = fields.SelectField(label="場の種類", choices=place_choices(catalogue().kinds))
    location = fields.LineField(label="会場の名前", limit=120, help_text="例：集会所の1階")
    address = fields.LineField(label="所在地", limit=300, required=False)
    opened_on = fields.WarekiDateField(label="開いた日", must_be_past=True)


class HelpForm(Form):
    """求めを受ける."""

    form_key = "community.ask_group_help"

    kind = fields.ChoiceField(label="求めの種類", choices=HelpKind.choices, row=True)
    asked_on = fields.WarekiDateField(label="受けた日", must_be_past=True)
    text = fields.LineField(label="求めていること", limit=300, help_text=NOBODY)


class HelpAnswerForm(Form):
    """求めに区切りをつける."""

    form_key = "community.answer_group_help"

    result = fields.ChoiceField(label="結果", choices=HelpResult.choices, row=True)
    outcome = fields.LineField(label="どうなったか", limit=300, help_text=NOBODY)
    closed_on = fields.WarekiDateField(label="区切りがついた日", must_be_past=True)


AGE_FIELDS = {f"age_{one.code}": one for one in kinds.AGES}


class ActivityForm(_Offered):
    """活動を書く: six inputs, and more on demand. The age bands are those of the list in force."""

    form_key = "community.record_activity"
    none_of: ClassVar = {"at": "居場所ではない・登録がない"}
    sections = (
        Section("活動", ("kind", "name", "area", "held_on", "people", "note")),
        Section("どの事業の・どの居場所の活動か", ("work", "at"), on_demand=True, fills=("work", "at")),
        Section("団体とテーマ", ("groups", "theme", "discussed"), on_demand=True, fills=("groups",)),
        Section(
            "時間と場所",
            ("starts_at", "ends_at", "place"),
            on_demand=True,
            fills=("starts_at", "ends_at", "place"),
        ),
        Section("人数をくわしく", (*AGE_FIELDS, "helpers", "consulted"), on_demand=True),
    )

    kind = fields.SelectField(label="活動の種類", choices=kinds.ACTIVITY_CHOICES)
    name = fields.LineField(label="活動の名前", limit=80, help_text="例：川べりお茶の間")
    area = fields.SelectField(label="圏域")
    held_on = fields.WarekiDateField(label="開いた日", must_be_past=True)
    people = fields.WholeNumberField(
        label="来た人数", min_value=0, max_value=9999, help_text="のべの人数。名前は聞かず、書きません。"
    )
    note = fields.LineField(
        label="聞いたこと・ようす", limit=300, required=False,
        help_text=f"{NOBODY}気になる人の心配は、書いたあとで「相談にする」から受け付けます。",
    )  # fmt: skip
    work = fields.SelectField(
        label="地域づくりの事業", choices=kinds.WORK_CHOICES, required=False,
        help_text="選ぶと、事業ごとの年度の数に入ります。同じ活動は、前回の事業が入ります。",
    )  # fmt: skip
    at = fields.SelectField(
        label="どの居場所を開いたか", required=False,
        help_text="居場所の頁の「開いた日を書く」から始めると、ここに入ります。始まった相談が、居場所ごとに数えられます。",
    )  # fmt: skip
    groups = fields.ChoicesField(label="どの団体の活動か", required=False)
    theme = fields.LineField(
        label="テーマ", limit=160, required=False, help_text="例：買い物に困る坂の上のこと"
    )
    discussed = fields.CheckField(label="地域の課題を話し合った")
    starts_at = fields.TimeField(label="始まり", required=False)
    ends_at = fields.TimeField(label="終わり", required=False)
    place = fields.LineField(label="場所", limit=120, required=False, help_text="例：架空地区センター")
    helpers = fields.WholeNumberField(
        label="担い手・世話人の人数",
        required=False,
        min_value=0,
        max_value=999,
        help_text="来た人数には入れません。",
    )
    consulted = fields.WholeNumberField(
        label="その場で受けた相談の数", required=False, min_value=0, max_value=999,
        help_text="数だけです。相談票にするものは、書いたあとで受け付けます。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["work"].offer(kinds.WORK_CHOICES, blank="選ばない")
        for name, band in AGE_FIELDS.items():
            self.fields[name] = fields.WholeNumberField(
                label=f"{band.label}の人数", required=False, min_value=0, max_value=9999
            )
        self.order_fields([name for section in self.sections for name in section.fields])

    @property
    def ages(self) -> dict[str, int]:
        """Heads by band, where any were written down."""
        return {
            band.code: self.cleaned_data[name] for name, band in AGE_FIELDS.items() if self.cleaned_data[name]
        }


class ChangeActivityForm(ActivityForm):
    """活動を直す. Its area stays: what was counted there stays there."""

    form_key = "community.change_activity"
    # None is how Django leaves an inherited field out; its type does not know of it.
    area = None  # type: ignore[assignment]
    sections = (
        Section("活動", ("kind", "name", "held_on", "people", "note")),
        Section("どの事業の・どの居場所の活動か", ("work", "at")),
        Section("団体とテーマ", ("groups", "theme", "discussed")),
        Section("時間と場所", ("starts_at", "ends_at", "place")),
        Section("人数をくわしく", (*AGE_FIELDS, "helpers", "consulted")),
    )


class ProposalForm(_Offered):
    """提案を残す."""

    form_key = "community.raise_proposal"
    none_of: ClassVar = {
        "activity": "活動ではない", "course": "講座ではない", "owner_group": "決まっていない", "owner_agency": "決まっていない",
    }  # fmt: skip
    sections = (
        Section("提案", ("title", "area", "raised_on")),
        Section(
            "出どころと受け持ち",
            ("activity", "course", "owner_group", "owner_agency", "due_on", "text"),
            on_demand=True,
        ),
    )

    title = fields.LineField(label="提案", limit=160, help_text=f"例：坂の上に移動販売を呼ぶ。{NOBODY}")
    area = fields.SelectField(label="どの圏域のことか")
    raised_on = fields.WarekiDateField(label="出た日", must_be_past=True)
    activity = fields.SelectField(label="どの活動で出たか", required=False)
    course = fields.SelectField(label="どの講座の発表か", required=False)
    owner_group = fields.SelectField(label="受け持つ団体", required=False)
    owner_agency = fields.AgencyField(label="受け持つ機関", required=False)
    due_on = fields.WarekiDateField(label="いつまでに", required=False)
    text = fields.LineField(label="くわしく", limit=600, required=False, help_text=NOBODY)


class ChangeProposalForm(_Offered):
    """提案を進める."""

    form_key = "community.change_proposal"
    none_of: ClassVar = {"owner_group": "決まっていない", "owner_agency": "決まっていない"}

    status = fields.ChoiceField(label="状態", choices=ProposalStatus.choices, row=True)
    result = fields.LineField(
        label="どうなったか",
        limit=300,
        required=False,
        help_text=f"「実った」「見送った」のときは要ります。{NOBODY}",
    )
    due_on = fields.WarekiDateField(label="いつまでに", required=False)
    owner_group = fields.SelectField(label="受け持つ団体", required=False)
    owner_agency = fields.AgencyField(label="受け持つ機関", required=False)


class ActionForm(_Offered):
    """提案のあとの行動を残す."""

    form_key = "community.note_action"
    none_of: ClassVar = {"group": "なし", "activity": "なし"}

    done_on = fields.WarekiDateField(label="した日", must_be_past=True)
    what = fields.LineField(label="したこと", limit=300, help_text=NOBODY)
    group = fields.SelectField(label="生まれた・動いた団体", required=False)
    activity = fields.SelectField(label="開いた活動", required=False)
