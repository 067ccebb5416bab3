"""支援の記録: one contact with (or about) a person or a household, also in no case yet, with no plan and no consent."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import Programme, RoleKind
from norishiro.agencies.models import Agency, Area, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.outreach.bands import band_of
from norishiro.outreach.choices import GatheringKind, Met, Method, SegmentKind, WorkKind
from norishiro.people.models import Household, Person
from norishiro.sharing.models import GatedRecord


class Contact(GatedRecord):
    """One contact. Its subject is ``person`` if there is one, else the case. A correction is a new row that supersedes."""

    person = models.ForeignKey(
        Person, verbose_name="本人", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    household = models.ForeignKey(
        Household,
        verbose_name="世帯",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contacts",
    )
    case_id = models.UUIDField("ケース", null=True, blank=True)
    happened_on = models.DateField("日付")
    happened_at = models.TimeField("時刻", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("所要（分）", null=True, blank=True)
    method = models.CharField("方法", max_length=16, choices=Method.choices)
    met = models.CharField("会えたか", max_length=16, choices=Met.choices)
    place = models.CharField("場所", max_length=120, blank=True)
    with_whom = models.CharField("相手（本人以外）", max_length=200, blank=True)
    asked_agency = models.ForeignKey(
        Agency,
        verbose_name="照会した機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    offline_at = models.DateTimeField("電波のない所で書いた日時", null=True, blank=True)
    legal_basis = models.CharField("照会の法的根拠", max_length=120, blank=True)
    body = models.TextField("内容")
    impression = models.TextField("見立て", blank=True)
    next_on = models.DateField("次の約束の日", null=True, blank=True)
    next_what = models.CharField("次にすること", max_length=200, blank=True)
    next_done_on = models.DateField("約束を果たした日", null=True, blank=True)
    next_by = models.ForeignKey(
        Staff,
        verbose_name="約束を引き継いだ職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    programme = models.CharField("事業", max_length=20, choices=Programme.choices)
    sub_programme = models.CharField("事業の内訳", max_length=120, blank=True)
    kind = models.CharField("支援の別", max_length=12, choices=WorkKind.choices, default=WorkKind.INDIVIDUAL)
    area = models.ForeignKey(
        Area, verbose_name="そのときの圏域", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff = models.ForeignKey(Staff, verbose_name="記録した職員", on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    # Where a history is told (``queries.to_tell``): the lines, who came along, who else was there.
    told: list[Segment]
    beside: list[Companion]
    there: list[Present]

    class Meta:
        ordering = ["-happened_on", "-made_at"]
        indexes = [
            models.Index(fields=["subject_id", "-happened_on"], name="contact_of_subject"),
            models.Index(fields=["case_id", "-happened_on"], name="contact_of_case"),
            models.Index(fields=["happened_on"], name="contact_of_day"),  # the reports: everybody's, of a day
            models.Index(
                fields=["staff", "next_on", "id"],
                condition=Q(next_on__isnull=False, next_done_on__isnull=True),
                name="contact_promises",
            ),
            models.Index(
                fields=["next_by", "next_on", "id"],
                condition=Q(next_by__isnull=False, next_done_on__isnull=True),
                name="contact_promises_taken",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(case_id__isnull=False),
                name="contact_about_somebody",
                violation_error_message="だれの記録か（本人かケース）を選んでください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_method_display()}"

    @property
    def band(self) -> str:
        """時間帯: 平日の午後、休日の夜."""
        return band_of(self.happened_on, self.happened_at)


class Segment(Record):
    """One line of a contact and whose it is. ``Contact.body`` and ``impression`` are the same lines run together."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="segments")
    order = models.PositiveSmallIntegerField("順")
    kind = models.CharField("だれの話か", max_length=8, choices=SegmentKind.choices)
    source = models.CharField("話した人・機関", max_length=200, blank=True)
    source_agency = models.ForeignKey(
        Agency,
        verbose_name="提供元の機関",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.TextField("内容")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["contact", "order"], name="segment_order_once")]

    def __str__(self) -> str:
        return f"{self.order} {self.get_kind_display()}"

    @property
    def tag(self) -> str:
        """What a page says in the margin; nothing about what the person did."""
        return "" if self.kind == SegmentKind.DONE else self.source or self.get_kind_display()


