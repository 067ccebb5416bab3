"""The two tables of the ground: half-written forms, and submissions already done."""

from __future__ import annotations

import uuid

from django.db import models


class Draft(models.Model):
    """A half-written form, kept for the person who writes it and for nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff_id = models.UUIDField("書いている職員")
    form_key = models.CharField("様式", max_length=100)
    subject_key = models.CharField("対象", max_length=64, blank=True, default="")
    payload = models.TextField("入力内容")
    saved_at = models.DateTimeField("保存日時")
    version = models.PositiveIntegerField("書き始めたときの版", null=True, blank=True)

    class Meta:
        verbose_name = "書きかけ"
        verbose_name_plural = "書きかけ"
        constraints = [
            models.UniqueConstraint(
                fields=["staff_id", "form_key", "subject_key"], name="core_draft_one_per_form"
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="core_draft_saved_at")]

    def __str__(self) -> str:
        return f"{self.form_key} {self.saved_at:%Y-%m-%d %H:%M}"


class Submission(models.Model):
    """A form that was sent and done: the same form sent again is answered with the same address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff_id = models.UUIDField("送信した職員")
    token = models.UUIDField("送信番号")
    answer_url = models.CharField("送信後の画面", max_length=500, blank=True, default="")
    made_at = models.DateTimeField("送信日時")

    class Meta:
        verbose_name = "送信"
        verbose_name_plural = "送信"
        constraints = [models.UniqueConstraint(fields=["staff_id", "token"], name="core_submission_once")]
        indexes = [models.Index(fields=["made_at"], name="core_submission_made_at")]

    def __str__(self) -> str:
        return str(self.token)
