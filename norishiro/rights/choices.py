"""Closed lists of this room (個人情報の保護に関する法律 第5章第4節)."""

from django.db.models import TextChoices


class RequestKind(TextChoices):
    DISCLOSE = "DISCLOSE", "開示"
    CORRECT = "CORRECT", "訂正"
    STOP = "STOP", "利用停止"


class Asker(TextChoices):
    """Who asks. 法76条2項: a legal representative or an agent by mandate may ask in the person's place."""

    SELF = "SELF", "本人"
    LEGAL = "LEGAL", "法定代理人（親権者・後見人）"
    AGENT = "AGENT", "任意代理人（委任を受けた人）"
    BEREAVED = "BEREAVED", "遺族"


class Status(TextChoices):
    RECEIVED = "RECEIVED", "受け付けた"
    LOOKING = "LOOKING", "調べている"
    PROPOSED = "PROPOSED", "決定を待っている"
    DECIDED = "DECIDED", "決定した"
    DONE = "DONE", "通知した"
    WITHDRAWN = "WITHDRAWN", "取り下げ"


OPEN = (Status.RECEIVED, Status.LOOKING, Status.PROPOSED, Status.DECIDED)


class Outcome(TextChoices):
    FULL = "FULL", "全部を開示する"
    PART = "PART", "一部を開示する"
    NONE = "NONE", "開示しない"
    EXISTENCE = "EXISTENCE", "あるかないかを答えない（存否応答拒否）"
    NOT_HELD = "NOT_HELD", "保有していないので開示しない"
    CORRECT = "CORRECT", "訂正する"
    NOT_CORRECT = "NOT_CORRECT", "訂正しない"
    STOP = "STOP", "利用を停止する"
    NOT_STOP = "NOT_STOP", "利用を停止しない"


OUTCOMES = {
    RequestKind.DISCLOSE: (Outcome.FULL, Outcome.PART, Outcome.NONE, Outcome.EXISTENCE, Outcome.NOT_HELD),
    RequestKind.CORRECT: (Outcome.CORRECT, Outcome.NOT_CORRECT),
    RequestKind.STOP: (Outcome.STOP, Outcome.NOT_STOP),
}


class Withheld(TextChoices):
    """不開示情報: the items of 法78条1項. Empty is open."""

    OPEN = "", "開示する"
    HARM = "1", "1号（本人の生命・健康・生活・財産を害するおそれ）"
    THIRD = "2", "2号（開示請求者以外の個人に関する情報）"
    BUSINESS = "3", "3号（法人などに関する情報）"
    SAFETY = "5", "5号（公共の安全と秩序）"
    DELIBERATION = "6", "6号（審議・検討・協議に関する情報）"
    OFFICE = "7", "7号（事務・事業に関する情報）"


class PartKind(TextChoices):
    """Whose words or knowledge one piece of a record is; what is proposed to be withheld follows from it."""

    SAID = "SAID", "本人の発言"
    DONE = "DONE", "本人の言動・事実"
    THIRD = "THIRD", "第三者から"
    AGENCY = "AGENCY", "機関から"
    VIEW = "VIEW", "支援者の見立て"
    COURSE = "COURSE", "方針・審議"
    OTHERS = "OTHERS", "ほかの人のこと"
    REPORTER = "REPORTER", "通報・心配ごとを伝えた人"
    PROTECTED = "PROTECTED", "守られている住所・連絡先"
    UNSORTED = "UNSORTED", "まだ区分のない記載"


class Found(TextChoices):
    """How a record came into the package."""

    OWN = "OWN", "本人の記録"
    MENTION = "MENTION", "ほかの人の記録に、本人の名が出てくる"
    OTHER = "OTHER", "同じケース・世帯の、ほかの人の記録"


class NoticeState(TextChoices):
    WAITING = "WAITING", "確認を待っている"
    ACKNOWLEDGED = "ACKNOWLEDGED", "確かめた"
