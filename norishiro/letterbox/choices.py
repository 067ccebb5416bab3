"""Closed lists of this room."""

from django.db.models import TextChoices


class EntranceKind(TextChoices):
    """入口: whose QR it is, or where it hangs."""

    LIAISON = "LIAISON", "つなぐシート連絡員"
    COMMISSIONER = "COMMISSIONER", "民生委員・児童委員"
    OFFICER = "OFFICER", "相談支援推進員"
    OFFICE = "OFFICE", "福祉以外の部署"
    PLACE = "PLACE", "場所（ポスター）"
    GENERAL = "GENERAL", "だれでも（ホームページ・広報）"


class LetterKind(TextChoices):
    SHEET = "SHEET", "つなぐシート"
    CONSULT = "CONSULT", "相談"


class Origin(TextChoices):
    """How it came into the box. All are equal; only the way is remembered."""

    SCREEN = "SCREEN", "スマートフォン・パソコンの画面"
    SERVICE = "SERVICE", "フォームサービスの CSV"


class Hurry(TextChoices):
    """どれくらい急ぐか, in the words of somebody who is no specialist."""

    TODAY = "TODAY", "きょうのうちに"
    DAYS = "DAYS", "2〜3日のうちに"
    WATCH = "WATCH", "急がない・気にかけてほしい"


class PassGround(TextChoices):
    """なぜ渡してよいか."""

    WISH = "WISH", "送った人（本人）が、渡してよいと言った"
    LIFE = "LIFE", "命や体があぶない"


class KeepClass(TextChoices):
    """What became of a letter that is no consultation: how long it is kept goes by this."""

    ANSWERED = "ANSWERED", "返事をして終わった便り"
    DECLINED = "DECLINED", "ほかの窓口を提案して終わった便り"
    PASSED_ON = "PASSED_ON", "ほかの窓口に渡した控え"


class About(TextChoices):
    """だれのことか."""

    SELF = "SELF", "自分のこと"
    FAMILY = "FAMILY", "家族のこと"
    NEIGHBOUR = "NEIGHBOUR", "近所の人・知り合いのこと"


class ExampleKind(TextChoices):
    WORRY = "WORRY", "困りごとの例（選ぶ欄）"
    STORY = "STORY", "つないだ例（読むだけ）"


# Whoever holds these hands in つなぐシート; at the others anybody asks for advice.
SHEET_KINDS = (EntranceKind.LIAISON, EntranceKind.COMMISSIONER, EntranceKind.OFFICER, EntranceKind.OFFICE)
# Appointments of somebody by name.
HELD_KINDS = (EntranceKind.LIAISON, EntranceKind.COMMISSIONER, EntranceKind.OFFICER)

LANGUAGES = (
    ("日本語", "日本語"),
    ("やさしい日本語", "やさしい日本語"),
    ("英語", "English（英語）"),
    ("中国語", "中文（中国語）"),
    ("韓国語", "한국어（韓国語）"),
    ("ベトナム語", "Tiếng Việt（ベトナム語）"),
    ("ネパール語", "नेपाली（ネパール語）"),
    ("フィリピノ語", "Filipino（フィリピノ語）"),
    ("ポルトガル語", "Português（ポルトガル語）"),
    ("手話", "手話"),
    ("ほか", "ほかのことば・筆談など"),
)
