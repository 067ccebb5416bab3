"""People and households. A person need not have a name yet; a household is who belongs to it, by date."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.core.sealing import columns
from norishiro.people.choices import (
    LiftingState,
    PairState,
    ProtectionKind,
    ProtectionSource,
    ProtectionState,
    RelationKind,
    RelationToHead,
    RowState,
    Sex,
    WithheldField,
)


class Person(EditableRecord):
    """A person of whom some agency knows something. Without a name ``name`` is empty and ``label`` says who is meant."""

    name = models.CharField("氏名", max_length=120, blank=True)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    alias = models.CharField("呼び名・仮の名", max_length=80, blank=True)
    name_key = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    kana_key = models.CharField(max_length=160, blank=True, db_index=True, editable=False)
    alias_key = models.CharField(max_length=80, blank=True, editable=False)
    sex = models.CharField("性別", max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    birth = models.CharField("生年月日（分かる範囲）", max_length=40, blank=True)
    birth_earliest = models.DateField("生まれた日（早くて）", null=True, blank=True)
    birth_latest = models.DateField("生まれた日（遅くて）", null=True, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    phone = models.CharField("電話", max_length=60, blank=True)
    contact_wish = models.CharField("連絡してよい時間・手段", max_length=200, blank=True)
    keep_from_family = models.BooleanField("家族に知られたくない", default=False)
    language = models.CharField("話すことば", max_length=40, blank=True)
    died_on = models.DateField("亡くなった日", null=True, blank=True)
    first_known_by = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name="最初に知った機関"
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name="まとめた先",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    class Meta:
        ordering = ["kana_key", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name, else alias, else 氏名不詳."""
        return self.name or self.alias or "氏名不詳"

    @property
    def called(self) -> str:
        """How the person is spoken of: the name with さん; what stands for an unknown name (3階の男性) as it is."""
        return f"{self.name}さん" if self.name else self.alias or "氏名不詳の人"

    @property
    def used_instead(self) -> str:
        """Which record to use where this one was merged into another; empty where it was not. What the reader may not
        see is not named."""
        if self.merged_into_id is None:
            return ""
        kept = Person.objects.filter(id=self.merged_into_id).first()
        return f"{kept.called}" if kept else "まとめた先の人"

    @property
    def all_ids(self) -> list[UUID]:
        """Under which ids there are records of this person: the own, and those merged into it that the reader sees."""
        return [
            self.id,
            *Person.objects.filter(merged_into_id=self.id).order_by("id").values_list("id", flat=True),
        ]


class Household(EditableRecord):
    """世帯: an address people share or a family that belongs together; a person may belong to several."""

    label = models.CharField("世帯の呼び方", max_length=120)
    address = models.CharField("住所", max_length=200, blank=True)
    area = models.ForeignKey(
        Area, verbose_name="圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="households"
    )
    first_known_by = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name="最初に知った機関"
    )

    class Meta:
        ordering = ["label", "id"]

    def __str__(self) -> str:
        return self.label


