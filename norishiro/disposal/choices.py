"""Closed lists of this room."""

from django.db.models import TextChoices


class Start(TextChoices):
    """起算: from which day the years are counted."""

    NEXT_APRIL = "NEXT_APRIL", "終わった年度の、翌年度の4月1日"
    NEXT_DAY = "NEXT_DAY", "終わった日の翌日"


class HoldKind(TextChoices):
    """保留のわけ: as long as one stands, nothing of it is disposed of."""

    COMPLAINT = "COMPLAINT", "苦情・審査請求"
    LAWSUIT = "LAWSUIT", "訴訟"
    DISCLOSURE = "DISCLOSURE", "開示・訂正・利用停止の求め"
    AUDIT = "AUDIT", "監査・検査"
    RESEARCH = "RESEARCH", "検証・調査研究"


class BundleState(TextChoices):
    """How far one bundle is. What is gone still waits for its keys."""

    LISTED = "LISTED", "候補"
    GONE = "GONE", "記録は消えた・鍵がまだ"
    DONE = "DONE", "廃棄した"


class BatchState(TextChoices):
    REVIEW = "REVIEW", "確かめている"
    AGREED = "AGREED", "二人が確かめた"
    RUNNING = "RUNNING", "廃棄の途中"
    DONE = "DONE", "廃棄した"
    DROPPED = "DROPPED", "やめた"


OPEN = (BatchState.REVIEW, BatchState.AGREED, BatchState.RUNNING)
