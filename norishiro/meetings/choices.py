"""Closed lists of this room."""

from django.db.models import TextChoices

from norishiro.outreach.choices import SegmentKind


class BodyKind(TextChoices):
    SUPPORT = "SUPPORT", "支援会議"
    LAYERED = "LAYERED", "重層的支援会議"
    BOTH = "BOTH", "支援会議と重層的支援会議を兼ねる"
    CARE = "CARE", "地域ケア会議"
    OTHER = "OTHER", "その他の会議"


class ItemKind(TextChoices):
    """As what a case is on the table. One item has one legal basis."""

    SUPPORT = "SUPPORT", "支援会議として（同意なし）"
    LAYERED = "LAYERED", "重層的支援会議として（同意あり）"


class ItemPurpose(TextChoices):
    SHARE = "SHARE", "情報共有・支援の方針"
    PLAN = "PLAN", "プランの適切性"
    REVIEW = "REVIEW", "進捗の確認・変更"
    END = "END", "終結の評価"
    INTERRUPT = "INTERRUPT", "中断・再開"


class ItemStatus(TextChoices):
    WAITING = "WAITING", "付議待ち"
    TABLED = "TABLED", "議題に載せた"
    DONE = "DONE", "話し合った"
    CARRIED = "CARRIED", "次回へ"
    WITHDRAWN = "WITHDRAWN", "取り下げた"


class SittingStatus(TextChoices):
    CALLED = "CALLED", "開催案内済み"
    OPEN = "OPEN", "開催中"
    CLOSED = "CLOSED", "終了（議事録の確認待ち）"
    CONFIRMED = "CONFIRMED", "議事録確定"
    CANCELLED = "CANCELLED", "中止"


class Mode(TextChoices):
    ROOM = "ROOM", "対面"
    ONLINE = "ONLINE", "オンライン"
    WRITTEN = "WRITTEN", "書面"


class OathRule(TextChoices):
    EVERY_SITTING = "EVERY_SITTING", "毎回、誓約書"
    YEARLY = "YEARLY", "年度ごとに誓約書"
    STATUTE_ONLY = "STATUTE_ONLY", "法の守秘を毎回読み上げて確認"
    BY_APPOINTMENT = "BY_APPOINTMENT", "指定・委嘱のときに一度、誓約書"
    NONE = "NONE", "なし"


class ConsentRule(TextChoices):
    NONE_NEEDED = "NONE_NEEDED", "同意は不要"
    REQUIRED = "REQUIRED", "同意が必要"
    BOTH_SEPARATE = "BOTH_SEPARATE", "議題ごとに分ける"
    NOT_APPLICABLE = "NOT_APPLICABLE", "個別の事例を扱わない"


class Direction(TextChoices):
    """Which way an item went between this body and another."""

    IN = "IN", "ほかの会議から"
    OUT = "OUT", "ほかの会議へ"


class LineKind(TextChoices):
    """議事の行: facts, views and opinions apart, and what was decided."""

    FACT = "FACT", "事実"
    VIEW = "VIEW", "見立て"
    OPINION = "OPINION", "意見"
    POLICY = "POLICY", "全体の方針"
    DECISION = "DECISION", "決定"


# Whose words an unmarked line of the minutes is: what a meeting weighs, but for a view that somebody holds.
USUAL_OF_LINE = {kind: SegmentKind.VIEW if kind == LineKind.VIEW else SegmentKind.COURSE for kind in LineKind}


class Answer(TextChoices):
    NONE = "NONE", "返事なし"
    COMING = "COMING", "出席"
    ABSENT = "ABSENT", "欠席"


class ConveneStatus(TextChoices):
    ASKED = "ASKED", "開催の回答待ち"
    AGREED = "AGREED", "開催する"
    DECLINED = "DECLINED", "開催しない"


class DesignationKind(TextChoices):
    """By what act somebody is a member of the body."""

    NAMED = "NAMED", "構成員の指定"
    DUAL_ORDER = "DUAL_ORDER", "兼務発令"
    COMMISSIONED = "COMMISSIONED", "委嘱"


class CopyState(TextChoices):
    """Where a numbered copy is."""

    OUT = "OUT", "渡している"
    RETURNED = "RETURNED", "回収した"
    DESTROYED = "DESTROYED", "破棄した"
    LOST = "LOST", "見つからない"


class RegulationKind(TextChoices):
    PLAN = "PLAN", "実施計画"
    OUTLINE = "OUTLINE", "要綱・運営の決まり"
    HANDLING = "HANDLING", "個人情報の取扱いの決まり"
