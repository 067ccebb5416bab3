"""Closed lists a profile may choose from. Codes are what the TOML says, labels what people read."""

from django.db.models import TextChoices


class MunicipalityKind(TextChoices):
    WARD = "WARD", "特別区"
    CITY = "CITY", "市"
    TOWN = "TOWN", "町"
    VILLAGE = "VILLAGE", "村"


class Stage(TextChoices):
    BEFORE = "BEFORE", "前史"
    MODEL = "MODEL", "国のモデル事業"
    PREPARATION = "PREPARATION", "移行準備"
    FULL = "FULL", "本格実施"


class AgencyBody(TextChoices):
    GOVERNMENT = "GOVERNMENT", "行政"
    COUNCIL = "COUNCIL", "社会福祉協議会"
    CONTRACTOR = "CONTRACTOR", "委託事業者"
    CORPORATION = "CORPORATION", "その他の法人"
    COMMUNITY = "COMMUNITY", "地域"


class AgencyField(TextChoices):
    DISABILITY = "DISABILITY", "障害"
    ELDER_CARE = "ELDER_CARE", "高齢・介護"
    MEDICAL = "MEDICAL", "医療"
    HOUSING = "HOUSING", "住まい"
    EMPLOYMENT = "EMPLOYMENT", "就労"
    POVERTY = "POVERTY", "生活困窮"
    CHILD_YOUTH = "CHILD_YOUTH", "子ども・若者"
    EDUCATION = "EDUCATION", "学校・教育"
    JUSTICE = "JUSTICE", "警察・司法"
    PRIVATE = "PRIVATE", "民間団体"
    RESIDENTS = "RESIDENTS", "地域住民"
    GOVERNMENT = "GOVERNMENT", "行政"


class Contract(TextChoices):
    DIRECT = "DIRECT", "直営"
    ENTRUSTED = "ENTRUSTED", "委託"
    PARTLY_ENTRUSTED = "PARTLY_ENTRUSTED", "一部委託"
    MIXED = "MIXED", "直営と委託の併存"
    OWN = "OWN", "自主事業"
    UNSTATED = "UNSTATED", "記載なし"


class WindowSetting(TextChoices):
    BASIC = "BASIC", "基本型"
    COMMUNITY = "COMMUNITY", "地域型"
    UNSTATED = "UNSTATED", "記載なし"


class Programme(TextChoices):
    CONSULTATION = "CONSULTATION", "包括的相談支援事業"
    PARTICIPATION = "PARTICIPATION", "参加支援事業"
    COMMUNITY = "COMMUNITY", "地域づくりに向けた支援事業"
    OUTREACH = "OUTREACH", "アウトリーチ等を通じた継続的支援事業"
    MULTI_AGENCY = "MULTI_AGENCY", "多機関協働事業"


class ProgrammeGroup(TextChoices):
    CONSULTATION = "CONSULTATION", "相談支援"
    PARTICIPATION = "PARTICIPATION", "参加支援"
    COMMUNITY = "COMMUNITY", "地域づくりに向けた支援"


class RoleKind(TextChoices):
    COORDINATOR = "COORDINATOR", "相談支援包括化推進員・多機関協働の担当"
    CSW = "CSW", "コミュニティソーシャルワーカー・地域福祉コーディネーター"
    OUTREACH_WORKER = "OUTREACH_WORKER", "アウトリーチの担当"
    SUPERVISOR = "SUPERVISOR", "統括・後方支援"
    LIAISON = "LIAISON", "つなぐシート連絡員"
    AGENCY_LIAISON = "AGENCY_LIAISON", "相談支援推進員"
    MEMBER = "MEMBER", "会議構成員"
    AREA_DUTY = "AREA_DUTY", "地域担当"
    LIFE_SUPPORT = "LIFE_SUPPORT", "生活支援コーディネーター"
    ADVISER = "ADVISER", "助言者"
    COMMISSIONER = "COMMISSIONER", "民生委員・児童委員"
    DECIDER = "DECIDER", "プランを決定する者"
    SECRETARIAT = "SECRETARIAT", "事務局"
    COUNSELLOR = "COUNSELLOR", "相談員"
    ASSISTANT = "ASSISTANT", "補助する職員"
    RESIDENT_PARTNER = "RESIDENT_PARTNER", "協力する住民・事業者"
    APPLICANT = "APPLICANT", "多機関協働の利用を申し込む機関の担当"


class Appointment(TextChoices):
    ORDER = "ORDER", "発令"
    DUAL_ORDER = "DUAL_ORDER", "兼務発令"
    NOMINATION = "NOMINATION", "任命"
    COMMISSION = "COMMISSION", "委嘱"
    DESIGNATION = "DESIGNATION", "指定"
    REGISTRATION = "REGISTRATION", "登録"
    PLACEMENT = "PLACEMENT", "配置"
    UNSTATED = "UNSTATED", "記載なし"


class Weekday(TextChoices):
    MON = "MON", "月"
    TUE = "TUE", "火"
    WED = "WED", "水"
    THU = "THU", "木"
    FRI = "FRI", "金"
    SAT = "SAT", "土"
    SUN = "SUN", "日"


