"""Closed lists of this room."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """何があったか, as the one who noticed sees it."""

    SENT = "SENT", "まちがえて送った・渡した（ファックス・メール・郵便・手渡し）"
    LOST = "LOST", "なくした・盗まれた（紙・USB・パソコン・電話）"
    SEEN = "SEEN", "見えるところに出ていた・話が聞こえていた"
    LOOKED = "LOOKED", "仕事に関わりのない閲覧があった"
    TAKEN = "TAKEN", "持ち出された・ほかのことに使われた"
    ENTERED = "ENTERED", "外から入られた・ウイルスにかかった"
    BROKEN = "BROKEN", "消えた・こわれた・書きかえられた"
    OTHER = "OTHER", "そのほか・まだ分からない"


class State(TextChoices):
    OPEN = "OPEN", "調べている"
    FIRST = "FIRST", "速報をした"
    FINAL = "FINAL", "確報をした"
    WITHOUT = "WITHOUT", "報告しないで終わった"


class Answer(TextChoices):
    """Before it is known, it counts as yes: an apprehension is enough for the report."""

    YES = "YES", "ある"
    MAYBE = "MAYBE", "あるかもしれない"
    NO = "NO", "ない"


class How(TextChoices):
    """本人への知らせ方."""

    LETTER = "LETTER", "文書を送った・渡した"
    MET = "MET", "会って話した"
    PHONE = "PHONE", "電話で話した"
    INSTEAD = "INSTEAD", "知らせられないので、代わりのことをした（公表・相談の窓口など）"
