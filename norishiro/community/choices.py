"""Closed lists of this room. What differs by town or year stands in ``data/kinds.toml``."""

from django.db.models import TextChoices


class Stage(TextChoices):
    """How far a group has come. Resting is no end, and going back is no failure."""

    IDEA = "IDEA", "相談・構想"
    PREPARING = "PREPARING", "準備"
    TRIAL = "TRIAL", "試行"
    INDEPENDENT = "INDEPENDENT", "自立"
    PAUSED = "PAUSED", "休止"
    ENDED = "ENDED", "終了"


ACTIVE = (Stage.TRIAL, Stage.INDEPENDENT)


class SupportKind(TextChoices):
    """What was done for a group."""

    VISIT = "VISIT", "出向いた"
    TALK = "TALK", "相談を受けた"
    JOINED = "JOINED", "集まりに加わった"
    PREPARED = "PREPARED", "準備・運営を手伝った"
    CONNECTED = "CONNECTED", "人・団体・機関につないだ"
    OPENED = "OPENED", "開いた"
    HANDED = "HANDED", "引き継いだ"
    OTHER = "OTHER", "そのほか"


class PartKind(TextChoices):
    """Who does what while a place is being made."""

    PLACE = "PLACE", "場所"
    CALL = "CALL", "声かけ"
    PLAN = "PLAN", "企画"


class HelpKind(TextChoices):
    """What a group asks the help desk for."""

    START = "START", "立ち上げたい"
    RESTART = "RESTART", "再開したい"
    RUN = "RUN", "運営で困っている"


class HelpResult(TextChoices):
    """What became of a request."""

    DONE = "DONE", "できた"
    PARTLY = "PARTLY", "一部できた"
    NOT = "NOT", "できなかった・とりやめた"


class ProposalStatus(TextChoices):
    """Where a proposal stands."""

    OPEN = "OPEN", "これから"
    STARTED = "STARTED", "進めている"
    DONE = "DONE", "実った"
    DROPPED = "DROPPED", "見送った"


OPEN_PROPOSALS = (ProposalStatus.OPEN, ProposalStatus.STARTED)
