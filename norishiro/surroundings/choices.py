"""Closed lists of this room."""

from django.db.models import TextChoices

from norishiro.agencies.choices import Field
from norishiro.sharing.choices import Category


class AroundKind(TextChoices):
    """What a tie leads to."""

    PERSON = "PERSON", "人"
    AGENCY = "AGENCY", "機関"
    PLACE = "PLACE", "場・活動"


class Strength(TextChoices):
    """How much a tie holds, the strongest first."""

    STRONG = "STRONG", "強い"
    NORMAL = "NORMAL", "ふつう"
    WEAK = "WEAK", "うすい"
    CUT = "CUT", "途絶えている"


# For telling whether a tie grew: more is stronger.
WEIGHT: dict[str, int] = {Strength.CUT: 0, Strength.WEAK: 1, Strength.NORMAL: 2, Strength.STRONG: 3}


class Direction(TextChoices):
    """働きかけの向き: from whom the working comes."""

    NONE = "NONE", "どちらともいえない"
    INWARD = "INWARD", "相手から世帯へ"
    OUTWARD = "OUTWARD", "世帯から相手へ"
    BOTH = "BOTH", "両方から"


class PlaceKind(TextChoices):
    """What a place of somebody's life is for."""

    GATHERING = "GATHERING", "居場所・集まり"
    MEDICAL = "MEDICAL", "医療・介護"
    SHOP = "SHOP", "買い物・用事"
    SUPPORT = "SUPPORT", "相談・支援"
    LEARN = "LEARN", "学校・仕事"
    CLOSE = "CLOSE", "友人・親族の家"
    OTHER = "OTHER", "そのほか"


class Distance(TextChoices):
    """How far from home, as people say it; the nearest first."""

    NEAR = "NEAR", "歩いてすぐ（5分くらい）"
    WALK = "WALK", "歩いて行ける（15分くらい）"
    WHEELS = "WHEELS", "自転車・車いす・送迎で"
    RIDE = "RIDE", "バス・電車・車で"
    FAR = "FAR", "遠くて、めったに行けない"


class Compass(TextChoices):
    """方角 as seen from home, clockwise from the north."""

    N = "N", "北"
    NE = "NE", "北東"
    E = "E", "東"
    SE = "SE", "南東"
    S = "S", "南"
    SW = "SW", "南西"
    W = "W", "西"
    NW = "NW", "北西"


class Guide(TextChoices):
    """Short explanations that open by themselves until somebody has read them."""

    NINE = "NINE", "9マスシートの書き方"


LIFE = int(Category.LIFE_HISTORY)
# A tie or a place says more than that it is there: who may not know of the kind does not see it.
CATEGORIES_OF_FIELD: dict[str, int] = {
    Field.MEDICAL: int(Category.HEALTH),
    Field.DISABILITY: int(Category.HEALTH),
    Field.ELDERLY: int(Category.HEALTH),
    Field.SCHOOL: int(Category.SCHOOL_WORK),
    Field.WORK: int(Category.SCHOOL_WORK),
    Field.POVERTY: int(Category.ECONOMY),
}
CATEGORIES_OF_PLACE: dict[str, int] = {
    PlaceKind.MEDICAL: int(Category.HEALTH),
    PlaceKind.LEARN: int(Category.SCHOOL_WORK),
    PlaceKind.SUPPORT: int(Category.WELFARE_USE),
}
