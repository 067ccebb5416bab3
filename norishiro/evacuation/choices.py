"""Closed lists of this room. Which columns a file may have, and the words it uses, are data (``data/sources.toml``)."""

from django.db.models import TextChoices


class ListState(TextChoices):
    """A list is put together from files, then fixed; a fixed list does not change."""

    DRAFT = "DRAFT", "作成中"
    FIXED = "FIXED", "確定"


class ChangeKind(TextChoices):
    """What became of somebody between two lists."""

    ADDED = "ADDED", "新しく載った"
    LEFT = "LEFT", "外れた"
    CHANGED = "CHANGED", "変わった"


class Reason(TextChoices):
    """Why somebody is new, has left, or stands otherwise than before."""

    MOVED_IN = "MOVED_IN", "転入"
    BORN = "BORN", "出生"
    CERTIFIED = "CERTIFIED", "新たな認定・交付"
    WISHED = "WISHED", "本人の申出"
    CERT_CHANGED = "CERT_CHANGED", "認定・手帳の変更"
    MOVED_WITHIN = "MOVED_WITHIN", "転居"
    RENAMED = "RENAMED", "氏名の変更"
    MOVED_OUT = "MOVED_OUT", "転出"
    DIED = "DIED", "死亡"
    FACILITY = "FACILITY", "施設への入所"
    CERT_ENDED = "CERT_ENDED", "認定・手帳が要件から外れた"
    WITHDRAWN = "WITHDRAWN", "本人の取下げ"
    OTHER = "OTHER", "その他"


# Which reasons a person may choose for which kind of change.
REASONS_FOR: dict[str, tuple[Reason, ...]] = {
    ChangeKind.ADDED: (Reason.MOVED_IN, Reason.BORN, Reason.CERTIFIED, Reason.WISHED, Reason.OTHER),
    ChangeKind.LEFT: (
        Reason.MOVED_OUT,
        Reason.DIED,
        Reason.FACILITY,
        Reason.CERT_ENDED,
        Reason.WITHDRAWN,
        Reason.OTHER,
    ),
    ChangeKind.CHANGED: (Reason.CERT_CHANGED, Reason.MOVED_WITHIN, Reason.RENAMED, Reason.OTHER),
}


class Differs(TextChoices):
    """The fields in which two sources are compared."""

    NAME = "NAME", "氏名"
    BIRTH = "BIRTH", "生年月日"
    ADDRESS = "ADDRESS", "住所"


class Picked(TextChoices):
    """Which of two sources somebody found right."""

    FIRST = "FIRST", "はじめの資料"
    SECOND = "SECOND", "あとの資料"


class Why(TextChoices):
    """Why somebody is written to."""

    NEW = "NEW", "新たな対象"
    AGAIN = "AGAIN", "前の案内に返事がない"


class LetterState(TextChoices):
    """Where one notice stands. Together they are all notices of the round."""

    READY = "READY", "未送付"
    SENT = "SENT", "返事待ち"
    ANSWERED = "ANSWERED", "回答・つくる"
    REFUSED = "REFUSED", "希望しない"
    RETURNED = "RETURNED", "届かず戻った"
    HELD = "HELD", "送れない"


class AnswerWay(TextChoices):
    """How the answer came."""

    PAPER = "PAPER", "調査票"
    PHONE = "PHONE", "電話"
    COUNTER = "COUNTER", "窓口"
    VISIT = "VISIT", "訪問"


class VisitResult(TextChoices):
    """What came of a visit by a contractor."""

    WAITING = "", "これから"
    MADE = "MADE", "計画をつくる"
    REFUSED = "REFUSED", "希望しない"
    MOVED = "MOVED", "転居していた"
    UNREACHED = "UNREACHED", "会えなかった"


class Share(TextChoices):
    """Whether a plan may be handed out in ordinary times; in a disaster it may be without."""

    AGREED = "AGREED", "同意した"
    REFUSED = "REFUSED", "同意しない"
    UNASKED = "UNASKED", "まだ聞いていない"


class Matter(TextChoices):
    """What is handed out in ordinary times; each has a consent of its own."""

    LIST = "LIST", "名簿の情報"
    PLAN = "PLAN", "個別避難計画の情報"


class Receiver(TextChoices):
    """避難支援等関係者: to whom it may be handed."""

    ASSOCIATION = "ASSOCIATION", "町会・自治会・自主防災組織"
    COMMISSIONER = "COMMISSIONER", "民生委員・児童委員"
    FIRE = "FIRE", "消防・消防団"
    POLICE = "POLICE", "警察"
    COUNCIL = "COUNCIL", "社会福祉協議会"


class Said(TextChoices):
    """What somebody says about being handed out in ordinary times."""

    AGREED = "AGREED", "同意する"
    REFUSED = "REFUSED", "同意しない"
    WITHDRAWN = "WITHDRAWN", "同意を取り下げる"


class Heard(TextChoices):
    """How it was heard. The newest word of each way counts."""

    PAPER = "PAPER", "調査票・同意書"
    PHONE = "PHONE", "電話"
    COUNTER = "COUNTER", "窓口"
    VISIT = "VISIT", "訪問"
    PLAN = "PLAN", "計画の紙"


class Signed(TextChoices):
    """Whose hand stands under it."""

    SELF = "SELF", "本人の署名"
    AGENT = "AGENT", "代理の人の署名"
    SPOKEN = "SPOKEN", "口頭（聞いた職員が書いた）"


class LeftOut(TextChoices):
    """Why somebody is not on what is handed out. With whoever is, they are all of the list."""

    UNASKED = "UNASKED", "まだ聞いていない"
    REFUSED = "REFUSED", "同意していない・取り下げた"
    NOT_THIS = "NOT_THIS", "この相手には同意していない"
    DISPUTED = "DISPUTED", "二つの返事が食いちがう"
    WITHHELD = "WITHHELD", "住所を伏せている"
    NO_PLAN = "NO_PLAN", "計画がない"
    LATER = "LATER", "用意したあとで渡せるようになった（次の回に入る）"


class SupporterKind(TextChoices):
    """Who helps."""

    PERSON = "PERSON", "人"
    GROUP = "GROUP", "団体"


class SupportState(TextChoices):
    """Where a request to help somebody stands. Only who agreed is on the plan."""

    ASKED = "ASKED", "頼んでいる"
    AGREED = "AGREED", "引き受けた"
    DECLINED = "DECLINED", "ことわった"
    LEFT = "LEFT", "やめた"


class Due(TextChoices):
    """Why a plan is to be looked at again."""

    DAY = "DAY", "見直す日が来た"
    DRILL = "DRILL", "訓練で変えることが見つかった"
    ADDRESS = "ADDRESS", "住所が変わった"
    SUPPORTER = "SUPPORTER", "支援者が変わった"
    ZONES = "ZONES", "区域の表が新しくなり、住まいの区分が変わった"


class Zone(TextChoices):
    """Where the address of a plan lies. Together they are all plans."""

    INSIDE = "INSIDE", "a) 区域の内"
    OUTSIDE = "OUTSIDE", "b) 区域の外"
    UNKNOWN = "UNKNOWN", "分からない"


class TakenFor(TextChoices):
    """Why somebody takes the pack for a disaster."""

    DISASTER = "DISASTER", "災害が起きた・起きるおそれがある"
    DRILL = "DRILL", "訓練・開けるかの点検"
    PLACE = "PLACE", "しまってあるものの入れ替え"
