"""Closed lists of this room."""

from django.db.models import TextChoices


class Sex(TextChoices):
    """性別: answering is voluntary (国標準の相談受付・申込票)."""

    MALE = "MALE", "男性"
    FEMALE = "FEMALE", "女性"
    OTHER = "OTHER", "その他"
    UNKNOWN = "UNKNOWN", "未回答・不明"


class RelationToHead(TextChoices):
    """続柄: relation to the head of the household."""

    HEAD = "HEAD", "世帯主"
    SPOUSE = "SPOUSE", "配偶者"
    CHILD = "CHILD", "子"
    PARENT = "PARENT", "親"
    GRANDPARENT = "GRANDPARENT", "祖父母"
    GRANDCHILD = "GRANDCHILD", "孫"
    SIBLING = "SIBLING", "きょうだい"
    RELATIVE = "RELATIVE", "その他の親族"
    PARTNER = "PARTNER", "内縁・パートナー"
    HOUSEMATE = "HOUSEMATE", "同居人"
    UNKNOWN = "UNKNOWN", "不明"


class RelationKind(TextChoices):
    """間柄: how person A stands to person B ("A is B's …")."""

    PARENT = "PARENT", "親"
    SPOUSE = "SPOUSE", "配偶者"
    PARTNER = "PARTNER", "内縁・パートナー"
    FORMER_SPOUSE = "FORMER_SPOUSE", "元配偶者"
    SIBLING = "SIBLING", "きょうだい"
    GRANDPARENT = "GRANDPARENT", "祖父母"
    RELATIVE = "RELATIVE", "その他の親族"
    CARER = "CARER", "ケアをしている人"
    KEY_PERSON = "KEY_PERSON", "キーパーソン"
    FRIEND = "FRIEND", "友人・知人"