class Companion(Record):
    """同行: other staff or agencies who took part in the contact (同行訪問)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="companions")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    name = models.CharField("氏名", max_length=80, blank=True)

    class Meta:
        ordering = ["agency__code", "name"]

    def __str__(self) -> str:
        return f"{self.agency} {self.name}"


class Tag(Record):
    """A mark on a contact to find it by; the words stand in the profile of the day (``contact_tags``)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="tags")
    code = models.CharField("しるし", max_length=40)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["contact", "code"], name="tag_once")]

    def __str__(self) -> str:
        return self.code


class Phrase(Record):
    """定型文: words an agency's records often begin with, offered to a role and a method. It names nobody."""

    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="+")
    role_kind = models.CharField("役割", max_length=20, choices=RoleKind.choices, blank=True)
    method = models.CharField("方法", max_length=16, choices=Method.choices, blank=True)
    text = models.CharField("定型文", max_length=120)
    from_on = models.DateField("使う日")
    until_on = models.DateField("終わり（この日から出さない）", null=True, blank=True)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["role_kind", "method", "made_at"]
        indexes = [models.Index(fields=["agency", "until_on"], name="phrase_of_agency")]

    def __str__(self) -> str:
        return self.text


class Present(GatedRecord):
    """その場にいた人: one more person of a contact. What was written stands once, in the contact; this row opens only to
    whoever may read both the contact and this person (ADR 0046). It keeps no household: where somebody lived is asked of
    the day."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="present")
    person = models.ForeignKey(
        Person, verbose_name="その場にいた人", on_delete=models.PROTECT, related_name="present_at"
    )

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "person"],
                name="present_once",
                violation_error_message="同じ人が二度選ばれています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.person_id}"


class ContactStage(GatedRecord):
    """つながりの段階: how far somebody could be reached on a day, by what was seen. Each note stays; going back is no failure.
    Without a stage: 途絶・休止, and then somebody watches."""

    person = models.ForeignKey(
        Person, verbose_name="本人", on_delete=models.PROTECT, related_name="contact_stages"
    )
    noted_on = models.DateField("見た日")
    stage = models.PositiveSmallIntegerField("段", null=True, blank=True)
    seen = models.CharField("見られたこと", max_length=300)
    watcher = models.CharField("見守る人", max_length=120, blank=True)
    scale = models.CharField("尺度の版", max_length=20)
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["noted_on", "made_at"]
        indexes = [models.Index(fields=["person", "noted_on"], name="contact_stage_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__isnull=False) | ~Q(watcher=""),
                name="pause_has_watcher",
                violation_error_message="途絶・休止のときは、見守る人を入れてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.noted_on}"


class Bulletin(Record):
    """地区のお知らせ: something those who look after a district should know. It names nobody; ended, never removed."""

    area = models.ForeignKey(Area, verbose_name="地区", on_delete=models.PROTECT, related_name="+")
    title = models.CharField("見出し", max_length=80)
    text = models.CharField("お知らせ", max_length=300)
    from_on = models.DateField("出す日")
    until_on = models.DateField("終わり（この日から出さない）", null=True, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="書いた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_on", "-made_at"]
        indexes = [models.Index(fields=["area", "-from_on"], name="bulletin_of_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="bulletin_period",
                violation_error_message="お知らせの終わりは、出す日よりあとにしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Gathering(EditableRecord):
    """交流会・協議体: one gathering in a district, with how many came. It names nobody."""

    area = models.ForeignKey(Area, verbose_name="地区", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("種類", max_length=10, choices=GatheringKind.choices)
    name = models.CharField("集まりの名前", max_length=80)
    held_on = models.DateField("開いた日")
    place = models.CharField("開いた場所", max_length=120, blank=True)
    people = models.PositiveSmallIntegerField("集まった人数")
    consulted = models.PositiveSmallIntegerField("その場で受けた相談の数", default=0)
    note = models.CharField("ようす", max_length=300, blank=True)
    agency = models.ForeignKey(Agency, verbose_name="開いた機関", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, verbose_name="書いた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-made_at"]
        indexes = [models.Index(fields=["area", "-held_on"], name="gathering_of_area")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.name}"
