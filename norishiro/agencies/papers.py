"""権限の点検 on paper and in a table: names and posts of staff, and what was decided. No resident's data."""

from __future__ import annotations

from norishiro.agencies.models import RightsReview
from norishiro.core import documents
from norishiro.core.calendar import wareki

COLUMNS = (
    ("氏名", 18), ("役職", 24), ("いつから", 18), ("終わり", 18), ("最後のログイン", 18), ("二段階目", 10), ("決めたこと", 14), ("終える日", 18),
)  # fmt: skip


def review_sheet(review: RightsReview) -> bytes:
    """One review as PDF."""
    return documents.pdf("agencies/rights_review_paper.html", {"review": review})


def review_workbook(review: RightsReview) -> bytes:
    """The same as Excel."""
    rows = [
        (one.name, one.role, one.from_on, one.until_on, one.last_seen, "ある" if one.has_proof else "ない",
         str(one.get_choice_display()), one.end_on)
        for one in review.posts.all()
    ]  # fmt: skip
    return documents.workbook(
        documents.Sheet(
            title="権限の点検", columns=[documents.Column(label, width) for label, width in COLUMNS], rows=rows,
            notes=(f"{review.agency.name}　{wareki(review.made_at.date())}　点検した人 {review.staff.name}",),
        ),
        title="権限の点検",
    )  # fmt: skip
