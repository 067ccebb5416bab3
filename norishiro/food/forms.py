"""Input shapes of this room. Choices that depend on what there is are handed in by the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.food import kinds
from norishiro.food.choices import DayKind, Loss, Source, Unit, Way
from norishiro.resources.choices import OrganisationKind

Choices = Sequence[tuple[str, Any]]
NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"
SAME_NAME = "登録のある団体は、同じ名前を書くとつながります。"
FIRST_TIME = "はじめて書く団体のときだけ選びます。"


def _kind_of(whom: str) -> fields.SelectField:
    return fields.SelectField(
        label=f"{whom}の種別", choices=OrganisationKind.choices, required=False, help_text=FIRST_TIME
    )


class _Offered(Form):
    """A form some of whose lists the view fills: ``offers={"day": [...]}``, and the names of bodies: ``bodies=[...]``."""

    none_of: ClassVar[dict[str, str]] = {}

    def __init__(
        self, *args: Any, offers: dict[str, Choices], bodies: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offers.items():
            field: Any = self.fields[name]
            if name in self.none_of:
                field.offer(choices, blank=self.none_of[name])
            else:
                field.offer(choices)
        for field in self.fields.values():
            if isinstance(field, fields.KnownField):
                field.offer(bodies)


class ReceiveForm(_Offered):
    """受け取りを書く."""

    form_key = "food.receive_food"
    none_of: ClassVar = {
        "item": "一覧にない（下に新しく書く）",
        "day": "ドライブではない",
        "call": "呼びかけではない",
    }
    item = fields.SelectField(label="品目", required=False)
    quantity = fields.QuantityField(label="量", help_text="品目の数え方（kgか個）で。例：12、2.5")
    best_before = fields.WarekiDateField(
        label="期限",
        required=False,
        help_text="賞味・消費期限。いちばん早いもの。書いていなければ空のままに。",
    )
    received_on = fields.WarekiDateField(label="受け取った日", must_be_past=True)
    item_name = fields.LineField(
        label="新しい品目", limit=60, required=False, help_text="例：白米、カレー（レトルト）"
    )
    item_kind = fields.SelectField(label="種類", choices=kinds.KIND_CHOICES, required=False)
    item_unit = fields.ChoiceField(label="数え方", choices=Unit.choices, required=False, row=True)
    source = fields.ChoiceField(label="出どころ", choices=Source.choices, row=True)
    giver = fields.KnownField(
        label="くれた法人・団体", limit=120, required=False, help_text=f"住民の名前は書きません。{SAME_NAME}"
    )
    giver_kind = _kind_of("くれた団体")
    day = fields.SelectField(label="どのドライブで", required=False)
    call = fields.SelectField(label="どの呼びかけに", required=False)
    carrier = fields.KnownField(label="運んだ法人・団体", limit=120, required=False, help_text=SAME_NAME)
    carrier_kind = _kind_of("運んだ団体")

    def laid_out(self) -> Sequence[Section]:
        """As long as there is no item to choose, the first new one stands open."""
        items: Any = self.fields["item"]
        return (
            Section("受け取ったもの", ("item", "quantity", "best_before", "received_on")),
            Section("新しい品目", ("item_name", "item_kind", "item_unit"), on_demand=len(items.choices) > 1),
            Section("どこから", ("source", "giver", "giver_kind")),
            Section("くわしく", ("day", "call", "carrier", "carrier_kind"), on_demand=True),
        )


class ChangeLotForm(Form):
    """受け取りを直す."""

    form_key = "food.change_lot"

    quantity = fields.QuantityField(
        label="受け取った量", help_text="渡した・廃棄した量より少なくはできません。"
    )
    best_before = fields.WarekiDateField(label="期限", required=False)


@dataclass(frozen=True)
class Shelf:
    """A lot as the form shows it."""

    field: str
    label: str
    left: str


class HandOutForm(_Offered):
    """渡したものを書く: one field for each lot of which something is left."""

    form_key = "food.hand_out"
    none_of: ClassVar = {"day": "配布日ではない"}

    on = fields.WarekiDateField(label="渡した日", must_be_past=True)
    way = fields.ChoiceField(
        label="どこへ", choices=[(one.value, one.label) for one in (Way.GROUP, Way.HOUSEHOLDS)], row=True
    )
    receiver = fields.KnownField(
        label="渡した団体・場", limit=120, required=False, help_text=f"食堂・カフェ・団体の名前。{SAME_NAME}"
    )
    receiver_kind = _kind_of("渡した団体")
    day = fields.SelectField(
        label="どの配布日に", required=False, help_text="世帯の数は、配布日のほうに一度だけ書きます。"
    )
    households = fields.WholeNumberField(
        label="渡した世帯の数",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="配布日のほかで世帯に渡したとき。名前は書きません。",
    )
    people = fields.WholeNumberField(label="その人数", required=False, min_value=0, max_value=9999)
    carrier = fields.KnownField(label="運んだ法人・団体", limit=120, required=False, help_text=SAME_NAME)
    carrier_kind = _kind_of("運んだ団体")

    def __init__(self, *args: Any, shelves: Sequence[Shelf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shelves = shelves
        for one in shelves:
            self.fields[one.field] = fields.QuantityField(
                label=one.label, required=False, help_text=f"残り {one.left}"
            )

    def laid_out(self) -> Sequence[Section]:
        return (
            Section(
                "いつ、どこへ", ("on", "way", "receiver", "receiver_kind", "day", "households", "people")
            ),
            Section("渡したもの（渡した量だけ書きます）", tuple(one.field for one in self.shelves)),
            Section("運んだ法人・団体", ("carrier", "carrier_kind"), on_demand=True),
        )

    @property
    def amounts(self) -> Mapping[str, Decimal]:
        """What was written beside a lot, by its field."""
        return {
            one.field: self.cleaned_data[one.field] for one in self.shelves if self.cleaned_data[one.field]
        }


class DiscardForm(Form):
    """廃棄を書く."""

    form_key = "food.discard_food"

    quantity = fields.QuantityField(label="廃棄した量")
    on = fields.WarekiDateField(label="廃棄した日", must_be_past=True)
    loss = fields.ChoiceField(label="わけ", choices=Loss.choices, row=True)


class UndoForm(Form):
    """取り消す."""

    form_key = "food.undo_handout"

    why = fields.LineField(label="取り消すわけ", limit=120, help_text="例：別の品目とまちがえた")


class DayForm(_Offered):
    """配布日・ドライブの日を登録する."""

    form_key = "food.add_day"

    kind = fields.ChoiceField(label="何の日か", choices=DayKind.choices, row=True)
    name = fields.LineField(label="名前", limit=80, help_text="例：川べりフードパントリー 12月")
    area = fields.SelectField(label="圏域")
    held_on = fields.WarekiDateField(label="日", help_text="これからの日も登録できます。例：令和8年12月5日")
    place = fields.LineField(label="場所", limit=120, required=False, help_text="例：架空地区センター 1階")


class ChangeDayForm(_Offered):
    """配布日・ドライブの日を直す."""

    form_key = "food.change_day"

    name = fields.LineField(label="名前", limit=80)
    area = fields.SelectField(label="圏域")
    held_on = fields.WarekiDateField(label="日")
    place = fields.LineField(label="場所", limit=120, required=False)


class CallOffForm(Form):
    """配布日・ドライブをとりやめる."""

    form_key = "food.call_off_day"

    why = fields.LineField(
        label="とりやめるわけ", limit=120, help_text=f"例：台風のため、会場が使えないため。{NOBODY}"
    )


class RoleForm(_Offered):
    """役割を書く."""

    form_key = "food.take_day_role"
    none_of: ClassVar = {"agency": "機関ではない"}

    what = fields.LineField(
        label="すること", limit=80, help_text=f"例：受付、運ぶ、相談を聞く、会場のかぎ。{NOBODY}"
    )
    body = fields.KnownField(label="受け持つ団体・法人", limit=120, required=False, help_text=SAME_NAME)
    body_kind = _kind_of("受け持つ団体")
    agency = fields.AgencyField(label="受け持つ機関", required=False)
    heads = fields.WholeNumberField(label="人数", required=False, min_value=1, max_value=999)


class TellDayForm(Form):
    """来た数を書く."""

    form_key = "food.tell_day"

    people = fields.WholeNumberField(
        label="来た人数", min_value=0, max_value=9999, help_text="のべの人数。名前は聞かず、書きません。"
    )
    households = fields.WholeNumberField(
        label="世帯の数",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="配布日では、渡した世帯の数。",
    )
    consulted = fields.WholeNumberField(
        label="その場で受けた相談の数",
        required=False,
        min_value=0,
        max_value=999,
        help_text="食品を渡した数とは別に数えます。",
    )
    note = fields.LineField(label="ようす", limit=300, required=False, help_text=NOBODY)


class CallForm(_Offered):
    """食品を呼びかける."""

    form_key = "food.call_for_food"

    month = fields.SelectField(label="何月の分か")
    kind = fields.SelectField(label="種類", choices=kinds.KIND_CHOICES)
    amount = fields.QuantityField(label="ほしい量")
    unit = fields.ChoiceField(label="数え方", choices=Unit.choices, row=True)
    receiver = fields.KnownField(label="渡す先", limit=120, help_text=f"食堂・団体の名前。{SAME_NAME}")
    receiver_kind = _kind_of("渡す先")
    asked = fields.ChoicesField(
        label="呼びかけた法人・団体", help_text="一覧は、登録のある法人・企業・団体です。"
    )


class CloseCallForm(Form):
    """呼びかけに区切りをつける."""

    form_key = "food.close_call"

    outcome = fields.LineField(
        label="どうなったか", limit=200, help_text=f"例：2法人から米40kg。年末に食堂へ渡した。{NOBODY}"
    )
