"""Closed lists of this room."""

from django.db.models import TextChoices


class PolicyKind(TextChoices):
    WELFARE = "WELFARE", "地域福祉計画"
    ACTIVITY = "ACTIVITY", "地域福祉活動計画"
    LAYERED = "LAYERED", "重層的支援体制整備事業実施計画"
    POLICY = "POLICY", "基本方針"
    OTHER = "OTHER", "そのほかの計画"


class Side(TextChoices):
    """Whose plan, or whose project, it is."""

    MUNICIPAL = "MUNICIPAL", "市区町村"
    COUNCIL = "COUNCIL", "社協"
    JOINT = "JOINT", "一体（市区町村と社協）"


class ProgressState(TextChoices):
    NOT_YET = "NOT_YET", "まだ"
    GOING = "GOING", "進めている"
    DONE = "DONE", "できた"
    STOPPED = "STOPPED", "見直した"


class IndicatorKind(TextChoices):
    ACTIVITY = "ACTIVITY", "行動量"
    OUTCOME = "OUTCOME", "成果指標"


class Direction(TextChoices):
    UP = "UP", "増やす"
    DOWN = "DOWN", "減らす"
    KEEP = "KEEP", "維持する"


class Counting(TextChoices):
    YEARLY = "YEARLY", "その年度"
    CUMULATIVE = "CUMULATIVE", "累計（計画の始まりから）"
    TOTAL = "TOTAL", "延べ"


class ValueState(TextChoices):
    KNOWN = "KNOWN", "数がある"
    PENDING = "PENDING", "集計中"
    ABSENT = "ABSENT", "－（数がない）"


class ReviewState(TextChoices):
    DRAFT = "DRAFT", "下書き"
    FIXED = "FIXED", "確定"


class VoiceKind(TextChoices):
    """Where residents said it."""

    POLL = "POLL", "アンケート"
    TALK = "TALK", "懇談会・集まり"
    PROPOSAL = "PROPOSAL", "住民からの提案"
    COMMENT = "COMMENT", "意見公募など"
    OTHER = "OTHER", "そのほか"


class Outcome(TextChoices):
    """What became of what residents said."""

    TAKEN = "TAKEN", "反映した"
    PARTLY = "PARTLY", "一部を反映した"
    LATER = "LATER", "次の計画で考える"
    NOT = "NOT", "反映しない"


class StandardUnit(TextChoices):
    """What a standard by population tells."""

    YEN = "YEN", "円（年額）"
    PEOPLE = "PEOPLE", "人（配置する数）"


class Evidence(TextChoices):
    """How sure one may be of a standard."""

    ORIGINAL = "ORIGINAL", "要綱などの原本で確かめた"
    TOLD = "TOLD", "都道府県などから聞いた"
    ESTIMATED = "ESTIMATED", "推定"
