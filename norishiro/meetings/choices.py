"""Closed lists of this room."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices

from norishiro.outreach.choices import SegmentKind


class BodyKind(TextChoices):
    SUPPORT = "SUPPORT", "支援会議"
    LAYERED = "LAYERED", "重層的支援会議"
    BOTH = "BOTH", "支援会議と重層的支援会議を兼ねる"
    CARE = "CARE", "地域ケア会議"
    OTHER = "OTHER", "その他の会議"


class ItemKind(TextChoices):
    """As what a case is on the table. One item has one legal basis."""

    SUPPORT = "SUPPORT", "支援会議として（同意なし）"
    LAYERED = "LAYERED", "重層的支援会議として（同意あり）"
    AGREED = "AGREED", "その会議の議題として（同意あり）"


class ItemPurpose(TextChoices):
    SHARE = "SHARE", "情報共有・支援の方針"
    PLAN = "PLAN", "プランの適切性"
    REVIEW = "REVIEW", "進捗の確認・変更"
    END = "END", "終結の評価"
    INTERRUPT = "INTERRUPT", "中断・再開"


class ItemStatus(TextChoices):
    WAITING = "WAITING", "付議待ち"
    TABLED = "TABLED", "議題に載せた"
    DONE = "DONE", "話し合った"
    CARRIED = "CARRIED", "次回へ"
    WITHDRAWN = "WITHDRAWN", "取り下げた"


class SittingStatus(TextChoices):
    CALLED = "CALLED", "開催案内済み"
    OPEN = "OPEN", "開催中"
    CLOSED = "CLOSED", "終了（議事録の確認待ち）"
    CONFIRMED = "CONFIRMED", "議事録確定"
    CANCELLED = "CANCELLED", "中止"


class Mode(TextChoices):
    ROOM = "ROOM", "対面"
    ONLINE = "ONLINE", "オンライン"
    WRITTEN = "WRITTEN", "書面"


class OathRule(TextChoices):
    EVERY_SITTING = "EVERY_SITTING", "毎回、誓約書"
    YEARLY = "YEARLY", "年度ごとに誓約書"
    STATUTE_ONLY = "STATUTE_ONLY", "法の守秘を毎回読み上げて確認"
    BY_APPOINTMENT = "BY_APPOINTMENT", "指定・委嘱のときに一度、誓約書"
    NONE = "NONE", "なし"


class ConsentRule(TextChoices):
    NONE_NEEDED = "NONE_NEEDED", "同意は不要"
    REQUIRED = "REQUIRED", "同意が必要"
    BOTH_SEPARATE = "BOTH_SEPARATE", "議題ごとに分ける"
    NOT_APPLICABLE = "NOT_APPLICABLE", "個別の事例を扱わない"


class Direction(TextChoices):
    """Which way an item went between this body and another."""

    IN = "IN", "ほかの会議から"
    OUT = "OUT", "ほかの会議へ"


class LineKind(TextChoices):
    """議事の行: facts, views and opinions apart, and what was decided."""

    FACT = "FACT", "事実"
    VIEW = "VIEW", "見立て"
    OPINION = "OPINION", "意見"
    POLICY = "POLICY", "全体の方針"
    DECISION = "DECISION", "決定"


# Whose words an unmarked line of the minutes is: what a meeting weighs, but for a view that somebody holds.
USUAL_OF_LINE = {kind: SegmentKind.VIEW if kind == LineKind.VIEW else SegmentKind.COURSE for kind in LineKind}


class Answer(TextChoices):
    NONE = "NONE", "返事なし"
    COMING = "COMING", "出席"
    ABSENT = "ABSENT", "欠席"


class ChangeToTell(TextChoices):
    """What happened to a sitting after somebody was called, and they have to hear."""

    MOVED = "MOVED", "日時か場所が変わりました"
    CANCELLED = "CANCELLED", "中止になりました"


class CheckState(TextChoices):
    """What became of a decision, as it is asked at the next sitting."""

    DONE = "DONE", "済んだ"
    NOT_YET = "NOT_YET", "まだ"
    DROPPED = "DROPPED", "やめる"


class SeriesRule(TextChoices):
    """How a body's days repeat."""

    MONTHLY = "MONTHLY", "毎月（第何週の何曜日）"
    ALTERNATE = "ALTERNATE", "一週おき"
    MONTHS = "MONTHS", "決まった月だけ（第何週の何曜日）"


class Weekday(IntegerChoices):
    MONDAY = 0, "月曜"
    TUESDAY = 1, "火曜"
    WEDNESDAY = 2, "水曜"
    THURSDAY = 3, "木曜"
    FRIDAY = 4, "金曜"
    SATURDAY = 5, "土曜"
    SUNDAY = 6, "日曜"


class HolidayRule(TextChoices):
    """What becomes of a day on which the office is closed."""

    AFTER = "AFTER", "次の開庁日へずらす"
    BEFORE = "BEFORE", "前の開庁日へずらす"
    SKIP = "SKIP", "その回は開かない"
    KEEP = "KEEP", "そのまま開く"


