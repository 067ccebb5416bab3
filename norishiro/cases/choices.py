"""Closed lists of this room."""

from django.db.models import TextChoices


class CaseStatus(TextChoices):
    """どこまで来たか. A column for asking; ``StatusChange`` rows for telling."""

    COORDINATING = "COORDINATING", "情報収集・調整中"
    CONFERENCE = "CONFERENCE", "支援会議で検討中（同意なし）"
    CONSENTED = "CONSENTED", "同意あり・プラン作成中"
    SUPPORTED = "SUPPORTED", "プランに沿って支援中"
    WATCHED = "WATCHED", "経過観察"
    INTERRUPTED = "INTERRUPTED", "中断（見守り中）"
    COORDINATED = "COORDINATED", "調整のみで終了"
    CLOSED = "CLOSED", "終結"


OPEN_STATUSES = (CaseStatus.COORDINATING, CaseStatus.CONFERENCE, CaseStatus.CONSENTED, CaseStatus.SUPPORTED)


class IssueScope(TextChoices):
    PERSON = "PERSON", "個人の課題"
    HOUSEHOLD = "HOUSEHOLD", "世帯の課題"
    AGENCY = "AGENCY", "支援機関の課題"


class Certainty(TextChoices):
    CONFIRMED = "CONFIRMED", "確かめた"
    HEARD = "HEARD", "聞いた話"
    GUESSED = "GUESSED", "推測"


class IssueStatus(TextChoices):
    OPEN = "OPEN", "続いている"
    EASED = "EASED", "和らいだ"
    SOLVED = "SOLVED", "解消した"


class RoleStatus(TextChoices):
    PROMISED = "PROMISED", "約束した"
    DONE = "DONE", "果たした"
    DROPPED = "DROPPED", "取りやめた"


class HelpStatus(TextChoices):
    ASKED = "ASKED", "返事待ち"
    ANSWERED = "ANSWERED", "助言あり"
    FOLLOWED_UP = "FOLLOWED_UP", "その後を確認した"


class HandoverStatus(TextChoices):
    OFFERED = "OFFERED", "受け入れ待ち"
    ACCEPTED = "ACCEPTED", "引き継いだ"
    DECLINED = "DECLINED", "受け入れられない"


class HandoverKind(TextChoices):
    SERVICE = "SERVICE", "支援の引継ぎ"
    ORDINARY = "ORDINARY", "通常の支援へ戻す"
    MILESTONE = "MILESTONE", "節目の引継ぎ（入学・卒業など）"
