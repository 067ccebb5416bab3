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


class ProtectionKind(TextChoices):
    """Why a datum is withheld (住民基本台帳事務における支援措置の四類型、と機関の判断)."""

    DV = "DV", "支援措置（配偶者からの暴力）"
    STALKING = "STALKING", "支援措置（ストーカー行為）"
    CHILD = "CHILD", "支援措置（児童虐待）"
    OTHER = "OTHER", "支援措置（その他これらに準ずるもの）"
    AGENCY = "AGENCY", "機関の判断による秘匿"


class ProtectionState(TextChoices):
    ACTIVE = "ACTIVE", "伏せている"
    DOUBT = "DOUBT", "確かめるまで伏せている"
    ENDED = "ENDED", "終わった"


class ProtectionSource(TextChoices):
    PERSON = "PERSON", "職員が登録した"
    LIST = "LIST", "住民記録のリスト"


class WithheldField(TextChoices):
    """What can be withheld. Addresses, numbers and shelters are also looked for in every text (why only these: ADR 0050)."""

    ADDRESS = "ADDRESS", "住所"
    POSTAL = "POSTAL", "郵便番号"
    AREA = "AREA", "圏域"
    PHONE = "PHONE", "電話"
    SHELTER = "SHELTER", "避難先・施設"
    WORKPLACE = "WORKPLACE", "勤め先"
    SCHOOL = "SCHOOL", "学校・園"
    SURNAME = "SURNAME", "新しい姓"
    NOTE = "NOTE", "非開示の覚え書き"


SEARCHED_FIELDS = frozenset({WithheldField.ADDRESS, WithheldField.PHONE, WithheldField.SHELTER})


class LiftingState(TextChoices):
    ASKED = "ASKED", "二人目を待っている"
    DONE = "DONE", "終えた"
    REFUSED = "REFUSED", "終えないことにした"
    VOID = "VOID", "無効（途中で更新された）"


class RowState(TextChoices):
    ADDED = "ADDED", "新しく伏せた"
    RENEWED = "RENEWED", "期限を延ばした"
    DOUBT = "DOUBT", "似た人を伏せた（要確認）"
    ENDED = "ENDED", "終了の知らせ（二人で確かめる）"
    NOBODY = "NOBODY", "当たる人はいない"
    UNREAD = "UNREAD", "読めなかった"


class PairState(TextChoices):
    """What became of two records that look alike."""

    OPEN = "OPEN", "まだ確かめていない"
    APART = "APART", "別の人"
    ONE = "ONE", "同じ人"
