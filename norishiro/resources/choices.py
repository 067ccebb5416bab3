"""Closed lists of this room. What towns word and extend themselves stands in ``data/catalogue.toml``."""

from django.db.models import IntegerChoices, TextChoices

from norishiro.agencies.choices import Weekday


class OrganisationKind(TextChoices):
    RESIDENTS = "RESIDENTS", "住民の団体（町会・自治会・老人会など）"
    VOLUNTEERS = "VOLUNTEERS", "ボランティア・市民活動の団体"
    COMMISSIONERS = "COMMISSIONERS", "民生委員・児童委員"
    NPO = "NPO", "NPO法人など"
    CORPORATION = "CORPORATION", "社会福祉法人・医療法人"
    COUNCIL = "COUNCIL", "社会福祉協議会"
    OFFICE = "OFFICE", "行政"
    SCHOOL = "SCHOOL", "学校・大学"
    COMPANY = "COMPANY", "企業・商店"
    OTHER = "OTHER", "その他"


class Welcome(TextChoices):
    """社会的孤立状態の人を受け入れられるか."""

    YES = "YES", "受け入れられる"
    CONDITIONAL = "CONDITIONAL", "条件があれば受け入れられる"
    ASK = "ASK", "そのつど相談"
    NO = "NO", "いまは受け入れられない"
    UNKNOWN = "UNKNOWN", "まだ聞いていない"


class Role(TextChoices):
    """何として加われるか."""

    PARTICIPANT = "PARTICIPANT", "参加者"
    HELPER = "HELPER", "準備・片付けなどの手伝い"
    ACTIVE = "ACTIVE", "得意を活かす活動者"


class Mood(TextChoices):
    QUIET = "QUIET", "静か"
    BOTH = "BOTH", "日による"
    LIVELY = "LIVELY", "にぎやか"


class Companion(TextChoices):
    NONE = "NONE", "一人で来てよい"
    FIRST = "FIRST", "はじめは職員の同行がいる"
    ALWAYS = "ALWAYS", "いつも同行がいる"


class Function(TextChoices):
    """拠点の機能."""

    CONSULTATION = "CONSULTATION", "相談"
    EXCHANGE = "EXCHANGE", "交流・居場所"
    PARTICIPATION = "PARTICIPATION", "参加支援"
    OUTREACH = "OUTREACH", "アウトリーチの拠点"
    COMMUNITY = "COMMUNITY", "地域活動の支援"
    CHILD_REARING = "CHILD_REARING", "子育て・教育の支援"


class TraitKind(TextChoices):
    """What a trait is about; the codes of STATE and ACCESS stand in the catalogue, those of the last three in the list of
    platforms."""

    ROLE = "ROLE", "何として"
    STATE = "STATE", "状態像"
    ACCESS = "ACCESS", "設備"
    FUNCTION = "FUNCTION", "機能"
    PLATFORM = "PLATFORM", "プラットフォームの類型"
    DOES = "DOES", "プラットフォームのはたらき"
    BRINGS = "BRINGS", "持ち寄る資源"


class RuleKind(TextChoices):
    OPEN = "OPEN", "開く"
    INSTEAD = "INSTEAD", "ただし（この時間にする）"
    CLOSED = "CLOSED", "休み"


class HolidayKind(TextChoices):
    ANY = "ANY", "祝日も同じ"
    ONLY = "ONLY", "祝日だけ"
    NOT = "NOT", "祝日でない日だけ"


class Week(IntegerChoices):
    FIRST = 1, "第1"
    SECOND = 2, "第2"
    THIRD = 3, "第3"
    FOURTH = 4, "第4"
    FIFTH = 5, "第5"
    LAST = 9, "最終"


class StopKind(TextChoices):
    PAUSED = "PAUSED", "休止"
    CLOSED = "CLOSED", "閉鎖"


class StopReason(TextChoices):
    HANDS = "HANDS", "担い手がいない・高齢になった"
    PREMISES = "PREMISES", "会場が使えない"
    MONEY = "MONEY", "費用が続かない"
    FEW = "FEW", "来る人が減った"
    DISEASE = "DISEASE", "感染症・災害"
    MERGED = "MERGED", "ほかの場と一緒になった"
    PURPOSE = "PURPOSE", "役目を終えた"
    OTHER = "OTHER", "そのほか"


class ConfirmWay(TextChoices):
    PHONE = "PHONE", "電話"
    VISIT = "VISIT", "訪問"
    PAPER = "PAPER", "アンケート・書面"
    MAIL = "MAIL", "メール"
    OTHER = "OTHER", "そのほか"


class State(TextChoices):
    """いまの様子, on a day: never stored, always told from the dates."""

    OPEN = "OPEN", "活動中"
    NOT_YET = "NOT_YET", "これから"
    PAUSED = "PAUSED", "休止中"
    CLOSED = "CLOSED", "閉鎖"


__all__ = [
    "Companion",
    "ConfirmWay",
    "Function",
    "HolidayKind",
    "Mood",
    "OrganisationKind",
    "Role",
    "RuleKind",
    "State",
    "StopKind",
    "StopReason",
    "TraitKind",
    "Week",
    "Weekday",
    "Welcome",
]
