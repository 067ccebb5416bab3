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


class What(TextChoices):
    """What an old number stands for."""

    PERSON = "PERSON", "人"
    HOUSEHOLD = "HOUSEHOLD", "世帯"
    CONTACT = "CONTACT", "支援の記録"
