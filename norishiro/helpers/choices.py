"""Closed lists of this room. Kinds of helpers and of help stand in ``data/kinds.toml``."""

from django.db.models import TextChoices


class ConsentWay(TextChoices):
    """How somebody agreed to be registered."""

    WRITTEN = "WRITTEN", "申込書・同意書で"
    ORAL = "ORAL", "会って・電話で"
    ONLINE = "ONLINE", "メール・フォームで"


class EndReason(TextChoices):
    """Why a registration ended."""

    OWN_WISH = "OWN_WISH", "本人の希望"
    MOVED = "MOVED", "引っ越した"
    HEALTH = "HEALTH", "体や暮らしの都合"
    NO_CONTACT = "NO_CONTACT", "連絡がつかない"
    DIED = "DIED", "亡くなった"
    MISTAKE = "MISTAKE", "登録のまちがい"
    OTHER = "OTHER", "そのほか"


class Channel(TextChoices):
    """By which way a newsletter goes."""

    POST = "POST", "郵送"
    EMAIL = "EMAIL", "メール"
    HAND = "HAND", "手渡し"


class LessonKind(TextChoices):
    """What a day of training is."""

    YEARLY = "YEARLY", "年に一度の研修・交流"
    COURSE = "COURSE", "養成研修（修了すると訪問できる）"
    OTHER = "OTHER", "そのほかの研修"


class Outcome(TextChoices):
    """How a request ended."""

    DONE = "DONE", "できた"
    OTHER_WAY = "OTHER_WAY", "ほかの支えにつないだ"
    NOBODY = "NOBODY", "手伝える人がいなかった"
    WITHDRAWN = "WITHDRAWN", "取り下げ"


class Result(TextChoices):
    """What came of a match."""

    DONE = "DONE", "できた"
    GOING_ON = "GOING_ON", "続けている"
    NOT_FIT = "NOT_FIT", "合わなかった"
    CANCELLED = "CANCELLED", "行く前にやめた"


class Move(TextChoices):
    """Points come or go."""

    EARNED = "EARNED", "たまった"
    USED = "USED", "使った"
