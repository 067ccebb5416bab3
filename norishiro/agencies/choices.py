"""Closed lists of this room. Local job names are data (``Role.label``); these are what the program asks about."""

from datetime import date

from django.db.models import IntegerChoices, TextChoices

# The start of what held before anybody wrote down since when; screens say 「以前から」.
SINCE_ALWAYS = date(1900, 1, 1)


class Field(TextChoices):
    """The eleven kinds of partner (世田谷 多機関協働事業 報告 R6) and the municipality's own offices."""

    DISABILITY = "DISABILITY", "障害"
    ELDERLY = "ELDERLY", "高齢・介護"
    MEDICAL = "MEDICAL", "医療・保健"
    HOUSING = "HOUSING", "住まい"
    WORK = "WORK", "就労"
    POVERTY = "POVERTY", "生活困窮"
    CHILD = "CHILD", "子ども・若者"
    SCHOOL = "SCHOOL", "学校・教育"
    JUSTICE = "JUSTICE", "警察・司法"
    CIVIL = "CIVIL", "民間団体"
    RESIDENT = "RESIDENT", "地域住民"
    GENERAL = "GENERAL", "福祉全般"
    OFFICE = "OFFICE", "行政"


class Body(TextChoices):
    """Whose organisation it is; the lead is either on the administration's or on the council's side."""

    ADMINISTRATION = "ADMINISTRATION", "行政"
    COUNCIL = "COUNCIL", "社会福祉協議会"
    CONTRACTOR = "CONTRACTOR", "受託事業者"
    CORPORATION = "CORPORATION", "その他の法人"
    COMMUNITY = "COMMUNITY", "地域の団体・個人"


class RoleKind(TextChoices):
    """What an appointment lets a person do, whatever the town calls the job."""

    COORDINATOR = "COORDINATOR", "相談支援包括化推進員"
    CSW = "CSW", "コミュニティソーシャルワーカー"
    WINDOW = "WINDOW", "相談窓口の職員"
    OUTREACH_WORKER = "OUTREACH_WORKER", "アウトリーチ専門員"
    SUPERVISOR = "SUPERVISOR", "統括・後方支援"
    MANAGER = "MANAGER", "所属長・課長"
    DECIDER = "DECIDER", "プランを決定する者"
    SECRETARIAT = "SECRETARIAT", "会議の事務局"
    MEMBER = "MEMBER", "会議の構成員"
    AGENCY_LIAISON = "AGENCY_LIAISON", "相談支援推進員"
    LIAISON = "LIAISON", "つなぐシート連絡員"
    COMMISSIONER = "COMMISSIONER", "民生委員・児童委員"
    AREA_DUTY = "AREA_DUTY", "地域担当"
    LIFE_SUPPORT = "LIFE_SUPPORT", "生活支援コーディネーター"
    ADVISER = "ADVISER", "専門職の助言者"
    ASSISTANT = "ASSISTANT", "アシスタント"
    RECORDS = "RECORDS", "文書・個人情報の担当"
    SYSTEM = "SYSTEM", "システム管理者"


class AppointmentKind(TextChoices):
    """How somebody came into the post; for 支援会議 the kind is what confidentiality rests on."""

    ORDER = "ORDER", "発令"
    DUAL_ORDER = "DUAL_ORDER", "兼務発令"
    NOMINATION = "NOMINATION", "任命"
    COMMISSION = "COMMISSION", "委嘱"
    DESIGNATION = "DESIGNATION", "構成員の指定"
    REGISTRATION = "REGISTRATION", "登録"
    PLACEMENT = "PLACEMENT", "配置"


class Lasting(TextChoices):
    """How long a post is meant to last; each year somebody looks again unless a reason stands against it."""

    YEAR = "YEAR", "年度の終わり（3月31日）まで"
    DAY = "DAY", "日を決める"
    ENDLESS = "ENDLESS", "ずっと（わけを書く）"


class ContractForm(TextChoices):
    DIRECT = "DIRECT", "直営"
    ENTRUSTED = "ENTRUSTED", "委託"
    PART_ENTRUSTED = "PART_ENTRUSTED", "一部委託"
    SUBSIDISED = "SUBSIDISED", "補助"
    OWN = "OWN", "自主事業"
    MIXED = "MIXED", "直営と委託の併存"
    UNSTATED = "UNSTATED", "記載なし"


