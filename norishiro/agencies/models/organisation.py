"""Agencies, their windows, and which programmes they run in which year."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import (
    SINCE_ALWAYS,
    Body,
    ContractForm,
    Field,
    Programme,
    SupportGroup,
    WindowSetting,
)
from norishiro.agencies.models.areas import Area
from norishiro.agencies.models.dated import ends_after_start
from norishiro.core.records import EditableRecord, Record


class Agency(EditableRecord):
    """機関: an office, a section, a centre or an organisation that acts in its own name."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    kana = models.CharField("かな", max_length=200, blank=True)
    field = models.CharField("分野", max_length=20, choices=Field.choices)
    body = models.CharField("設置主体", max_length=20, choices=Body.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="上の組織",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sections",
    )
    area = models.ForeignKey(
        Area,
        verbose_name="担当圏域",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agencies",
    )
    phone = models.CharField("電話", max_length=40, blank=True)
    place = models.CharField("所在", max_length=200, blank=True)
    contact_note = models.CharField("連絡のしかた", max_length=200, blank=True)
    places_count = models.PositiveSmallIntegerField("箇所数", null=True, blank=True)
    area_layer = models.CharField("置かれる圏域の層", max_length=40, blank=True)
    from_on = models.DateField("始まり")
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="agency_period",
                violation_error_message="機関の終わりは始まりより後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Window(EditableRecord):
    """相談窓口: where residents come with a matter, as the published table lists it."""

    code = models.CharField("コード", max_length=60, unique=True)
    name = models.CharField("名称", max_length=160)
    contract_form = models.CharField("形態", max_length=20, choices=ContractForm.choices)
    setting = models.CharField("設置形態", max_length=20, choices=WindowSetting.choices)
    places_count = models.PositiveSmallIntegerField("箇所", null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name="属する窓口",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    place = models.CharField("場所", max_length=200, blank=True)
    area_layer = models.CharField("置かれる圏域の層", max_length=40, blank=True)
    note = models.CharField("注記", max_length=200, blank=True)
    phone = models.CharField("電話", max_length=40, blank=True)
    bring = models.CharField("持ち物", max_length=200, blank=True)
    map_url = models.URLField("地図のアドレス", max_length=300, blank=True)
    way = models.TextField("行き方", blank=True)
    plain = models.CharField("やさしい日本語の紹介", max_length=120, blank=True)
    is_public = models.BooleanField("公開する", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [ends_after_start("window_period", "窓口の終わりは始まりより後にしてください。")]

    def __str__(self) -> str:
        return self.name


class WindowOperator(Record):
    """窓口の実施主体."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="operators")
    agency = models.ForeignKey(Agency, verbose_name="機関", on_delete=models.PROTECT, related_name="windows")
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        ordering = ["order", "agency__code"]
        constraints = [
            models.UniqueConstraint(fields=["window", "agency", "from_on"], name="window_operator_once"),
            ends_after_start("window_operator_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.agency}"


class WindowTable(Record):
    """窓口が載る表と★: in which programme's table a window stands, and whether the grant pays for it there."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="tables")
    programme = models.CharField("事業の表", max_length=20, choices=Programme.choices)
    starred = models.BooleanField("交付金の対象（★）", default=False)
    from_on = models.DateField("始まり", default=SINCE_ALWAYS)
    until_on = models.DateField("終わり（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(fields=["window", "programme", "from_on"], name="window_table_once"),
            ends_after_start("window_table_period", "終わりは始まりより後にしてください。"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.programme}"


class ProgrammeOperator(Record):
    """事業の実施: who runs which of the five programmes in which fiscal year, and in what form."""

    fiscal_year = models.PositiveSmallIntegerField("年度")
    programme = models.CharField("事業", max_length=20, choices=Programme.choices)
    agency = models.ForeignKey(
        Agency, verbose_name="実施機関", on_delete=models.PROTECT, related_name="programmes"
    )
    contract_form = models.CharField("形態", max_length=20, choices=ContractForm.choices)
    granted = models.BooleanField("交付金の対象（★）", default=False)
    group = models.CharField("3区分", max_length=20, choices=SupportGroup.choices)
    name = models.CharField("事業名", max_length=120, blank=True)
    staff_count = models.PositiveSmallIntegerField("人数（変動するときは空）", null=True, blank=True)
    note = models.CharField("注記", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    until_on = models.DateField("取り下げた日（この日から無効）", null=True, blank=True)

    class Meta:
        ordering = ["fiscal_year", "programme", "agency__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "programme", "agency", "name"], name="programme_operator_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.programme} {self.agency}"
