"""Input shapes of this room. Choices that depend on what there is are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.corporations import kinds
from norishiro.corporations.choices import Reply
from norishiro.resources.choices import Role, Welcome

Choices = Sequence[tuple[str, Any]]
NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"
AT_WORK = "法人で働いている人です。支援を受けている人のことは書きません。"


class _Offered(Form):
    """A form some of whose lists the view fills: ``offers={"network": [...]}``, and the names of bodies: ``bodies=[...]``."""

    none_of: ClassVar[dict[str, str]] = {}

    def __init__(
        self, *args: Any, offers: dict[str, Choices] | None = None, bodies: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (offers or {}).items():
            field: Any = self.fields[name]
            if name in self.none_of:
                field.offer(choices, blank=self.none_of[name])
            else:
                field.offer(choices)
        for field in self.fields.values():
            if isinstance(field, fields.KnownField):
                field.offer(bodies)


class CorporationForm(_Offered):
    """法人を登録する."""

    form_key = "corporations.add_corporation"
    none_of: ClassVar = {"agency": "のりしろの機関ではない", "network": "入っていない・まだ分からない"}
    sections = (
        Section("法人", ("name", "kind", "strengths", "about")),
        Section("話す相手", ("contact_name", "post", "phone", "email")),
        Section("ネットワークと機関", ("network", "from_on", "agency"), on_demand=True, fills=("from_on",)),
    )

    name = fields.KnownField(
        label="法人の名前", limit=120, help_text="居場所の台帳にある団体は、同じ名前を書くとつながります。"
    )
    kind = fields.SelectField(label="種別", choices=kinds.KIND_CHOICES)
    strengths = fields.ChoicesField(label="できること・強み", choices=kinds.STRENGTH_CHOICES, required=False)
    about = fields.LineField(
        label="どんな法人か",
        limit=300,
        required=False,
        help_text=f"例：洗濯と清掃の仕事を、短い時間から切り出せる。{NOBODY}",
    )
    contact_name = fields.LineField(label="名前", limit=80, required=False, help_text=AT_WORK)
    post = fields.LineField(label="部署・役割", limit=80, required=False, help_text="例：地域連携の担当")
    phone = fields.PhoneField(label="電話", required=False)
    email = fields.LineField(label="メール", limit=120, required=False)
    network = fields.SelectField(label="入っているネットワーク", required=False)
    from_on = fields.WarekiDateField(label="入った日", must_be_past=True, required=False)
    agency = fields.AgencyField(
        label="のりしろの機関でもあるなら",
        required=False,
        help_text="つなぐシートを送り、受け取る窓口のある法人のときに選びます。",
    )


class ChangeCorporationForm(_Offered):
    """法人の登録を直す."""

    form_key = "corporations.change_corporation"
    none_of: ClassVar = {"agency": "のりしろの機関ではない"}

    kind = fields.SelectField(label="種別", choices=kinds.KIND_CHOICES)
    strengths = fields.ChoicesField(label="できること・強み", choices=kinds.STRENGTH_CHOICES, required=False)
    about = fields.LineField(label="どんな法人か", limit=300, required=False, help_text=NOBODY)
    agency = fields.AgencyField(label="のりしろの機関でもあるなら", required=False)


class ContactForm(Form):
    """話す相手を足す."""

    form_key = "corporations.add_contact"

    name = fields.LineField(label="名前", limit=80, help_text=AT_WORK)
    post = fields.LineField(label="部署・役割", limit=80, required=False, help_text="例：地域連携の担当")
    phone = fields.PhoneField(label="電話", required=False)
    email = fields.LineField(label="メール", limit=120, required=False)


class EndContactForm(Form):
    """話す相手が代わった."""

    ended_on = fields.WarekiDateField(label="代わった日", must_be_past=True)


class JoinForm(_Offered):
    """ネットワークに入った."""

    network = fields.SelectField(label="ネットワーク")
    from_on = fields.WarekiDateField(label="入った日", must_be_past=True)


class LeaveForm(Form):
    """ネットワークを離れた."""

    until_on = fields.WarekiDateField(label="離れた日", must_be_past=True)


class NeedForm(_Offered):
    """法人にたずねる."""

    form_key = "corporations.send_need"
    none_of: ClassVar = {"area": "どこでもよい"}

    text = fields.LineField(
        label="こういう場がほしい", limit=300,
        help_text=f"例：週に一度、午後に一時間、話さなくてもできる手仕事。{NOBODY}年齢・病気・家族のことも書きません。",
    )  # fmt: skip
    kind = fields.SelectField(label="受け入れの種類", choices=kinds.OFFER_CHOICES, required=False)
    area = fields.SelectField(label="圏域", required=False)
    due_on = fields.WarekiDateField(label="返事がほしい日")
    asked = fields.ChoicesField(label="たずねる法人", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.offer(kinds.OFFER_CHOICES, blank="種類を問わない")


class AnswerForm(Form):
    """返事を残す・直す."""

    form_key = "corporations.answer_need"

    reply = fields.ChoiceField(label="返事", choices=Reply.choices, row=True)
    answered_on = fields.WarekiDateField(label="返事の日", must_be_past=True)
    words = fields.LineField(
        label="条件・わけ", limit=300, required=False,
        help_text=f"「条件つきでできる」「いまはできない」のときは要ります。{NOBODY}",
    )  # fmt: skip
    outcome = fields.LineField(
        label="そのあとどうなったか",
        limit=300,
        required=False,
        help_text="分かってからで足ります。例：月曜の午後に始まった。",
    )


class CloseNeedForm(Form):
    """問いに区切りをつける."""

    form_key = "corporations.close_need"

    outcome = fields.LineField(
        label="どうなったか", limit=300, help_text=f"例：二つの法人で場が始まった。{NOBODY}"
    )


class OfferForm(_Offered):
    """受け入れを登録する."""

    form_key = "corporations.add_offer"
    none_of: ClassVar = {"area": "決まっていない", "answer": "たずねた返事ではない"}
    sections: ClassVar[Sequence[Section]] = (
        Section("何を受け入れるか", ("kind", "name", "about", "conditions", "welcome", "roles")),
        Section("人数と期間", ("capacity", "present", "first_on", "last_on", "confirmed_on")),
        Section("会場", ("location", "address", "area")),
        Section(
            "働き方と支え",
            ("hours", "reward", "tutor", "considerate", "answer"),
            on_demand=True,
            fills=("answer",),
        ),
    )

    kind = fields.SelectField(label="種類", choices=kinds.OFFER_CHOICES)
    name = fields.LineField(
        label="呼び名", limit=120, help_text="例：洗濯物たたみの体験。候補の一覧に、この名前で出ます。"
    )
    about = fields.LineField(
        label="すること", limit=300, required=False, help_text=f"例：タオルをたたみ、棚に入れる。{NOBODY}"
    )
    conditions = fields.LineField(
        label="受け入れの条件",
        limit=300,
        required=False,
        help_text="例：はじめの3回は職員が付き添う、動きやすい服で",
    )
    welcome = fields.SelectField(label="孤立している人を受け入れられるか", choices=Welcome.choices)
    roles = fields.ChoicesField(label="何として来られるか", choices=Role.choices, required=False)
    capacity = fields.WholeNumberField(label="受け入れる人数", required=False, min_value=1, max_value=999)
    present = fields.WholeNumberField(
        label="いまの人数",
        required=False,
        min_value=0,
        max_value=999,
        help_text="受け入れる人数との差が、空きとして出ます。",
    )
    first_on = fields.WarekiDateField(label="いつから")
    last_on = fields.WarekiDateField(
        label="いつまで（最後の日）",
        required=False,
        help_text="決まっていなければ空のままに。次の日から、候補に出なくなります。",
    )
    confirmed_on = fields.WarekiDateField(label="法人に聞いた日", must_be_past=True)
    location = fields.LineField(label="会場の名前", limit=120, help_text="例：見本の里 本館")
    address = fields.LineField(label="所在地", limit=300, required=False)
    area = fields.SelectField(label="圏域", required=False)
    hours = fields.LineField(
        label="曜日・時間", limit=120, required=False, help_text="例：火・木の13時半から1時間"
    )
    reward = fields.LineField(
        label="賃金・謝礼・交通費", limit=120, required=False, help_text="例：賃金なし、交通費だけ"
    )
    tutor = fields.LineField(
        label="受け入れ先で付く人", limit=120, required=False, help_text=f"例：洗濯室の主任。{AT_WORK}"
    )
    considerate = fields.LineField(
        label="配慮できること", limit=300, required=False, help_text="例：途中で休める部屋がある"
    )
    answer = fields.SelectField(label="どの問いへの返事から", required=False)


class ChangeOfferForm(OfferForm):
    """受け入れを直す. Where it is, is put right at the place."""

    form_key = "corporations.change_offer"
    # None is how Django leaves an inherited field out; its type does not know of it.
    location = None  # type: ignore[assignment]
    address = None  # type: ignore[assignment]
    area = None  # type: ignore[assignment]
    answer = None  # type: ignore[assignment]
    sections = (
        Section("人数と期間", ("capacity", "present", "first_on", "last_on", "confirmed_on")),
        Section("何を受け入れるか", ("kind", "name", "about", "conditions", "welcome", "roles")),
        Section("働き方と支え", ("hours", "reward", "tutor", "considerate")),
    )


class CloseOfferForm(Form):
    """受け入れを終える."""

    form_key = "corporations.close_offer"

    closed_on = fields.WarekiDateField(label="終わった日", must_be_past=True)
    outcome = fields.LineField(
        label="どうなったか", limit=300, help_text=f"例：繁忙期が終わった。来年もできるとのこと。{NOBODY}"
    )


class ProjectForm(_Offered):
    """協働を始める."""

    form_key = "corporations.begin_project"
    none_of: ClassVar = {"network": "ネットワークではない"}
    sections = (
        Section("課題と、いっしょにすること", ("title", "text", "area", "raised_on")),
        Section("だれと", ("network", "members", "due_on")),
    )

    title = fields.LineField(
        label="課題と、すること", limit=160, help_text=f"例：坂の上の買い物に、空いている車を回す。{NOBODY}"
    )
    text = fields.LineField(label="くわしく", limit=600, required=False, help_text=NOBODY)
    area = fields.SelectField(label="どの圏域のことか")
    raised_on = fields.WarekiDateField(label="話し合った日", must_be_past=True)
    network = fields.SelectField(label="受け持つネットワーク", required=False)
    members = fields.ChoicesField(label="加わる法人", required=False)
    due_on = fields.WarekiDateField(label="いつまでに", required=False)


class PartForm(_Offered):
    """協働に加わる法人を書く."""

    form_key = "corporations.join_project"

    corporation = fields.SelectField(label="法人")
    part = fields.LineField(
        label="受け持ち", limit=160, required=False, help_text=f"例：車と運転する人。{NOBODY}"
    )
    left = fields.CheckField(label="抜けた")
