"""Seeds of second proofs stand sealed, and open only in the row of the person they belong to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import RequestFactory

from norishiro.agencies.models import Staff
from norishiro.core.models import SealingKey
from norishiro.core.sealing import columns, keystore, second_proofs
from norishiro.core.sealing.envelope import SealBroken
from tests.factories import agencies

pytestmark = pytest.mark.django_db

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def somebody(name: str) -> Staff:
    return Staff.objects.get(id=agencies.actor(name=name).staff_id)


def app_of(staff: Staff) -> TOTP:
    request = RequestFactory().get("/")
    request.user = staff
    with context.request_context(request):
        return TOTP.activate(staff, SEED)


def digits() -> str:
    return str(format_hotp_value(hotp_value(SEED, next(iter(yield_hotp_counters_from_time())))))


def test_a_seed_is_stored_sealed_and_its_digits_are_taken() -> None:
    proof = app_of(somebody("架空 花子"))

    assert SEED not in str(Authenticator.objects.get().data)
    assert not proof.validate_code("12345")
    assert proof.validate_code(digits())


def test_codes_on_paper_come_from_a_sealed_seed() -> None:
    staff = somebody("架空 花子")
    request = RequestFactory().get("/")
    request.user = staff
    with context.request_context(request):
        codes = RecoveryCodes.activate(staff)

    plain = second_proofs.open_seed(Authenticator.objects.get().data["seed"])

    assert len(plain) == 80
    assert plain not in str(Authenticator.objects.get().data)
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_a_seed_moved_to_another_account_does_not_open() -> None:
    """Who may write the table lends their own app to the mayor's account."""
    own = app_of(somebody("架空 花子"))
    mayor = somebody("架空 太郎")
    Authenticator.objects.filter(pk=own.instance.pk).update(user=mayor)

    with pytest.raises(SealBroken):
        TOTP(Authenticator.objects.get()).validate_code(digits())


def test_a_seed_copied_to_another_account_opens_for_neither() -> None:
    own = app_of(somebody("架空 花子"))
    Authenticator.objects.create(
        user=somebody("架空 太郎"), type=Authenticator.Type.TOTP, data=own.instance.data
    )

    for proof in Authenticator.objects.all():
        with pytest.raises(SealBroken):
            TOTP(proof).validate_code(digits())


def test_a_readable_seed_written_into_the_table_is_refused() -> None:
    Authenticator.objects.create(
        user=somebody("架空 花子"), type=Authenticator.Type.TOTP, data={"secret": SEED}
    )

    with pytest.raises(SealBroken):
        TOTP(Authenticator.objects.get()).validate_code(digits())


def test_what_stood_readable_is_sealed_once() -> None:
    staff = somebody("架空 花子")
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": SEED})
    Authenticator.objects.create(
        user=staff, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "ab" * 40, "used_mask": 5}
    )

    second_proofs.seal_plain_seeds(Authenticator.objects.all())

    app, paper = Authenticator.objects.order_by("type").reverse()
    assert (second_proofs.open_seed(app.data["secret"]), second_proofs.open_seed(paper.data["seed"])) == (
        SEED,
        "ab" * 40,
    )
    assert paper.data["used_mask"] == 5
    assert TOTP(app).validate_code(digits())

    second_proofs.open_sealed_seeds(Authenticator.objects.all())
    assert Authenticator.objects.get(pk=app.pk).data == {"secret": SEED}


def test_changing_keys_seals_the_seeds_again() -> None:
    proof = app_of(somebody("架空 花子"))
    before = Authenticator.objects.get().data
    store = keystore.current()
    keystore.add_master(store, now=datetime(2026, 12, 1, tzinfo=UTC))

    renewed = sum(batch.renewed for _name, batch in columns.renew_all(store))

    assert renewed == 1
    assert Authenticator.objects.get().data != before
    proof.instance.refresh_from_db()
    assert proof.validate_code(digits())
    assert columns.numbers_in_use() == {SealingKey.objects.get(retired_at=None).number}
    assert not columns.is_unfinished(store)
    assert sum(batch.renewed for _name, batch in columns.renew_all(store)) == 0
