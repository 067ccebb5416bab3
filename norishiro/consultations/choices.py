"""Closed lists of this room."""

from django.db.models import TextChoices

from norishiro.outreach.choices import SegmentKind


class Channel(TextChoices):
    WINDOW = "WINDOW", "窓口に来た"
    PHONE = "PHONE", "電話"
    VISIT = "VISIT", "訪問"
    LETTER = "LETTER", "手紙・FAX"
    WEB = "WEB", "ウェブ"
    MAIL = "MAIL", "メール"
    SHEET = "SHEET", "つなぐシート（紙・ほかの様式も）"
    IBASHO = "IBASHO", "居場所・サロンでの会話"
    MEETING = "MEETING", "会議の場"
    OTHER = "OTHER", "その他"


class Business(TextChoices):
    """だれの事業として受けたか. 社協 receive both on behalf of the municipality and of their own accord."""

    PUBLIC = "PUBLIC", "行政の事業（直営・受託）"
    OWN = "OWN", "自主事業"


class Visitor(TextChoices):
    """来談者: who came or called."""

    SELF = "SELF", "本人"
    FAMILY = "FAMILY", "家族・親族"
    NEIGHBOUR = "NEIGHBOUR", "近隣・知人"
    COMMISSIONER = "COMMISSIONER", "民生委員・児童委員"
    AGENCY = "AGENCY", "関係機関"
    UNKNOWN = "UNKNOWN", "名乗らない・不明"
    WITHHELD = "WITHHELD", "伏せている人（通報した人など）"


# Whose words an unmarked line of what was told is: the person's, where they came themselves.
USUAL_OF_VISITOR = {
    Visitor.SELF: SegmentKind.SAID,
    Visitor.FAMILY: SegmentKind.THIRD,
    Visitor.NEIGHBOUR: SegmentKind.THIRD,
    Visitor.COMMISSIONER: SegmentKind.THIRD,
    Visitor.AGENCY: SegmentKind.AGENCY,
    Visitor.UNKNOWN: SegmentKind.THIRD,
    Visitor.WITHHELD: SegmentKind.THIRD,
}


class HideTeller(TextChoices):
    """だれから（通報者として秘匿する）: where nobody says otherwise, whoever reports violence is not named."""

    AUTO = "", "決めない（DV・虐待の相談なら、伏せる）"
    HIDE = "HIDE", "通報者として秘匿する"
    SHOW = "SHOW", "伏せなくてよい"


class Mark(TextChoices):
    CIRCLE = "CIRCLE", "○"
    DOUBLE = "DOUBLE", "◎"


class OutsideAnswer(TextChoices):
    """担当の外の困りごとを、どうするか. Chosen by the window, never proposed by the program."""

    SHARE = "SHARE", "関係する窓口と共有する"
    REFER = "REFER", "ほかの機関へつなぐ"
    CONSULT = "CONSULT", "多機関協働に相談する"
    KEEP = "KEEP", "この窓口で受けとめる"


class Origin(TextChoices):
    """心配ごとがどう届いたか. All are equal; only the way is remembered."""

    SCREEN = "SCREEN", "スマートフォン・パソコンの画面"
    OWN_FORM = "OWN_FORM", "任意の様式（紙・メール・FAX）"
    TALK = "TALK", "会って・電話で直接"


class Hurry(TextChoices):
    """どれくらい急ぐか, in the words of somebody who is no specialist."""

    TODAY = "TODAY", "きょうのうちに"
    DAYS = "DAYS", "2〜3日のうちに"
    WATCH = "WATCH", "急がない・気にかけてほしい"


class Knows(TextChoices):
    """本人は、伝えることを知っているか."""

    YES = "YES", "本人に話してある"
    NO = "NO", "本人にはまだ話していない"
    UNSURE = "UNSURE", "分からない"


class Urgency(TextChoices):
    """受付緊急度: decided by people with a reason and a review date, never summed up (evidence mark P)."""

    NOW = "4", "4 直ちに"
    TWO_DAYS = "3", "3 48時間以内"
    WEEK = "2", "2 1週間以内"
    PLANNED = "1", "1 計画的に"
    INFORMATION = "0", "0 情報のみ"
    UNCLEAR = "?", "？ 判断材料が足りない"


class ConsultationStatus(TextChoices):
    RECEIVED = "RECEIVED", "受付"
    HERE = "HERE", "この窓口で対応中"
    HANDED_ON = "HANDED_ON", "つないだ・申し込んだ"
    IN_CASE = "IN_CASE", "ケースになった"
    DONE = "DONE", "対応を終えた"


class Outcome(TextChoices):
    """スクリーニングの結果."""

    INFORM = "INFORM", "情報提供・助言で終える"
    STAY = "STAY", "この窓口で続ける"
    REFER = "REFER", "ほかの機関へつなぐ"
    MULTI_AGENCY = "MULTI_AGENCY", "多機関協働へ申し込む"


class GuideType(TextChoices):
    """付議判断の4類型 (八王子市). A guide to think with, never a verdict."""

    CLEAR = "1", "① 主訴が明確で、今の流れで進む"
    UNCLEAR_DUTY = "2", "② 関わる所管が複数で、責任の範囲があいまい"
    HOUSEHOLD = "3", "③ 本人だけでなく世帯の課題"
    GAP = "4", "④ 対応する所管がない（狭間）"


