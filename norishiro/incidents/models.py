"""漏えい等のおそれ: what may have got out, how far, and who is told. Numbers of persons, never their names."""

from __future__ import annotations

from django.db import models

from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.incidents.choices import Answer, How, Kind, State


class Incident(EditableRecord):
    """漏えい等のおそれ: told by whoever noticed, carried on by those who review. The texts are the items of the report."""

    name = models.CharField("呼び名", max_length=80)
    kind = models.CharField("何があったか", max_length=8, choices=Kind.choices)
    agency = models.ForeignKey(Agency, verbose_name="どこで", on_delete=models.PROTECT, related_name="+")
    told_by = models.ForeignKey(
        Staff, verbose_name="知らせた職員", on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField("知らせた日時")
    known_on = models.DateField("気づいた日")
    sensitive = models.CharField("要配慮個人情報", max_length=6, choices=Answer.choices, default=Answer.MAYBE)
    harm = models.CharField("お金の被害のおそれ", max_length=6, choices=Answer.choices, default=Answer.MAYBE)
    malicious = models.CharField(
        "わざと行われたおそれ", max_length=6, choices=Answer.choices, default=Answer.MAYBE
    )
    others = models.PositiveIntegerField("範囲のほかの本人の数", default=0)
    outline = models.TextField("概要")
    items = models.TextField("もれた情報の項目", blank=True)
    cause = models.TextField("原因", blank=True)
    second_harm = models.TextField("二次被害と、そのおそれ", blank=True)
    to_persons = models.TextField("本人への対応", blank=True)
    publication = models.TextField("公表", blank=True)
    prevention = models.TextField("再発を防ぐこと", blank=True)
    other = models.TextField("そのほか", blank=True)
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.OPEN)
    first_on = models.DateField("速報をした日", null=True, blank=True)
    final_on = models.DateField("確報をした日", null=True, blank=True)
    settled_words = models.TextField("報告しないわけ", blank=True)
    settled_by = models.ForeignKey(
        Staff, verbose_name="終えた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-known_on", "-made_at"]
        indexes = [models.Index(fields=["state", "known_on"], name="incident_to_do")]

    def __str__(self) -> str:
        return self.name


class Span(Record):
    """しらべた範囲: what one member of staff saw between two moments, as counted then."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="spans")
    staff = models.ForeignKey(Staff, verbose_name="見た職員", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField("いつから")
    until_at = models.DateTimeField("いつまで")
    people = models.PositiveIntegerField("本人の数")
    looks = models.PositiveIntegerField("閲覧の数")
    counted_by = models.ForeignKey(
        Staff, verbose_name="調べた職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"{self.staff} {self.from_at:%Y-%m-%d}"


class Affected(Record):
    """知らせる人: one person whose record is within the spans, and whether they were told."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="affected")
    person_id = models.UUIDField("本人", db_index=True)
    looks = models.PositiveIntegerField("閲覧の数")
    first_at = models.DateTimeField("はじめ")
    last_at = models.DateTimeField("おわり")
    told_on = models.DateField("知らせた日", null=True, blank=True)
    how = models.CharField("知らせ方", max_length=8, choices=How.choices, blank=True)
    told_by = models.ForeignKey(
        Staff, verbose_name="知らせた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["told_on", "first_at", "id"]
        constraints = [models.UniqueConstraint(fields=["incident", "person_id"], name="affected_once")]

    def __str__(self) -> str:
        return f"{self.incident} {self.told_on or 'まだ'}"
