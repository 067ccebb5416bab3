"""Closed lists of this room."""

from django.db.models import TextChoices


class Sureness(TextChoices):
    """確かさ of one fact."""

    SURE = "SURE", "たしか"
    LIKELY = "LIKELY", "たぶん"
    UNKNOWN = "UNKNOWN", "はっきりしない"


class KinKind(TextChoices):
    PERSON = "PERSON", "人"
    LOSS = "LOSS", "流産・死産（聞いたときだけ）"


class TieKind(TextChoices):
    PARENT = "PARENT", "親子"
    COUPLE = "COUPLE", "夫婦・パートナー"
    SIBLING = "SIBLING", "きょうだい"


class Manner(TextChoices):
    """How exactly: parents, couples and siblings each have their own (``MANNERS``)."""

    UNSAID = "UNSAID", "くわしくは聞いていない"
    BIRTH = "BIRTH", "実の親子"
    ADOPTED = "ADOPTED", "養子縁組"
    FOSTER = "FOSTER", "里親と里子"
    MARRIED = "MARRIED", "婚姻"
    PARTNER = "PARTNER", "事実婚・内縁"
    SIBLING = "SIBLING", "きょうだい"
    TWIN = "TWIN", "双子（どちらか分からない）"
    IDENTICAL = "IDENTICAL", "一卵性の双子"
    FRATERNAL = "FRATERNAL", "二卵性の双子"


M = Manner
MANNERS = {
    TieKind.PARENT: (M.UNSAID, M.BIRTH, M.ADOPTED, M.FOSTER),
    TieKind.COUPLE: (M.MARRIED, M.PARTNER, M.UNSAID),
    TieKind.SIBLING: (M.SIBLING, M.TWIN, M.IDENTICAL, M.FRATERNAL),
}


class CoupleEnd(TextChoices):
    DIVORCED = "DIVORCED", "離婚"
    DIED = "DIED", "死別"
    PARTED = "PARTED", "解消"


class Custody(TextChoices):
    """親権 of this parent; after a divorce both may have it (民法第819条)."""

    HAS = "HAS", "親権がある"
    NOT = "NOT", "親権がない"


class MarkKind(TextChoices):
    IP = "IP", "本人"
    KEY_PERSON = "KEY_PERSON", "キーパーソン"


class Standing(TextChoices):
    """Beside whom somebody new is drawn, and as what."""

    SPOUSE = "SPOUSE", "配偶者・パートナー"
    CHILD = "CHILD", "子"
    PARENT = "PARENT", "親"
    SIBLING = "SIBLING", "きょうだい"
