"""Closed lists of this room (支援経過記録シートの方法; 会えなかった訪問も1件)."""

from django.db.models import TextChoices


class Method(TextChoices):
    VISIT = "VISIT", "訪問"
    PHONE = "PHONE", "電話"
    MAIL = "MAIL", "メール・SNS"
    DESK = "DESK", "来所面談"
    ESCORT = "ESCORT", "同行支援"
    ONLINE = "ONLINE", "オンライン"
    LETTER = "LETTER", "手紙・投函"
    AGENCY_CALL = "AGENCY_CALL", "他機関への電話照会・協議"
    MEETING = "MEETING", "所内会議・打合せ"
    OTHER = "OTHER", "その他"


class Met(TextChoices):
    """Whether the person was met. Not being met is a contact too."""

    MET = "MET", "会えた・話せた"
    FAMILY = "FAMILY", "家族と会えた"
    ABSENT = "ABSENT", "留守・会えず"
    REFUSED = "REFUSED", "拒まれた"
    POSTED = "POSTED", "手紙を投函した"
    NOT_APPLICABLE = "NOT_APPLICABLE", "本人との接触ではない"


class GatheringKind(TextChoices):
    """交流会・協議体など: meetings with people of a district, counted and never named."""

    EXCHANGE = "EXCHANGE", "交流会"
    COUNCIL = "COUNCIL", "協議体・話し合い"
    DESK = "DESK", "出張相談"
    PHONE = "PHONE", "スマホ相談会"
    FOOD = "FOOD", "食品の配布（フードパントリー）"
    OTHER = "OTHER", "その他の集まり"


class WorkKind(TextChoices):
    INDIVIDUAL = "INDIVIDUAL", "個別支援"
    COMMUNITY = "COMMUNITY", "地域支援"


class SegmentKind(TextChoices):
    """Whose words or knowledge one line of a record is. What is withheld from whom is judged by it (個情法78条)."""

    SAID = "SAID", "本人の発言"
    DONE = "DONE", "本人の言動・事実"
    THIRD = "THIRD", "第三者から"
    AGENCY = "AGENCY", "機関から"
    VIEW = "VIEW", "支援者の見立て"
    COURSE = "COURSE", "方針・審議"
