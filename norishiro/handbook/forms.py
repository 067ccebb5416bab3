"""Input shapes of this room. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.handbook.choices import Chapter, Outcome

Choices = Sequence[tuple[str, str]]
EVERYBODY, SOME = "ALL", "SOME"


class PageForm(Form):
    """手引きのページを書く."""

    form_key = "handbook.write_page"
    sections = (
        Section("ページ", ("title", "chapter", "text")),
        Section("関わる人", ("readers", "roles", "agencies")),
    )

    title = fields.LineField(label="題", limit=120, help_text="例：相談を受けたときの流れ")
    chapter = fields.SelectField(label="章", choices=Chapter.choices)
    text = fields.NarrativeField(
        label="本文", rows=16, limit=20000,
        help_text="見出しは行の頭に # と空白、箇条書きは - と空白、強める語は **語** と書きます。"
        "支援を受けている人のことは書きません。",
    )  # fmt: skip
    readers = fields.ChoiceField(
        label="だれに関わるか",
        choices=[(EVERYBODY, "すべての職員"), (SOME, "下で選んだ役割と機関")],
        help_text="関わる人の「今日」に、読むまで出ます。ページそのものは、どの職員も読めます。",
    )
    roles = fields.ChoicesField(label="役割", required=False)
    agencies = fields.ChoicesField(label="機関", required=False)

    def __init__(self, *args: Any, kinds: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["roles"].offer(kinds)
        drawn["agencies"].offer(places)


class RevisionForm(PageForm):
    """手引きのページを直す."""

    form_key = "handbook.revise_page"
    sections = (
        Section("ページ", ("title", "chapter", "text", "why", "quiet")),
        Section("関わる人", ("readers", "roles", "agencies")),
    )

    why = fields.LineField(
        label="変えたわけ",
        required=False,
        limit=200,
        help_text="本文を変えたときは必ず書きます。読む人の「今日」に出ます。",
    )
    quiet = fields.CheckField(label="誤字などの小さな直しなので、知らせない")


class SchemeForm(Form):
    """制度を台帳に載せる."""

    form_key = "handbook.list_scheme"

    name = fields.LineField(label="制度・事業の名前", limit=120, help_text="例：住居確保給付金")
    agency = fields.AgencyField(label="主管課・機関")
    audience = fields.LineField(
        label="だれのための制度か", limit=300, help_text="例：仕事を失い、家賃が払えなくなりそうな人"
    )
    page = fields.SelectField(label="説明のある手引き", required=False)
    where = fields.LineField(
        label="説明のある所", required=False, limit=300,
        help_text="手引きにないときに書きます。ホームページの番地（https:// から）、冊子の名前など。",
    )  # fmt: skip
    from_on = fields.WarekiDateField(label="始まり")
    until_on = fields.WarekiDateField(
        label="終わり（この日からない）", required=False, help_text="続いている制度は、空のままにします。"
    )

    def __init__(self, *args: Any, places: Choices, pages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["agency"].offer(places)
        drawn["page"].offer(pages, blank="選ばない")


class ChangedSchemeForm(SchemeForm):
    """制度の台帳を直す."""

    form_key = "handbook.change_scheme"


class StudyForm(Form):
    """検討課題を登録する."""

    form_key = "handbook.open_study"

    title = fields.LineField(
        label="課題の名前", limit=120, help_text="例：長くひきこもる人のパーソナルサポート"
    )
    question = fields.LineField(label="何を確かめるか", limit=400)
    plan = fields.LineField(label="どの計画のためか", limit=120, help_text="例：次の地域福祉計画")
    agency = fields.AgencyField(label="調べる機関")


class EvidenceForm(Form):
    """根拠を残す."""

    form_key = "handbook.add_evidence"

    found_on = fields.WarekiDateField(label="分かった日", must_be_past=True)
    words = fields.LineField(
        label="分かったこと", limit=600, help_text="支援を受けている人が分かることは書きません。"
    )
    source = fields.LineField(
        label="出典", limit=300, help_text="例：令和8年度の聞き取り、ほかの市の報告書（番地でもかまいません）"
    )


class DecisionForm(Form):
    """結論を残す."""

    form_key = "handbook.decide_study"

    outcome = fields.ChoiceField(label="結論", choices=Outcome.choices)
    decided_on = fields.WarekiDateField(label="決めた日", must_be_past=True)
    decided_by = fields.LineField(label="決めた人・会議", limit=120, help_text="例：地域福祉計画の策定委員会")
    words = fields.LineField(label="わけ", limit=600)
