"""Closed lists of the gate."""

from __future__ import annotations

from enum import IntFlag

from django.db.models import IntegerChoices, TextChoices


class Depth(IntegerChoices):
    """How deep a grant lets one look. Higher includes lower."""

    EXISTENCE = 1, "存在だけ"
    OUTLINE = 2, "概要と役割"
    PROGRESS = 3, "経過まで"


class Ground(TextChoices):
    """根拠: why a recipient may see. The codes are those of the ground register (domain of the sharing room).

    A record is born under one ground (its ``basis``) and is opened by a grant of the same ground; what an agency
    wrote itself is opened to it by its own business (OWN)."""

    OWN = "OWN", "自機関の業務として知った情報"
    CONSENT = "C0", "本人の同意"
    CONFERENCE = "J6", "支援会議（社会福祉法第106条の6）"
    PURPOSE = "P69-0", "利用目的の範囲内（名前を出さない相談など）"


class SubjectKind(TextChoices):
    PERSON = "PERSON", "人"
    CASE = "CASE", "ケース"


class RecipientKind(TextChoices):
    AGENCY = "AGENCY", "機関"
    STAFF = "STAFF", "職員"


class SourceKind(TextChoices):
    """What a grant came from; ending the source ends the grant."""

    OWN_WORK = "OWN_WORK", "自機関の受付・支援"
    REFERRAL = "REFERRAL", "つなぎ・申込"
    TEAM = "TEAM", "支援チームの役割"
    SEAT = "SEAT", "会議の席"
    CONSENT = "CONSENT", "同意"
    PROVISION = "PROVISION", "情報提供"
    EMERGENCY = "EMERGENCY", "緊急閲覧"


class Category(IntFlag):
    """扱う情報の6区分 (相談受付・申込票の同意欄に説明される区分). A record names those it touches."""

    ATTRIBUTES = 1
    HEALTH = 2
    SCHOOL_WORK = 4
    ECONOMY = 8
    WELFARE_USE = 16
    LIFE_HISTORY = 32


CATEGORY_LABELS: dict[Category, str] = {
    Category.ATTRIBUTES: "氏名・住所・家族などの属性",
    Category.HEALTH: "健康・病気・障害・介護",
    Category.SCHOOL_WORK: "就学・就労・通所",
    Category.ECONOMY: "収入・資産・債務",
    Category.WELFARE_USE: "福祉制度の利用状況",
    Category.LIFE_HISTORY: "生活歴・困りごと など",
}

ALL_CATEGORIES = int(sum(CATEGORY_LABELS))


class ConsentMethod(TextChoices):
    WRITTEN = "WRITTEN", "書面"
    ORAL = "ORAL", "口頭"
    ELECTRONIC = "ELECTRONIC", "電子"


class ConsentGiver(TextChoices):
    SELF = "SELF", "本人"
    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", "法定代理人"
    GUARDIAN = "GUARDIAN", "成年後見人"
    CURATOR = "CURATOR", "保佐人"
    ASSISTANT = "ASSISTANT", "補助人"


# They act for the person only in what a court has given them: the powers have to be written down.
LIMITED_GIVERS = (ConsentGiver.CURATOR, ConsentGiver.ASSISTANT)


class ConsentState(TextChoices):
    GIVEN = "GIVEN", "同意あり"
    REFUSED = "REFUSED", "同意しない"
    WITHDRAWN = "WITHDRAWN", "撤回"
    REPLACED = "REPLACED", "新しい同意に置き換え"
    NOT_ASKED = "NOT_ASKED", "まだ尋ねていない"


class ProvisionMethod(TextChoices):
    """How what was provided reached the other side; each is recorded the same way."""

    SCREEN = "SCREEN", "この画面で"
    SPOKEN = "SPOKEN", "口頭・電話で"
    PAPER = "PAPER", "書面で"


class Standing(TextChoices):
    """How a ground stands for one question: this person, this recipient, these kinds of information, today."""

    READY = "READY", "使えます"
    ASK = "ASK", "書けば使えます"
    MISSING = "MISSING", "足りないものがあります"
    NOT_YOURS = "NOT_YOURS", "あなたの機関では使えません"


# What a review of an emergency settles on when no ground carries it.
NOT_ACCEPTED = "NONE"
