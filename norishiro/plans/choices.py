"""Closed lists of this room."""

from __future__ import annotations

from django.db.models import TextChoices


class PlanKind(TextChoices):
    MULTI_AGENCY = "MULTI_AGENCY", "多機関協働プラン"
    OUTREACH = "OUTREACH", "アウトリーチ等プラン"
    PARTICIPATION = "PARTICIPATION", "参加支援プラン"


class PlanStatus(TextChoices):
    DRAFT = "DRAFT", "案を作成中"
    SUBMITTED = "SUBMITTED", "案を渡した（付議待ち）"
    RETURNED = "RETURNED", "案を差し戻した"
    APPROPRIATE = "APPROPRIATE", "会議で適切と確認（決定待ち）"
    DECIDED = "DECIDED", "決定"
    SHARED = "SHARED", "関係機関に共有・確認済み"
    ENDED = "ENDED", "終了"
    REPLACED = "REPLACED", "次の版に替わった"

    @classmethod
    def unfinished(cls) -> tuple[PlanStatus, ...]:
        """Not yet decided: somebody still has to do something."""
        return (cls.DRAFT, cls.SUBMITTED, cls.RETURNED, cls.APPROPRIATE)

    @classmethod
    def in_force(cls) -> tuple[PlanStatus, ...]:
        """Decided and not yet ended."""
        return (cls.DECIDED, cls.SHARED)


class MonitoringResult(TextChoices):
    CONTINUE = "CONTINUE", "続ける"
    CHANGE = "CHANGE", "プランを見直す"
    END = "END", "終結へ"


class Achievement(TextChoices):
    DONE = "DONE", "達成"
    PART = "PART", "一部達成"
    NOT_YET = "NOT_YET", "未達成"
    UNKNOWN = "UNKNOWN", "判断できない"


class EvaluationResult(TextChoices):
    CLOSE = "CLOSE", "終結"
    RENEW = "RENEW", "再プランで継続"
    INTERRUPT = "INTERRUPT", "中断"


class Change(TextChoices):
    """見られた変化 (評価シート; evidence mark K)."""

    PUBLIC_ASSISTANCE = "PUBLIC_ASSISTANCE", "生活保護適用"
    HOUSING = "HOUSING", "住まいの確保・安定"
    MEDICAL = "MEDICAL", "医療機関受診開始"
    HEALTH = "HEALTH", "健康状態の改善"
    HANDBOOK = "HANDBOOK", "障害手帳取得"
    MIND = "MIND", "精神の安定"
    ISOLATION = "ISOLATION", "孤立の解消"
    PARTICIPATION = "PARTICIPATION", "社会参加機会の増加"
    HABITS = "HABITS", "生活習慣の改善"
    FAMILY = "FAMILY", "対人・家族関係の改善"
    WILL = "WILL", "自立意欲の向上"
    DEBT = "DEBT", "債務の整理"
    BUDGET = "BUDGET", "家計の改善"
    WORK = "WORK", "就労開始"
    INCOME = "INCOME", "増収"
    STUDY = "STUDY", "職業訓練・就学"
    SEEKING = "SEEKING", "就職活動開始"
    SETTLED = "SETTLED", "職場定着"
    OTHER = "OTHER", "その他"
    NONE = "NONE", "変化なし"


class CloseReason(TextChoices):
    """終結理由 (評価シート; evidence mark K)."""

    SOLVED = "SOLVED", "課題がおおむね解決した"
    ROLES_SET = "ROLES_SET", "見通しがつき、役割分担が確立した"
    HANDED_OVER = "HANDED_OVER", "他制度・他機関へ引き継いだ"
    MOVED = "MOVED", "転出"
    DIED = "DIED", "死亡"
    FACILITY = "FACILITY", "施設入所"
    WISH = "WISH", "本人の希望"
    OTHER = "OTHER", "その他"


class InterruptReason(TextChoices):
    """中断理由 (評価シート; evidence mark K)."""

    LOST = "LOST", "連絡が途絶えた"
    REFUSED = "REFUSED", "拒まれた"
    MOVED_UNKNOWN = "MOVED_UNKNOWN", "転居先が分からない"
    HOSPITAL = "HOSPITAL", "入院・収監など"
    OTHER = "OTHER", "その他"


class ClosureKind(TextChoices):
    CLOSED = "CLOSED", "終結"
    INTERRUPTED = "INTERRUPTED", "中断"
    COORDINATED = "COORDINATED", "調整のみで終了"
