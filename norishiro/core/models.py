"""The tables of the ground: half-written forms, submissions already done, keys of sealed values and of parcels."""

from __future__ import annotations

import uuid

from django.db import connection, models


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
    # What was sent, as a keyed digest: enough to know the same words again, too little to read or guess them.
    digest = models.CharField("送信内容の照合値", max_length=64, blank=True, default="")
    made_at = models.DateTimeField("送信日時")

    class Meta:
        verbose_name = "送信"
        verbose_name_plural = "送信"
        constraints = [models.UniqueConstraint(fields=["staff_id", "token"], name="core_submission_once")]
        indexes = [models.Index(fields=["made_at"], name="core_submission_made_at")]

    def __str__(self) -> str:
        return str(self.token)


class SealingKey(models.Model):
    """A data key, wrapped. Useless without the ring and the slot of its number, which are files (``core.sealing``).

    ``keeper`` is an opaque name of the person or case, so this table does not tell of whom something is kept sealed.
    The newest of a keeper seals; a retired one only opens.
    """

    number = models.BigIntegerField("番号", primary_key=True)
    keeper = models.UUIDField("持ち主の符号", db_index=True)
    master = models.CharField("包んだ鍵", max_length=40)
    wrapped = models.BinaryField("包まれた鍵")
    made_at = models.DateTimeField("作成日時")
    retired_at = models.DateTimeField("引退日時", null=True, blank=True)

    class Meta:
        verbose_name = "封の鍵"
        verbose_name_plural = "封の鍵"
        constraints = [
            models.UniqueConstraint(
                fields=["keeper"], condition=models.Q(retired_at=None), name="core_sealingkey_one_seals"
            )
        ]

    def __str__(self) -> str:
        return f"封の鍵 {self.number}"

    @staticmethod
    def next_number() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('core_sealingkey_slots')")
            return int(cursor.fetchone()[0])


class ParcelKey(models.Model):
    """The pair for which the devices of one log-in seal what is written without network (``core.parcels``).

    The private half stands sealed and never leaves the server; the row goes when its owner logs out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff_id = models.UUIDField("職員", db_index=True)
    public = models.BinaryField("公開する半分")
    private = models.BinaryField("出さない半分（封をしたもの）")
    made_at = models.DateTimeField("作成日時")

    class Meta:
        verbose_name = "電波のない所で書くための鍵"
        verbose_name_plural = "電波のない所で書くための鍵"

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
