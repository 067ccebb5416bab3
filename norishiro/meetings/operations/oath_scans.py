"""紙の誓約書の控え: the signed paper, kept sealed by whoever runs the sitting."""

from __future__ import annotations

from norishiro.agencies.actor import Actor
from norishiro.core.files import CleanFile
from norishiro.core.operation import operation
from norishiro.core.sealing import keepers
from norishiro.ledger.operations import sign
from norishiro.meetings import events, rules
from norishiro.meetings.access import run_verdict
from norishiro.meetings.models import Oath, OathScan


@operation
def keep_oath_scan(actor: Actor, /, *, oath: Oath, file: CleanFile) -> OathScan:
    """Keep the scan of an oath that was signed on paper, sealed with the key of its sitting.

    Changes: one scan; the file's name is not kept. Records ``oath.scan_kept``. Refused by ``may_keep_oath_scan``, and to
    those who do not run the sitting.
    """
    locked = Oath.objects.select_for_update(of=("self",)).select_related("sitting__body").get(pk=oath.pk)
    kept = OathScan.objects.filter(oath=locked).count()
    (
        run_verdict(actor, locked.sitting) & rules.may_keep_oath_scan(on_paper=locked.on_paper, kept=kept)
    ).or_refuse()
    scan = OathScan(oath=locked, kind=file.kind, size=len(file.content), kept_by_id=actor.staff_id)
    scan.content = keepers.seal(file.content, subject=locked.sitting_id, at=keepers.place(scan, "content"))
    scan.save(force_insert=True)
    sign(actor, events.OATH_SCAN_KEPT, subjects=[locked.id])
    return scan


@operation
def remove_oath_scan(actor: Actor, /, *, scan: OathScan, reason: str) -> None:
    """Remove a scan that was kept by mistake; the row goes with its sealed content, the oath stays.

    Records ``oath.scan_removed`` with the reason. Refused by ``may_remove_oath_scan``, and to those who do not run the
    sitting.
    """
    locked = (
        OathScan.objects.select_for_update(of=("self",))
        .select_related("oath__sitting__body")
        .defer("content")
        .get(pk=scan.pk)
    )
    (run_verdict(actor, locked.oath.sitting) & rules.may_remove_oath_scan(reason=reason)).or_refuse()
    oath_id = locked.oath_id
    locked.delete()
    sign(actor, events.OATH_SCAN_REMOVED, subjects=[oath_id], reason=reason)
