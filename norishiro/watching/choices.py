"""Closed lists of this room."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    """How a look ended. The trigger on the ledger writes them."""

    SHOWN = "SHOWN", "見た"
    TOLD = "TOLD", "ほかの機関に渡した"
    VAIN = "VAIN", "探したが、なかった"
    REFUSED = "REFUSED", "見られなかった"
    THROTTLED = "THROTTLED", "人数が多すぎて止まった"
    GUESSED = "GUESSED", "伏せている言葉を、入力欄に書いた"


class HoldLegal(TextChoices):
    """法の根拠: why the person may not be told that somebody looked."""

    HARM = "HARM", "本人の生命・健康・生活・財産を害するおそれ（個人情報の保護に関する法律第78条第1項第1号）"
    OTHERS = "OTHERS", "ほかの人が分かってしまう（同項第2号）"
    WORK = "WORK", "支援や調査に支障が出る（同項第7号）"
    SECRECY = "SECRECY", "会議の守秘（社会福祉法第106条の6第5項など）"
    REPORTER = "REPORTER", "通報した人が分かってしまう（虐待防止の各法律の守秘）"


class Receiver(TextChoices):
    SELF = "SELF", "本人"
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", "法定代理人"
    AGENT = "AGENT", "本人から頼まれた代理人"


class Sign(TextChoices):
    """なぜ印が付いたか: what makes a look without a known relation worth asking about."""

    SURNAME = "SURNAME", "職員と同じ名字の人"
    BLOCK = "BLOCK", "職員の家の近くの人"
    COLLEAGUE = "COLLEAGUE", "職員と同じ名前の人（同僚かもしれない）"
    CLOSED = "CLOSED", "終わってから時間のたったケース"
    OFF_HOURS = "OFF_HOURS", "夜・休みの日"
    BULK = "BULK", "関わりのない人を、1日に多く"
    NO_ROLE = "NO_ROLE", "関わりのない人を、くり返し"
    CROWD = "CROWD", "関わりのない職員が、何人も同じ人を"
    VAIN = "VAIN", "見つからない検索を、くり返し"
    REFUSED = "REFUSED", "見られない記録を、くり返し"
    THROTTLED = "THROTTLED", "1時間の人数の上限をこえた"
    GUESSED = "GUESSED", "伏せている住所などを、くり返し入力欄に"
    EMERGENCY = "EMERGENCY", "緊急の根拠で開いた"


class FlagState(TextChoices):
    OPEN = "OPEN", "まだ確かめていない"
    ASKED = "ASKED", "本人に確かめている"
    SETTLED = "SETTLED", "確かめた"


class Judgement(TextChoices):
    """What the reviewer says. 確かめる asks the one who looked and leaves the flag open."""

    WORK = "WORK", "仕事の上の閲覧"
    ASK = "ASK", "確かめる（見た職員に、理由を書いてもらう）"
    IMPROPER = "IMPROPER", "不適切な閲覧"
