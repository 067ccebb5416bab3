"""The verbs of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from norishiro.attachments import events, rules
from norishiro.attachments.choices import About
from norishiro.attachments.models import Scan
from norishiro.core.files import CleanFile
from norishiro.core.operation import operation
from norishiro.core.sealing import keepers
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Category, ConsentMethod, ConsentState, Ground

if TYPE_CHECKING:
    from uuid import UUID

    from norishiro.agencies.actor import Actor
    from norishiro.sharing.models import Consent


@operation
def keep_consent_scan(actor: Actor, /, *, consent: Consent, file: CleanFile) -> Scan:
    """Keep the scan of a signed consent, sealed with the person's key, for the agency that took it.

    Records ``scan.kept`` (never the file's name); refused by ``may_keep_scan``.
    """
    rules.may_keep_scan(
        written=consent.method == ConsentMethod.WRITTEN and consent.state != ConsentState.REFUSED,
        given_by_own_agency=consent.agency_id in actor.agency_ids,
        kept=Scan.objects.filter(about_id=consent.id).count(),
    ).or_refuse()
    return _keep(
        actor, subject_id=consent.person_id, agency_id=consent.agency_id, categories=int(Category.ATTRIBUTES),
        about=About.CONSENT, about_id=consent.id, file=file,
    )  # fmt: skip


@operation
def keep_form_scan(
    actor: Actor,
    /,
    *,
    subject_id: UUID,
    agency_id: UUID,
    about_id: UUID,
    file: CleanFile,
    basis: str = Ground.OWN,
) -> Scan:
    """Keep the scan of an agency's own form, sealed with the person's key, with the record it was received as. Under
    ``basis`` it opens to whoever that record opens to.

    Records ``scan.kept`` (never the file's name); refused by ``may_keep_form``.
    """
    rules.may_keep_form(
        mine=agency_id in actor.agency_ids, kept=Scan.objects.filter(about_id=about_id).count()
    ).or_refuse()
    return _keep(
        actor, subject_id=subject_id, agency_id=agency_id, categories=int(Category.LIFE_HISTORY), about=About.FORM,
        about_id=about_id, file=file, basis=basis,
    )  # fmt: skip


@operation
def keep_contact_photo(
    actor: Actor, /, *, subject_id: UUID, agency_id: UUID, about_id: UUID, basis: str, categories: int, file: CleanFile
) -> Scan:  # fmt: skip
    """Keep a picture with a contact record, sealed with the key of whom it is about. It opens to whoever the record opens
    to, and to nobody else (the wall of scans asks for the contact).

    Records ``scan.kept`` (never the file's name); refused by ``may_keep_photo``.
    """
    rules.may_keep_photo(
        mine=agency_id in actor.agency_ids, kept=Scan.objects.filter(about_id=about_id).count()
    ).or_refuse()
    return _keep(
        actor, subject_id=subject_id, agency_id=agency_id, categories=categories, about=About.CONTACT,
        about_id=about_id, file=file, basis=basis,
    )  # fmt: skip


def _keep(
    actor: Actor,
    *,
    subject_id: UUID,
    agency_id: UUID,
    categories: int,
    about: About,
    about_id: UUID,
    file: CleanFile,
    basis: str = Ground.OWN,
) -> Scan:
    scan = Scan(
        subject_id=subject_id, basis=basis, agency_id=agency_id, categories=categories, about=about,
        about_id=about_id, kind=file.kind, size=len(file.content), kept_by_id=actor.staff_id,
    )  # fmt: skip
    scan.name = keepers.seal_text(file.name, subject=scan.subject_id, at=keepers.place(scan, "name"))
    scan.content = keepers.seal(file.content, subject=scan.subject_id, at=keepers.place(scan, "content"))
    scan.save(force_insert=True)
    sign(actor, events.SCAN_KEPT, subjects=[scan.subject_id], ground=basis)
    return scan


@operation
def remove_scan(actor: Actor, /, *, scan: Scan, reason: str) -> None:
    """Remove a scan that was kept by mistake; the row goes with its sealed content.

    Records ``scan.removed`` with the reason; refused by ``may_remove_scan``.
    """
    locked = Scan.objects.select_for_update().only("id", "subject_id", "agency_id").get(pk=scan.pk)
    rules.may_remove_scan(own_agency=locked.agency_id in actor.agency_ids, reason=reason).or_refuse()
    subject = locked.subject_id
    locked.delete()
    sign(actor, events.SCAN_REMOVED, subjects=[subject], reason=reason)
