"""People and households. A person need not have a name yet; a household is who belongs to it, by date."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.people.choices import RelationKind, RelationToHead, Sex


class Person(EditableRecord):
    """A person of whom some agency knows something. Without a name ``name`` is empty and ``label`` says who is meant."""

    name = models.CharField("氏名", max_length=120, blank=True)
    kana = models.CharField("ふりがな", max_length=160, blank=True)
    alias = models.CharField("呼び名・仮の名", max_length=80, blank=True)
    name_key = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    kana_key = models.CharField(max_length=160, blank=True, db_index=True, editable=False)
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

    class Meta:
        ordering = ["kana_key", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name, else alias, else 氏名不詳."""
        return self.name or self.alias or "氏名不詳"


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
