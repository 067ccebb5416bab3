"""Closed lists of this room. The fields of a kind of file, and the words of their headings, stand in ``data/headings.toml``."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a file is of."""

    PEOPLE = "PEOPLE", "人と世帯の名簿"
    CONTACTS = "CONTACTS", "支援の記録（支援経過・日報）"


class BringingState(TextChoices):
    READ = "READ", "確かめているところ"
    TAKING = "TAKING", "取り込みの途中"
    TAKEN = "TAKEN", "取り込んだ"
    DROPPED = "DROPPED", "やめた"
    UNDOING = "UNDOING", "取り消しの途中"
    UNDONE = "UNDONE", "取り消した"


# Nothing is settled or taken any more.
CLOSED = (BringingState.DROPPED, BringingState.UNDOING, BringingState.UNDONE)


class Destination(TextChoices):
    """What becomes of a row; every row of a file has exactly one. In the order in which somebody should look."""

    HELD = "HELD", "入れない"
    DECIDE = "DECIDE", "人が決める"
    MERGED = "MERGED", "登録のある人に結びつける"
    NEW = "NEW", "新しく登録する"
    SAME = "SAME", "前と同じ"


class Choice(TextChoices):
    OPEN = "", "まだ決めていない"
    PERSON = "PERSON", "この人に結びつける"
    NEW = "NEW", "別の人として登録する"
    LEAVE = "LEAVE", "入れない"


class After(TextChoices):
    """What an undoing made of a row that was taken."""

    STANDS = "", "そのまま"
    BACK = "BACK", "取り消した"
    LEFT = "LEFT", "残した"


class UndoingState(TextChoices):
    ASKED = "ASKED", "もう一人を待っている"
    AGREED = "AGREED", "取り消すと決めた"
    REFUSED = "REFUSED", "取り消さないと決めた"


class Touched(TextChoices):
    """Why something that a file brought is not taken back. The first that holds is said."""

    FLAG = "FLAG", "支援措置・秘匿があるので、残します。終えるのは「支援措置の管理」からだけです。"
    RECORD = "RECORD", "取り込んだあとに、記録が書かれています。"
    CHANGED = "CHANGED", "取り込んだあとに、内容が直されています。"
    SHARED = "SHARED", "取り込んだあとに、共有がつけられています。"
    OTHER = "OTHER", "ほかの取り込みが、この人に結びついています。"
    HOME = "HOME", "取り込んだあとに、世帯の人が変わったか、世帯の記録が書かれています。"
    FAMILY = "FAMILY", "同じ世帯に、残す人がいます。世帯は分けません。"
    BEFORE = "BEFORE", "この取り込みより前から、登録か番号があります。"


class What(TextChoices):
    """What an old number stands for."""

    PERSON = "PERSON", "人"
    HOUSEHOLD = "HOUSEHOLD", "世帯"
    CONTACT = "CONTACT", "支援の記録"