PARTNER_FIELDS = tuple(field for field in Field if field not in (Field.GENERAL, Field.OFFICE))


class TransferKind(TextChoices):
    """異動の行の行き先; every row has exactly one."""

    ENTER = "ENTER", "入る"
    MOVE = "MOVE", "移る"
    LEAVE = "LEAVE", "離れる"
    SAME = "SAME", "変わらない"
    MEND = "MEND", "直してほしい"


class TransferState(TextChoices):
    READ = "READ", "決める前"
    DECIDED = "DECIDED", "決めた"
    DROPPED = "DROPPED", "やめた"


class WindowSetting(TextChoices):
    BASIC = "BASIC", "基本型"
    COMMUNITY = "COMMUNITY", "地域型"
    UNSTATED = "UNSTATED", "記載なし"


# The hours of the day at which 今日 may be told by mail.
FIRST_HOUR, LAST_HOUR = 6, 20


class HalfDay(TextChoices):
    """半日: before noon and after."""

    AM = "AM", "午前"
    PM = "PM", "午後"


class FocusFound(TextChoices):
    """重点対象: known at the entry door, or found out later. The two are counted apart."""

    ENTRY = "ENTRY", "入口で分かった"
    LATER = "LATER", "あとから分かった"


class BaseFunction(TextChoices):
    CONSULTATION = "CONSULTATION", "相談"
    EXCHANGE = "EXCHANGE", "交流・居場所"
    PARTICIPATION = "PARTICIPATION", "参加支援"
    OUTREACH = "OUTREACH", "アウトリーチの拠点"
    COMMUNITY = "COMMUNITY", "地域活動の支援"
    CHILD_REARING = "CHILD_REARING", "子育て・教育の支援"
    MULTI_AGENCY = "MULTI_AGENCY", "多機関協働"


class Weekday(IntegerChoices):
    """As Python counts them."""

    MON = 0, "月"
    TUE = 1, "火"
    WED = 2, "水"
    THU = 3, "木"
    FRI = 4, "金"
    SAT = 5, "土"
    SUN = 6, "日"


class Pattern(IntegerChoices):
    """The five ways of placing 多機関協働 (国の5類型). 根拠: 社会福祉法第106条の4第2項第5号"""

    INDEPENDENT_ONE = 1, "相談窓口を持たない独立の調整機関を1つ置く"
    INDEPENDENT_AREAS = 2, "独立の調整機関を圏域などに複数置く"
    ATTACHED_OFFICE = 3, "行政の窓口に置く（一部は委託先と分担する）"
    ATTACHED_CENTRE = 4, "いまある相談支援機関のうちの機関に置く"
    ATTACHED_MANY = 5, "いまあるいくつもの窓口・部署に置く"


class Programme(TextChoices):
    """The five programmes of 社会福祉法第106条の4第2項, in the order people name them."""

    CONSULTATION = "CONSULTATION", "包括的相談支援事業"
    PARTICIPATION = "PARTICIPATION", "参加支援事業"
    COMMUNITY = "COMMUNITY", "地域づくり事業"
    OUTREACH = "OUTREACH", "アウトリーチ等を通じた継続的支援事業"
    MULTI_AGENCY = "MULTI_AGENCY", "多機関協働事業"


class SupportGroup(TextChoices):
    """The three-way reading some towns publish (墨田区地域福祉計画)."""

    CONSULTATION = "CONSULTATION", "相談支援"
    PARTICIPATION = "PARTICIPATION", "参加支援"
    COMMUNITY = "COMMUNITY", "地域づくりに向けた支援"


class HelpKind(TextChoices):
    """What was lost, and is made anew or taken off."""

    PASSWORD = "PASSWORD", "パスワードを作り直した"
    PROOF = "PROOF", "二段階目を外した"


class KnownBy(TextChoices):
    """How the helper knew that it is really them."""

    FACE = "FACE", "会って確かめた"
    CALLBACK = "CALLBACK", "職場の番号へかけ直して確かめた"
    HEAD = "HEAD", "所属長が本人と確かめた"


class HelpAnswer(TextChoices):
    """What the person says once they are in again."""

    KNOWN = "KNOWN", "頼みました"
    UNKNOWN = "UNKNOWN", "覚えがありません"


class ReviewChoice(TextChoices):
    """What is decided of a post when all are looked over."""

    KEEP = "KEEP", "続ける"
    END = "END", "終える"
