import uuid

from django.db import models
from django.db.models.functions import Now


class ProfileVersion(models.Model):
    """One adopted profile, kept as it was written; never changed, only followed by a later one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("名前", max_length=100)
    text = models.TextField("設定の本文")
    # By itself, so that the public pages can be told the name without the settings.
    municipality = models.CharField("自治体の名前", max_length=100, blank=True, default="", db_default="")
    sha256 = models.CharField("本文の指紋", max_length=64)
    valid_from = models.DateField("効き始める日")
    adopted_at = models.DateTimeField("採用した時刻", db_default=Now())

    class Meta:
        verbose_name = "採用した設定"
        verbose_name_plural = "採用した設定"
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from"],
                name="profiles_one_version_per_day",
                violation_error_message="その日から効く設定はもうあります。別の日を選んでください。",
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="profiles_sha256_is_hex",
                violation_error_message="設定の本文の指紋が正しくありません。もう一度読み込んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.valid_from.isoformat()}から）"
