"""Closed lists of this room. The datasets and their columns stand in ``data/datasets.toml``."""

from django.db.models import TextChoices


class IntakeState(TextChoices):
    READ = "READ", "確かめているところ"
    TAKEN = "TAKEN", "取り込んだ"
    DROPPED = "DROPPED", "やめた"


class Outcome(TextChoices):
    """What becomes of a row; every row of a file has exactly one."""

    HELD = "HELD", "入れない"
    DIFFERS = "DIFFERS", "登録と違う（選ぶ）"
    REPAIRED = "REPAIRED", "直して入れる"
    AS_IS = "AS_IS", "そのまま入れる"
    SAME = "SAME", "もう登録がある（同じ）"
    UNCHANGED = "UNCHANGED", "前に取り込んだときと同じ"


class Choice(TextChoices):
    KEEP = "KEEP", "いまの登録のまま"
    FILE = "FILE", "ファイルに合わせる"
    NEW = "NEW", "別の場として入れる"


class NoteKind(TextChoices):
    REPAIR = "REPAIR", "直した"
    UNREAD = "UNREAD", "採らなかった"
    HELD = "HELD", "入れない"
    DIFFERS = "DIFFERS", "登録と違う"


class Licence(TextChoices):
    """利用条件. Who takes a file says which; nothing is supposed."""

    CC_BY = "CC_BY", "クリエイティブ・コモンズ 表示"
    PDL = "PDL", "公共データ利用規約"
    CC0 = "CC0", "クリエイティブ・コモンズ ゼロ（権利の放棄）"
    OWN = "OWN", "自分の自治体のデータ"
    OTHER = "OTHER", "そのほか（出典に書く）"