class BaseFunction(TextChoices):
    CONSULTATION = "CONSULTATION", "相談"
    EXCHANGE = "EXCHANGE", "交流・居場所"
    PARTICIPATION = "PARTICIPATION", "参加支援"
    OUTREACH = "OUTREACH", "アウトリーチの拠点"
    COMMUNITY = "COMMUNITY", "地域活動の支援"
    CHILD_REARING = "CHILD_REARING", "子育て・教育の支援"
    MULTI_AGENCY = "MULTI_AGENCY", "多機関協働"


class BodyKind(TextChoices):
    SUPPORT = "SUPPORT", "支援会議"
    LAYERED = "LAYERED", "重層的支援会議"
    BOTH = "BOTH", "支援会議と重層的支援会議を兼ねる会議"
    CARE = "CARE", "地域ケア会議"
    OTHER = "OTHER", "その他の会議"


class FrequencyKind(TextChoices):
    MONTHLY = "MONTHLY", "毎月"
    BIMONTHLY = "BIMONTHLY", "隔月"
    PER_YEAR = "PER_YEAR", "年に決まった回数"
    PER_CASE = "PER_CASE", "事例のつど"
    AS_NEEDED = "AS_NEEDED", "必要なとき"
    UNSTATED = "UNSTATED", "記載なし"


class MemberLevel(TextChoices):
    DIRECTOR = "DIRECTOR", "部長級"
    MANAGER = "MANAGER", "課長級"
    CHIEF = "CHIEF", "係長級"
    MANAGER_OR_CHIEF = "MANAGER_OR_CHIEF", "課長級または係長級"
    STAFF = "STAFF", "担当"
    REPRESENTATIVE = "REPRESENTATIVE", "代表者"
    ANY = "ANY", "定めなし"


class ConsentRule(TextChoices):
    NONE_NEEDED = "NONE_NEEDED", "本人の同意は要らない"
    REQUIRED = "REQUIRED", "本人の同意が要る"
    BOTH_SEPARATE = "BOTH_SEPARATE", "同意のある事例とない事例を分けて扱う"
    NOT_APPLICABLE = "NOT_APPLICABLE", "個別の事例を扱わない"
    UNSTATED = "UNSTATED", "記載なし"


class OathRule(TextChoices):
    EVERY_SITTING = "EVERY_SITTING", "毎回、誓約書を出す"
    YEARLY = "YEARLY", "年に一度、誓約書を出す"
    STATUTE_ONLY = "STATUTE_ONLY", "法の守秘義務を確かめる（誓約書は使わない）"
    BY_APPOINTMENT = "BY_APPOINTMENT", "指定・委嘱のときに一度、誓約書を出す"
    NONE = "NONE", "守秘の手続きなし"


class Secrecy(TextChoices):
    OATH = "OATH", "誓約書"
    STATUTE = "STATUTE", "法の守秘義務"
    DUAL_ORDER = "DUAL_ORDER", "兼務発令"
    ANONYMISED = "ANONYMISED", "個人情報を伏せる"
    UNSTATED = "UNSTATED", "記載なし"


class Target(TextChoices):
    POVERTY = "POVERTY", "生活困窮者"
    ELDER = "ELDER", "高齢者"
    DISABILITY = "DISABILITY", "障害のある人"
    CHILD = "CHILD", "子ども"


class Side(TextChoices):
    GOVERNMENT = "GOVERNMENT", "行政"
    COUNCIL = "COUNCIL", "社会福祉協議会"


class LeadReason(TextChoices):
    URGENT = "URGENT", "急ぐ・介入が要る"
    TIME = "TIME", "時間をかけてつながりを作る"
    INSIDE_OFFICE = "INSIDE_OFFICE", "庁内の連携"
    IN_COMMUNITY = "IN_COMMUNITY", "地域との連携"


class Raise(TextChoices):
    RARELY = "RARELY", "上げる必要は少ない"
    MAY = "MAY", "上げてもよい"
    SHOULD = "SHOULD", "上げる"


class DocumentKind(TextChoices):
    INTAKE = "INTAKE", "相談受付票"
    ASSESSMENT = "ASSESSMENT", "アセスメントシート"
    TSUNAGU_SHEET = "TSUNAGU_SHEET", "つなぐシート"
    APPLICATION = "APPLICATION", "多機関協働の利用申込み"
    PROPOSAL_SHEET = "PROPOSAL_SHEET", "提案用シート"
    SUPPORT_PLAN = "SUPPORT_PLAN", "支援プラン"
    OUTREACH_PLAN = "OUTREACH_PLAN", "アウトリーチ等のプラン"
    OATH = "OATH", "守秘義務の誓約書"
    DIGEST = "DIGEST", "課題事例の概要版"
    NINE_SQUARES = "NINE_SQUARES", "9マスシート"
    LIFE_MAP = "LIFE_MAP", "生活圏域マップ"
    SURVEY = "SURVEY", "アンケート"
    EVACUATION = "EVACUATION", "個別避難計画の様式"
    REPORT = "REPORT", "報告・日報"
    GUIDE = "GUIDE", "案内・手引き"
    PUBLICITY = "PUBLICITY", "広報・周知"
    OTHER = "OTHER", "その他"


class QuestionKind(TextChoices):
    TEXT = "TEXT", "自由記述"
    DATE = "DATE", "日付"
    YES_NO = "YES_NO", "はい・いいえ"