class SheetStatus(TextChoices):
    """つなぎの状態. Nothing ends unanswered."""

    SENT = "SENT", "返事待ち"
    RECEIVED = "RECEIVED", "受け取った"
    ACCEPTED = "ACCEPTED", "引き受けた"
    PROPOSED = "PROPOSED", "別の提案を返した"
    DECLINED = "DECLINED", "引き受けられない（理由あり）"
    REPORTED = "REPORTED", "結果を返した"
    WITHDRAWN = "WITHDRAWN", "取り下げた"


class RequestStatus(TextChoices):
    """多機関協働の利用申込の状態."""

    SORTING = "SORTING", "振り分け待ち"
    APPLIED = "APPLIED", "要否の回答待ち"
    NEEDED = "NEEDED", "要（受理）"
    COORDINATED = "COORDINATED", "調整のみで対応"
    NOT_NEEDED = "NOT_NEEDED", "不要（提案を返した）"
    OTHER_ROUTE = "OTHER_ROUTE", "ほかの道へ案内した"
    WITHDRAWN = "WITHDRAWN", "取り下げた"


class SortingOrigin(TextChoices):
    """Where a household on the list of the sorting meeting (振り分け会議) comes from."""

    WINDOW = "WINDOW", "窓口の相談"
    SELF_RELIANCE = "SELF_RELIANCE", "自立相談支援機関の相談"
    SPECIAL_LOAN = "SPECIAL_LOAN", "特例貸付の借受世帯のその後"
    RENT_BENEFIT = "RENT_BENEFIT", "住居確保給付金の受給世帯のその後"
    OUTREACH = "OUTREACH", "訪問・アウトリーチで知った世帯"
    OTHER = "OTHER", "その他"


class Sorting(TextChoices):
    """振り分けの決定: one for every line of the list, by people, with a reason."""

    TAKE = "TAKE", "多機関協働へ（申込として受ける）"
    RETURN = "RETURN", "もとの窓口に戻す（提案を付ける）"
    OTHER_ROUTE = "OTHER_ROUTE", "ほかの道へ（どこへかを書く）"


class NoConsentReason(TextChoices):
    """同意を得られていない理由 (相談受付・申込票 本人同意なし; evidence mark K)."""

    NOT_MET = "1", "本人とまだ会えていない"
    REFUSED = "2", "断られた"
    CAPACITY = "3", "判断が難しい状態にある"
    HARM = "4", "尋ねること自体が関係を壊すおそれ"
    URGENT = "5", "急ぐ"
    OTHER = "6", "その他"


class LeadSide(TextChoices):
    """主担当の側 (緊急・介入は行政、時間をかけたつながりは社協)."""

    ADMINISTRATION = "ADMINISTRATION", "行政"
    COUNCIL = "COUNCIL", "社協"
    BOTH = "BOTH", "両方"


class ExampleState(TextChoices):
    WRITTEN = "WRITTEN", "確かめを待つ"
    APPROVED = "APPROVED", "事例集に載っている"
    TAKEN_DOWN = "TAKEN_DOWN", "下げた"


class FollowUpSource(TextChoices):
    """Why a household is asked how it is."""

    SPECIAL_LOAN = "SPECIAL_LOAN", "特例貸付を借りた世帯"
    RENT_BENEFIT = "RENT_BENEFIT", "住居確保給付金を受けた世帯"


class FollowUpGround(TextChoices):
    """On what ground the desk holds the household on its list."""

    OWN = "OWN", "自機関の業務（自分の機関が貸付・支給した）"
    CONSENT = "CONSENT", "本人の同意で受け取った"
    K9 = "K9", "支援会議で共有された（生活困窮者自立支援法第9条）"
    J6 = "J6", "支援会議で共有された（社会福祉法第106条の6）"


class FollowUpState(TextChoices):
    OPEN = "OPEN", "確かめている"
    ENDED = "ENDED", "終えた"


class PovertyServiceKind(TextChoices):
    """The services of the poverty centre (生活困窮者自立支援法第3条, and the loans of the council)."""

    SELF_RELIANCE = "SELF_RELIANCE", "自立相談支援"
    RENT_BENEFIT = "RENT_BENEFIT", "住居確保給付金"
    BUDGET = "BUDGET", "家計改善支援"
    JOB = "JOB", "就労準備・就労支援"
    LOAN = "LOAN", "貸付"
    STUDY = "STUDY", "子どもの学習・生活支援"
    SHELTER = "SHELTER", "一時生活支援"


class PovertyServiceState(TextChoices):
    ASKED = "ASKED", "申し込んでいる"
    USING = "USING", "使っている"
    PAUSED = "PAUSED", "休んでいる"
    ENDED = "ENDED", "終わった"


class LeadStepHow(TextChoices):
    """What was done about a lead."""

    VISIT = "VISIT", "訪ねた・見に行った"
    PHONE = "PHONE", "電話・手紙"
    ASKED = "ASKED", "知っている人に聞いた"
    MET = "MET", "本人か家族と話せた"
    OTHER = "OTHER", "そのほか"


class LeadResult(TextChoices):
    """What came of a lead. That it became a consultation is known from the notice itself and never chosen."""

    KNOWN = "KNOWN", "もう関わっている機関があった"
    WATCHED = "WATCHED", "地域の見守りをお願いした"
    REFUSED = "REFUSED", "いまは要らないと言われた"
    NO_NEED = "NO_NEED", "心配なことはなかった"
    LOST = "LOST", "だれのことか分からないまま"
