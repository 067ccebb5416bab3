"""権限の点検: who held which post on a day, and what was decided of each."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.choices import ReviewChoice
from norishiro.agencies.models.organisation import Agency
from norishiro.agencies.models.people import Appointment, Staff
from norishiro.core.records import Record


class RightsReview(Record):
    """権限の点検: one look over all posts of an agency, done at one moment by one person."""

    agency = models.ForeignKey(
        Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="rights_reviews"
    )
    staff = models.ForeignKey(Staff, verbose_name="点検した職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "-made_at"], name="rightsreview_agency")]

    def __str__(self) -> str:
        return f"{self.agency.name}の権限の点検"


class ReviewedPost(Record):
    """点検した任命: the post as it stood that day, in words that stay, and what was decided."""

    review = models.ForeignKey(RightsReview, on_delete=models.CASCADE, related_name="posts")
    appointment = models.ForeignKey(
        Appointment, verbose_name="任命", on_delete=models.PROTECT, related_name="reviews"
    )
    order = models.PositiveSmallIntegerField("順")
    name = models.CharField("氏名", max_length=80)
    role = models.CharField("役職", max_length=80)
    from_on = models.DateField("いつから")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    last_seen = models.DateField("最後のログイン", null=True, blank=True)
    has_proof = models.BooleanField("二段階目がある")
    choice = models.CharField("決めたこと", max_length=4, choices=ReviewChoice.choices)
    end_on = models.DateField("終える日", null=True, blank=True)

    class Meta:
        ordering = ["review", "order"]

    def __str__(self) -> str:
        return f"{self.name}（{self.role}）"
