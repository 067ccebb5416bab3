"""The gate's tables. A grant says: this recipient may see this subject, on this ground, this deep, this long."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, Staff
from norishiro.core.records import EditableRecord, Record
from norishiro.sharing.choices import (
    ALL_CATEGORIES,
    ConsentGiver,
    ConsentMethod,
    ConsentState,
    Depth,
    Ground,
    ProvisionMethod,
    RecipientKind,
    SourceKind,
    SubjectKind,
)

# What the gate's conditions read of a grant: answered from the index alone (ADR 0037).
_ASKED = ["depth", "categories", "ground", "from_at", "until_at", "sealed"]


class Grant(Record):
    """One row, one right to look. Written with ``operations.grant``, ended with ``operations.end_grants``; never changed."""

    subject_kind = models.CharField("対象の種類", max_length=10, choices=SubjectKind.choices)
    subject_id = models.UUIDField("対象")
    recipient_kind = models.CharField("受け手の種類", max_length=10, choices=RecipientKind.choices)
    recipient_id = models.UUIDField("受け手")
    depth = models.PositiveSmallIntegerField("深さ", choices=Depth.choices)
    categories = models.PositiveSmallIntegerField("情報の区分", default=ALL_CATEGORIES)
    ground = models.CharField("根拠", max_length=10, choices=Ground.choices)
    source_kind = models.CharField("もと", max_length=10, choices=SourceKind.choices)
    source_id = models.UUIDField("もとの記録", db_index=True)
    from_at = models.DateTimeField("始まり")
    until_at = models.DateTimeField("終わり", null=True, blank=True)
    sealed = models.BooleanField("守秘の確認まで封をする", default=False)
    given_by_id = models.UUIDField("つけた職員")
    given_by_agency_id = models.UUIDField("つけた機関")

    class Meta:
        indexes = [
            models.Index(
                fields=["recipient_id", "subject_kind", "subject_id"],
                include=_ASKED,
                name="grant_by_recipient",
            ),
            models.Index(fields=["subject_id", "recipient_id"], include=_ASKED, name="grant_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="grant_period",
                violation_error_message="共有の終わりは始まりより後にしてください。",
            ),
            models.CheckConstraint(
                condition=~Q(ground=""),
                name="grant_has_ground",
                violation_error_message="根拠のない共有はできません。",
            ),
            # ADR 0021: the window of emergency opens nothing behind the gate, whoever writes its grants.
            models.CheckConstraint(
                condition=~Q(source_kind=SourceKind.EMERGENCY)
                | Q(
                    ground="Z",
                    depth=Depth.EXISTENCE,
                    recipient_kind=RecipientKind.STAFF,
                    subject_kind=SubjectKind.PERSON,
                    until_at__isnull=False,
                ),
                name="grant_of_emergency",
                violation_error_message="緊急閲覧の共有は、一人の職員に、時間を決めて、存在だけです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}→{self.recipient_kind} {self.get_ground_display()}"


class Exclusion(Record):
    """利益相反: a member of staff who is family or a neighbour is shut out of a subject by name."""

    subject_id = models.UUIDField("対象", db_index=True)
    staff = models.ForeignKey(Staff, verbose_name="外す職員", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=200)
    set_by = models.ForeignKey(Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField("終わり", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "staff"], name="exclusion_once")]

    def __str__(self) -> str:
        return f"{self.staff} {self.reason}"


class Gated(models.Model):
    """What stands behind the gate. ``subject_id`` is the person or case whose grants open it; ``basis`` is the ground
    it was born under; ``agency`` wrote it; ``categories`` are the kinds of information it touches.

    Every table of this kind has a wall (``sharing.walls.wall``) that reads these four columns.
    """

    subject_id = models.UUIDField("対象", db_index=True)
    basis = models.CharField("共有の根拠", max_length=10, choices=Ground.choices, default=Ground.OWN)
    agency = models.ForeignKey(
        Agency, verbose_name="記録した機関", on_delete=models.PROTECT, related_name="+"
    )
    categories = models.PositiveSmallIntegerField("情報の区分", default=ALL_CATEGORIES)

    class Meta:
        abstract = True


class GatedRecord(Gated, Record):
    """A record behind the gate that is written once."""

    class Meta:
        abstract = True


class GatedEditableRecord(Gated, EditableRecord):
    """A record behind the gate that several people may edit."""

    class Meta:
        abstract = True


class Wording(Record):
    """規程の版: what is explained when consent is asked for, from a day on. Kept beside the one of the profile; the newest
    that has begun holds. None is rewritten, and each stays readable."""

    version = models.CharField("版", max_length=40, unique=True)
    text = models.TextField("説明する文")
    decided_on = models.DateField("決めた日")
    from_on = models.DateField("始まり", unique=True)
    kept_by = models.ForeignKey(
        Staff, verbose_name="登録した職員", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["from_on"]

    def __str__(self) -> str:
        return self.version


class Consent(Record):
    """本人同意: what one person said about sharing, once. A later answer is a new row; withdrawal is written into this one.

    Kept per person, never per household. ``person_id`` is an id without a key: people stand a storey above the gate.
    """

    person_id = models.UUIDField("本人", db_index=True)
    case_id = models.UUIDField("ケース", null=True, blank=True, db_index=True)
    state = models.CharField("状態", max_length=12, choices=ConsentState.choices)
    asked_on = models.DateField("尋ねた日")
    asked_by = models.ForeignKey(Staff, verbose_name="尋ねた職員", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, verbose_name="受け取った機関", on_delete=models.PROTECT, related_name="+"
    )
    giver = models.CharField(
        "同意した人", max_length=24, choices=ConsentGiver.choices, default=ConsentGiver.SELF
    )
    giver_name = models.CharField("代理人の氏名", max_length=120, blank=True)
    giver_powers = models.CharField("代理権の範囲と、確かめたもの", max_length=300, blank=True)
    own_view = models.CharField("本人の考え", max_length=300, blank=True)
    method = models.CharField("方法", max_length=12, choices=ConsentMethod.choices, blank=True)
    witness = models.CharField("立会人", max_length=120, blank=True)
    wording_version = models.CharField("説明した規程の版", max_length=40, blank=True)
    purpose = models.CharField("目的", max_length=300, blank=True)
    categories = models.PositiveSmallIntegerField("情報の区分", default=0)
    until_on = models.DateField("期限（この日から無効）", null=True, blank=True)
    refusal_reason = models.CharField("断られた理由・尋ねられない理由", max_length=300, blank=True)
    ask_again_on = models.DateField("次に尋ねる日", null=True, blank=True)
    ask_again_by = models.ForeignKey(
        Staff, verbose_name="次に尋ねる人", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paper_note = models.CharField("紙の同意書の番号・置き場所", max_length=200, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        verbose_name="置き換えた同意",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
    )
    withdrawn_at = models.DateTimeField("撤回日時", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Staff,
        verbose_name="撤回を受けた職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawal_words = models.CharField("撤回のことば", max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ConsentState.GIVEN) | Q(categories__gt=0),
                name="consent_covers_something",
                violation_error_message="同意には、情報の区分を一つ以上選んでください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_on} {self.get_state_display()}"


class ConsentRecipient(Record):
    """One agency of a consent (or of a refusal), and what really holds for it.

    ``categories`` and ``until_on`` are the scope after the narrower of several consents has won (ADR 0026), and never
    grow; ``narrowed_by`` is the answer that narrowed it. ``by_kind``: came in as one of a kind, not by name.
    """

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="recipients")
    agency = models.ForeignKey(Agency, verbose_name="提供先", on_delete=models.PROTECT, related_name="+")
    categories = models.PositiveSmallIntegerField("情報の区分", default=0)
    until_on = models.DateField("期限（この日から無効）", null=True, blank=True)
    by_kind = models.CharField("機関の種類", max_length=20, choices=Field.choices, blank=True)
    narrowed_by = models.ForeignKey(
        Consent,
        verbose_name="せばめた答え",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    narrowed_at = models.DateTimeField("せばまった日時", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "agency"], name="consent_recipient_once")]

    def __str__(self) -> str:
        return str(self.agency)


class ConsentKind(Record):
    """A kind of agency a consent names (「高齢の窓口すべて」). Which agencies that are is kept in ``ConsentRecipient`` and
    follows every change of the agencies (``gate_follow_kinds``)."""

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="kinds")
    field = models.CharField("機関の種類", max_length=20, choices=Field.choices)
    categories = models.PositiveSmallIntegerField("情報の区分")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consent", "field"], name="consent_kind_once")]

    def __str__(self) -> str:
        return self.get_field_display()


class Provision(GatedRecord):
    """情報提供: what one agency told another about a person, once, on exactly one ground of the register.

    ``basis`` is the ground's code; ``article``, ``ground_name`` and ``answers`` copy the register as it stood on that
    day, so that a later change of law leaves this row as it was meant. The row is what opens to the receiver.
    """

    number = models.CharField("番号", max_length=24, unique=True)
    receiver = models.ForeignKey(
        Agency, verbose_name="渡した相手", on_delete=models.PROTECT, related_name="+"
    )
    provided_on = models.DateField("渡した日")
    provided_by = models.ForeignKey(
        Staff, verbose_name="渡した職員", on_delete=models.PROTECT, related_name="+"
    )
    ground_name = models.CharField("根拠の名前", max_length=80)
    article = models.CharField("根拠の条文", max_length=300)
    answers = models.JSONField("条件への答え", default=list)
    body = models.TextField("渡した内容")
    purpose = models.CharField("目的", max_length=300)
    limits = models.CharField("相手に求めた使い方の制限", max_length=300, blank=True)
    method = models.CharField("渡し方", max_length=10, choices=ProvisionMethod.choices)
    until_on = models.DateField("見られる期限（この日から無効）", null=True, blank=True)
    needs_review = models.BooleanField("事後の審査が要る", default=False)
    acknowledged_at = models.DateTimeField("受け取った日時", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Staff,
        verbose_name="受け取った職員",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField("見られなくした日時", null=True, blank=True)
    end_reason = models.CharField("見られなくした理由", max_length=300, blank=True)
    reviewed_on = models.DateField("審査した日", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Staff, verbose_name="審査した職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_ground = models.CharField("確定した根拠", max_length=10, blank=True)
    review_words = models.CharField("審査のことば", max_length=300, blank=True)

    class Meta:
        ordering = ["-provided_on", "-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(agency=F("receiver")),
                name="provision_to_another",
                violation_error_message="自分の機関に渡すことはできません。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.ground_name}"


class UseStop(Record):
    """利用停止: nobody sees this subject any more, whatever grants say, until it is lifted. ``office`` decided it."""

    subject_id = models.UUIDField("対象", db_index=True)
    office = models.ForeignKey(Agency, verbose_name="決めた機関", on_delete=models.PROTECT, related_name="+")
    law = models.CharField("根拠", max_length=120)
    ordered_by = models.ForeignKey(
        Staff, verbose_name="決めた職員", on_delete=models.PROTECT, related_name="+"
    )
    from_at = models.DateTimeField("始まり")
    lifted_at = models.DateTimeField("解いた日時", null=True, blank=True)
    lifted_by = models.ForeignKey(
        Staff, verbose_name="解いた職員", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.CharField("解いた理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-from_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(lifted_at__isnull=True), name="use_stopped_once"
            )
        ]

    def __str__(self) -> str:
        return self.law


class StopPass(Record):
    """法令による閲覧: one member of staff may see what is stopped, for a time, because a law demands it. Each is on record."""

    stop = models.ForeignKey(UseStop, on_delete=models.PROTECT, related_name="passes")
    staff = models.ForeignKey(Staff, verbose_name="見てよい職員", on_delete=models.PROTECT, related_name="+")
    law = models.CharField("根拠", max_length=120)
    reason = models.CharField("理由", max_length=300)
    from_at = models.DateTimeField("始まり")
    until_at = models.DateTimeField("終わり")
    given_by = models.ForeignKey(Staff, verbose_name="認めた職員", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_at"]

    def __str__(self) -> str:
        return self.law


class CorrectionNote(GatedRecord):
    """訂正の記録: what takes the place of one piece of a record, or that it stays and what the person says of it. The
    record itself is kept as it was. It opens with the record it belongs to; ``basis`` is empty for a person's own page."""

    source = models.CharField("もとの表", max_length=63)
    row_id = models.UUIDField("もとの行", db_index=True)
    label = models.CharField("項目", max_length=120)
    before = models.TextField("もとの内容")
    after = models.TextField("正しい内容", blank=True)
    refused = models.BooleanField("訂正しなかった", default=False)
    statement = models.TextField("本人の申し出", blank=True)
    decided_on = models.DateField("決めた日")
    number = models.CharField("求めの番号", max_length=24)

    class Meta:
        ordering = ["decided_on", "made_at"]

    def __str__(self) -> str:
        return self.label