class ConveneStatus(TextChoices):
    ASKED = "ASKED", "開催の回答待ち"
    AGREED = "AGREED", "開催する"
    DECLINED = "DECLINED", "開催しない"


class DesignationKind(TextChoices):
    """By what act somebody is a member of the body."""

    NAMED = "NAMED", "構成員の指定"
    DUAL_ORDER = "DUAL_ORDER", "兼務発令"
    COMMISSIONED = "COMMISSIONED", "委嘱"


class CopyState(TextChoices):
    """Where a numbered copy is."""

    OUT = "OUT", "渡している"
    RETURNED = "RETURNED", "回収した"
    DESTROYED = "DESTROYED", "破棄した"
    LOST = "LOST", "見つからない"


class RegulationKind(TextChoices):
    PLAN = "PLAN", "実施計画"
    OUTLINE = "OUTLINE", "要綱・運営の決まり"
    HANDLING = "HANDLING", "個人情報の取扱いの決まり"
    GUIDE = "GUIDE", "手引き・支援の流れの案内"


class TopicKind(TextChoices):
    """What a body talks about besides cases. None of it names anybody."""

    ISSUE = "ISSUE", "地域の課題"
    SHORTAGE = "SHORTAGE", "足りない資源"
    MEASURE = "MEASURE", "しくみ・施策"
    LIAISON = "LIAISON", "連絡・共有"
    TRAINING = "TRAINING", "研修・育成"
    FOLLOW_UP = "FOLLOW_UP", "事例のその後"


class TopicOrigin(TextChoices):
    """Where a topic came from."""

    TALK = "TALK", "この会議体で出た"
    ITEM = "ITEM", "個別の議題から"
    CASE = "CASE", "ケース・プランから"
    BODY = "BODY", "ほかの会議体から"
    GATHERED = "GATHERED", "いくつかの話題をまとめて"
    PEOPLE = "PEOPLE", "住民・団体・関係者から"


class TopicStatus(TextChoices):
    OPEN = "OPEN", "続いている"
    SENT = "SENT", "返事を待っている"
    RETURNED = "RETURNED", "返ってきた"
    GATHERED = "GATHERED", "ほかの話題にまとめた"
    DONE = "DONE", "済んだ"

    @classmethod
    def unfinished(cls) -> tuple[TopicStatus, ...]:
        return (cls.OPEN, cls.SENT, cls.RETURNED)


class Shortage(TextChoices):
    """Of what there is too little. A short list, so that the same gap in several places is seen as the same."""

    PLACE = "PLACE", "居場所・つどいの場"
    HOUSING = "HOUSING", "住まい・一時の泊まり先"
    MOVING = "MOVING", "移動・同行"
    FOOD = "FOOD", "食・日用品"
    WORK = "WORK", "就労・参加の場"
    WATCH = "WATCH", "見守り・話し相手"
    MONEY = "MONEY", "お金の管理・手続きの支え"
    CARE = "CARE", "医療・心理などの専門職"
    CHILDREN = "CHILDREN", "子ども・学びの支え"
    BEARERS = "BEARERS", "担い手・人材"
    SYSTEM = "SYSTEM", "制度・しくみ"
    OTHER = "OTHER", "そのほか"


class TransferWay(TextChoices):
    """Which way a topic is handed."""

    UP = "UP", "上の会議体へ上げる"
    SIDE = "SIDE", "ほかの会議体へ回す"
    PROPOSAL = "PROPOSAL", "機関へ提案・依頼する"


class TransferStatus(TextChoices):
    WAITING = "WAITING", "まだ取り上げられていない"
    TAKEN = "TAKEN", "取り上げて話し合っている"
    ANSWERED = "ANSWERED", "返事をした"
    WITHDRAWN = "WITHDRAWN", "取り下げた"

    @classmethod
    def open_states(cls) -> tuple[TransferStatus, ...]:
        return (cls.WAITING, cls.TAKEN)


class Occasion(TextChoices):
    """What sort of coming together a sitting is."""

    MEETING = "MEETING", "会議"
    TRAINING = "TRAINING", "研修・セミナー"
    STUDY = "STUDY", "勉強会"
    VISIT = "VISIT", "同行訪問"


class Side(TextChoices):
    """From where somebody came who has no account."""

    CITY = "CITY", "行政"
    COUNCIL = "COUNCIL", "社会福祉協議会"
    CARE = "CARE", "地域包括支援センター"
    COMMISSIONER = "COMMISSIONER", "民生委員・児童委員"
    GROUP = "GROUP", "住民・地域の団体"
    CONTRACTOR = "CONTRACTOR", "委託先・事業者"
    ADVISER = "ADVISER", "助言者・学識経験者"
    OTHER = "OTHER", "そのほか"


class PartnerKind(TextChoices):
    """How somebody outside the roster belongs to a body."""

    KIND = "KIND", "構成する機関の種類"
    CONTRACTOR = "CONTRACTOR", "委託先"
    ADVISER = "ADVISER", "アドバイザー・助言者"
    GROUP = "GROUP", "つながる団体"
