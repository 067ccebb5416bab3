"""保存期間と廃棄: how long each series is kept, what is held back, what is due, who looked at it, and what went.

No name and no word of anybody stands here. Which people and cases a bundle is of stands in two tables that no page may read;
functions in the owner's name answer the few questions there are.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import Record
from norishiro.disposal.choices import BatchState, BundleState, HoldKind, Start


class TermChange(Record):
    """保存期間の変更: what this municipality's own rules say of a series, from a day on."""

    series = models.CharField("文書の種類", max_length=20)
    years = models.PositiveSmallIntegerField("年数")
    start = models.CharField("起算", max_length=12, choices=Start.choices, default=Start.NEXT_APRIL)
    from_on = models.DateField("いつから")
    source = models.CharField("根拠の規程", max_length=200)
    reason = models.CharField("わけ", max_length=300)
    staff = models.ForeignKey(Staff, verbose_name="変えた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(years__gte=1, years__lte=100),
                name="term_within_a_century",
                violation_error_message="年数は、1年から100年のあいだにしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.years}年"


class Hold(Record):
    """保留: nothing of these people and cases is disposed of while it stands."""

    number = models.PositiveIntegerField("番号", unique=True)
    kind = models.CharField("わけ", max_length=12, choices=HoldKind.choices)
    document = models.CharField("もとの文書の番号", max_length=120)
    until_on = models.DateField("いつまで", null=True, blank=True)
    people = models.PositiveIntegerField("人", default=0)
    cases = models.PositiveIntegerField("ケース", default=0)
    staff = models.ForeignKey(Staff, verbose_name="保留した職員", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField("終えた日", null=True, blank=True)
    ended_by = models.ForeignKey(
        Staff, verbose_name="終えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.CharField("終えたわけ", max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"保留{self.number}"


class HeldSubject(Record):
    """保留の対象: a person, a household or a case under a hold. No page reads it."""

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="+")
    subject_id = models.UUIDField("対象")

    class Meta:
        indexes = [models.Index(fields=["subject_id"], name="held_subject")]

    def __str__(self) -> str:
        return str(self.hold_id)


class Batch(Record):
    """廃棄のまとまり: up to ten thousand bundles that two persons look at, then they go."""

    number = models.PositiveIntegerField("番号", unique=True)
    state = models.CharField("様子", max_length=8, choices=BatchState.choices, default=BatchState.REVIEW)
    agency = models.ForeignKey(Agency, verbose_name="扱う機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="作った職員", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField("廃棄を始めた日時", null=True, blank=True)
    ended_at = models.DateTimeField("廃棄を終えた日時", null=True, blank=True)
    fingerprint = models.CharField("廃棄の記録の印", max_length=64, blank=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"廃棄{self.number}"


class Review(Record):
    """確かめ: one of the two persons who looked at a batch."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="reviews")
    staff = models.ForeignKey(Staff, verbose_name="確かめた職員", on_delete=models.PROTECT, related_name="+")
    bundles = models.PositiveIntegerField("そのときの件数")

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "staff"],
                name="reviewed_by_another",
                violation_error_message="同じ人は、二度確かめられません。ほかの人に頼んでください。",
            )
        ]

    def __str__(self) -> str:
        return str(self.batch_id)


class Bundle(Record):
    """廃棄の候補: a household with all that hangs together with it, and when the last of its terms ends."""

    number = models.PositiveIntegerField("番号", unique=True)
    mark = models.CharField("印", max_length=32, blank=True)
    state = models.CharField("様子", max_length=8, choices=BundleState.choices, default=BundleState.LISTED)
    people = models.PositiveIntegerField("人")
    cases = models.PositiveIntegerField("ケース")
    case_numbers = models.CharField("ケース番号", max_length=300, blank=True)
    due_on = models.DateField("保存期間の終わり")
    counted_at = models.DateTimeField("数えた日時")
    held = models.BooleanField("保留中", default=False)
    batch = models.ForeignKey(
        Batch,
        verbose_name="まとまり",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bundles",
    )
    stopped = models.CharField("廃棄できなかったわけ", max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "number"]
        indexes = [models.Index(fields=["state", "due_on", "number"], name="bundle_due")]

    def __str__(self) -> str:
        return f"候補{self.number}"


class BundleSubject(Record):
    """候補の対象: which people, households and cases a bundle is of. No page reads it; it goes with the bundle's keys."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="+")
    subject_id = models.UUIDField("対象")

    class Meta:
        indexes = [models.Index(fields=["subject_id"], name="bundle_subject")]

    def __str__(self) -> str:
        return str(self.bundle_id)


class BundleSeries(Record):
    """候補のなかの一種類: how many records, from when to when, until when they are kept."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="series")
    series = models.CharField("文書の種類", max_length=20)
    records = models.PositiveIntegerField("件数")
    last_on = models.DateField("終わった日")
    due_on = models.DateField("保存期間の終わり")

    class Meta:
        ordering = ["-due_on", "series"]

    def __str__(self) -> str:
        return self.series


class TakenOut(Record):
    """外したもの: a bundle that a reviewer did not let go, and why."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="taken_out")
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="taken_out")
    staff = models.ForeignKey(Staff, verbose_name="外した職員", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("わけ", max_length=300)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return str(self.batch_id)


class Disposed(Record):
    """廃棄した数: how many rows of a series went with a batch. Of whom they were is known to nobody any more."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="disposed")
    series = models.CharField("文書の種類", max_length=20)
    rows = models.PositiveIntegerField("行")

    class Meta:
        ordering = ["series"]
        constraints = [models.UniqueConstraint(fields=["batch", "series"], name="disposed_by_series")]

    def __str__(self) -> str:
        return self.series


class KeptFigure(models.Model):
    """数のために残した行: what the counting functions told of a record that is gone. The person's and the
    household's numbers are drawn anew; the record's own number stays, as it stands in closed months, and leads nowhere."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField("数え方", max_length=32)
    entry = models.UUIDField(null=True)
    stamp = models.TextField(null=True)  # noqa: DJ001
    on_day = models.DateField(null=True)
    until_day = models.DateField(null=True)
    staff = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    area = models.TextField(null=True)  # noqa: DJ001
    programme = models.TextField(null=True)  # noqa: DJ001
    method = models.TextField(null=True)  # noqa: DJ001
    met = models.TextField(null=True)  # noqa: DJ001
    kind = models.TextField(null=True)  # noqa: DJ001
    act = models.TextField(null=True)  # noqa: DJ001
    home = models.TextField(null=True)  # noqa: DJ001
    unit = models.UUIDField(null=True)
    household = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    leads = models.BooleanField(null=True)
    codes = ArrayField(models.TextField(), null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["source", "on_day"], name="kept_figure_day"),
            models.Index(fields=["entry"], name="kept_figure_entry"),
        ]

    def __str__(self) -> str:
        return self.source