class Membership(Record):
    """世帯への所属: from when until when somebody belonged, and as what."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    relation = models.CharField(
        "続柄", max_length=20, choices=RelationToHead.choices, default=RelationToHead.UNKNOWN
    )
    living_together = models.BooleanField("同居", default=True)
    from_on = models.DateField("始まり（不明なら知った日）")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    end_reason = models.CharField("終わった理由", max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name="記録した職員"
    )

    class Meta:
        ordering = ["from_on", "id"]
        indexes = [models.Index(fields=["person", "household"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="membership_period",
                violation_error_message="世帯を離れた日は、入った日より後にしてください。",
            ),
            models.UniqueConstraint(
                fields=["household", "person"],
                condition=Q(until_on__isnull=True),
                name="membership_once",
                violation_error_message="この人はもうこの世帯に入っています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_relation_display()}"


class Relation(Record):
    """人と人の間柄, also across households: ``person`` is the 〔kind〕 of ``other``."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="related_to")
    kind = models.CharField("間柄", max_length=20, choices=RelationKind.choices)
    note = models.CharField("補足", max_length=200, blank=True)
    from_on = models.DateField("始まり", null=True, blank=True)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    recorded_by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="+", verbose_name="記録した職員"
    )

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("other")),
                name="relation_two_people",
                violation_error_message="間柄は、別の人どうしで選んでください。",
            ),
            models.UniqueConstraint(
                fields=["person", "other", "kind"],
                condition=Q(until_on__isnull=True),
                name="relation_once",
                violation_error_message="同じ間柄がもう登録されています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.other}"


class Protection(EditableRecord):
    """支援措置・秘匿 of one person. It holds no datum: those lie in ``WithheldValue``, behind a wall of their own.

    ``version`` grows with every renewal, so that a lifting asked for against an older one is void. Nothing ends by a
    date: ``renew_by`` only asks.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protections")
    kind = models.CharField("種類", max_length=10, choices=ProtectionKind.choices)
    state = models.CharField(
        "状態", max_length=10, choices=ProtectionState.choices, default=ProtectionState.ACTIVE
    )
    source = models.CharField("もと", max_length=10, choices=ProtectionSource.choices)
    basis = models.CharField("根拠・受けた申出", max_length=200)
    office = models.ForeignKey(Agency, verbose_name="所管の機関", on_delete=models.PROTECT, related_name="+")
    against = models.ForeignKey(
        Person,
        verbose_name="知られてはいけない相手",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    applied_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )
    from_on = models.DateField("始まり")
    renew_by = models.DateField("更新の期限（過ぎても伏せたまま）", null=True, blank=True)
    ended_on = models.DateField("終えた日", null=True, blank=True)
    came_with = models.ForeignKey(
        "Merge",
        verbose_name="ほかの記録から移ったときのまとめ",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="protections",
    )
    parted_on = models.DateField("そのまとめを元に戻した日", null=True, blank=True)

    class Meta:
        ordering = ["renew_by", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=~Q(state=ProtectionState.ENDED),
                name="protection_once",
                violation_error_message="同じ種類の支援措置が、もう登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Withheld(Record):
    """That a datum of a person or household is not shown, and whom to ask. The datum itself is not here."""

    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="withheld")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="withheld"
    )
    household = models.ForeignKey(
        Household, null=True, blank=True, on_delete=models.PROTECT, related_name="withheld"
    )
    field = models.CharField("伏せているもの", max_length=10, choices=WithheldField.choices)
    office = models.ForeignKey(
        Agency, verbose_name="問い合わせ先", on_delete=models.PROTECT, related_name="+"
    )
    until_on = models.DateField("伏せるのを終えた日", null=True, blank=True)

    class Meta:
        ordering = ["field", "id"]

    def __str__(self) -> str:
        return f"{self.get_field_display()} 非開示"


class WithheldValue(Record):
    """The one place where what is withheld is kept: sealed, and shown by the database for one look only.

    Written by ``withholding.keep`` and read by ``withholding.read``, nowhere else. ``lock`` is what the look must name:
    the protection, or the consultation whose reporter this is. ``place`` and ``record_id`` say where it came from.
    """

    lock = models.UUIDField("何のために伏せたか", db_index=True)
    subject_id = models.UUIDField("対象")
    agency_id = models.UUIDField("所管の機関")
    against_id = models.UUIDField("知られてはいけない相手", null=True)
    place = models.CharField("もとの欄", max_length=80)
    record_id = models.CharField("もとの行", max_length=40, blank=True)
    sealed = models.BinaryField("封をした値")

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.place


columns.declare_field(WithheldValue, "sealed")


class WithheldWord(Record):
    """A withheld address or number as a fingerprint, so that texts can be compared with it by who may not know it.

    ``head`` is the fingerprint of the first four letters, ``whole`` of all ``length`` of them (folded)."""

    lock = models.UUIDField("何のために伏せたか", db_index=True)
    length = models.PositiveSmallIntegerField("長さ")
    head = models.BinaryField("はじめの4文字の印")
    whole = models.BinaryField("全体の印")

    def __str__(self) -> str:
        return f"{self.length}文字"


class Lifting(Record):
    """One person asks that a protection ends; another, later, agrees or not. Void once the protection changed."""

    protection = models.ForeignKey(Protection, on_delete=models.PROTECT, related_name="liftings")
    version_seen = models.PositiveIntegerField("見た版")
    state = models.CharField("状態", max_length=10, choices=LiftingState.choices, default=LiftingState.ASKED)
    reason = models.CharField("理由", max_length=300)
    asked_by = models.ForeignKey(Staff, verbose_name="求めた職員", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("求めた日")
    decided_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("決めた日", null=True, blank=True)

    class Meta:
        ordering = ["-asked_on", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["protection"],
                condition=Q(state=LiftingState.ASKED),
                name="lifting_one_open",
                violation_error_message="もう終了が求められています。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="lifting_two_people",
                violation_error_message="求めた人とは別の人が確かめてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class SuppressionList(Record):
    """支援措置のリスト as it came from 住民記録 on one day. It adds and renews; it never lifts."""

    agency = models.ForeignKey(
        Agency, verbose_name="取り込んだ機関", on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField("リストの作成日")
    taken_at = models.DateTimeField("取り込んだ日時")
    taken_by = models.ForeignKey(
        Staff, verbose_name="取り込んだ職員", on_delete=models.PROTECT, related_name="+"
    )
    digest = models.CharField("ファイルの印", max_length=64)

    class Meta:
        ordering = ["-issued_on", "-taken_at"]
        constraints = [models.UniqueConstraint(fields=["agency", "issued_on"], name="suppression_list_once")]

    def __str__(self) -> str:
        return f"{self.issued_on}"


class SuppressionRow(Record):
    """What became of one line of a list. A line in doubt keeps hidden whoever may be meant, until a person decides."""

    list = models.ForeignKey(SuppressionList, on_delete=models.CASCADE, related_name="rows")
    line_no = models.PositiveIntegerField("行")
    state = models.CharField("結果", max_length=12, choices=RowState.choices)
    name = models.CharField("氏名", max_length=120, blank=True)
    agrees = models.CharField("合ったところ", max_length=60, blank=True)
    protection = models.ForeignKey(
        Protection, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        Staff, verbose_name="決めた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("決めた日", null=True, blank=True)

    class Meta:
        ordering = ["line_no", "id"]

    def __str__(self) -> str:
        return f"{self.line_no} {self.get_state_display()}"


class Merge(Record):
    """One decision that two records are one person. Nothing moves: ``away`` keeps its rows and its grants and points to
    ``kept`` while ``undone_on`` is empty (ADR 0030)."""

    kept = models.ForeignKey(
        Person, verbose_name="残した記録", on_delete=models.PROTECT, related_name="merges"
    )
    away = models.ForeignKey(Person, verbose_name="まとめた記録", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("同じ人と確かめたこと", max_length=300)
    merged_by = models.ForeignKey(
        Staff, verbose_name="まとめた職員", on_delete=models.PROTECT, related_name="+"
    )
    merged_on = models.DateField("まとめた日")
    shut_out = ArrayField(
        models.UUIDField(), verbose_name="まとめのときに外した職員の行", default=list, blank=True
    )
    undone_by = models.ForeignKey(
        Staff,
        verbose_name="元に戻した職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    undone_on = models.DateField("元に戻した日", null=True, blank=True)
    undone_reason = models.CharField("元に戻した理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-merged_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("away")),
                name="merge_two_records",
                violation_error_message="別々の記録を選んでください。",
            ),
            models.UniqueConstraint(
                fields=["away"],
                condition=Q(undone_on__isnull=True),
                name="merge_once",
                violation_error_message="この記録は、もうまとめられています。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_on} まとめ"


class Pair(Record):
    """似た記録の組: two records that may be one person. Seen only by who sees both; ``first`` has the smaller id."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    percent = models.PositiveSmallIntegerField("似ている度合い（％）")
    found_on = models.DateField("見つけた日")
    state = models.CharField("確かめた結果", max_length=10, choices=PairState.choices, default=PairState.OPEN)
    settled_by = models.ForeignKey(
        Staff, verbose_name="確かめた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_on = models.DateField("確かめた日", null=True, blank=True)

    class Meta:
        ordering = ["-percent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
