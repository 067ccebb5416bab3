"""The verbs of this room: taking a report away, closing a month, and telling a year after somebody else approved it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import StaleVersion, change_fields
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.publicity import operations as publicity
from norishiro.publicity.choices import Tongue
from norishiro.publicity.models import PublicPage
from norishiro.reports import (
    access,
    definitions,
    drafting,
    events,
    lookups,
    national,
    papers,
    queries,
    rules,
    telling,
)
from norishiro.reports.access import close_verdict
from norishiro.reports.choices import ReviewStep, SummaryState
from norishiro.reports.earlier import Content
from norishiro.reports.models import ClosedMonth, Counted, Summary, SummaryReview, SummaryStory
from norishiro.reports.national import FormMapping
from norishiro.reports.periods import Period
from norishiro.reports.queries import Activity, National, Pair, Report, standing
from norishiro.reports.scopes import Scope

PDF, XLSX, CSV, BLANK, MAPPING = "pdf", "xlsx", "csv", "blank", "mapping"
ACTIVITY = "ACTIVITY"


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over."""

    content: bytes
    name: str


@operation
def take_report(actor: Actor, /, *, report: Report, form: str, today: date) -> Taken:
    """Make the report as Excel or PDF in the office's layout: figures and what they mean; nobody's name but the workers'.

    Records ``report.taken`` with whose work and which time. Nothing refuses it: the figures are the same as on the page.
    """
    sign(
        actor, events.REPORT_TAKEN,
        changes={
            "scope": (None, report.scope.code), "first": (None, report.period.first), "span": (None, report.period.span),
            "layout": (None, report.layout.code), "form": (None, form),
        },
    )  # fmt: skip
    name = papers.file_name(report)
    how = standing(actor, scope=report.scope, period=report.period)
    if form == PDF:
        return Taken(papers.sheet(report, how, actor=actor, today=today), f"{name}.pdf")
    return Taken(papers.book(report, how, actor=actor, today=today), f"{name}.xlsx")


@operation
def decide_counted(actor: Actor, /, *, pair: Pair, counts: str, reason: str, today: date) -> Counted:
    """Decide under which of two 事業 a visit counts. The records stay as they are; what is set aside is counted nowhere from now on,
    and a month that was closed shows the difference. Records ``report.counted_decided``; refused by ``may_decide_counted`` and a
    name that is known.
    """
    verdict = access.decide_counted_verdict(actor, reason=reason) & nobody_named(
        actor, reason, field="reason"
    )
    verdict.or_refuse()
    decided = Counted.objects.create(
        one=pair.one, other=pair.other, counts=counts, reason=reason.strip(), decided_on=today, staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    sign(
        actor, events.COUNTED_DECIDED, subjects={pair.one.subject_id, pair.other.subject_id}, reason=reason.strip(),
        changes={"one": (None, pair.one.id), "other": (None, pair.other.id), "counts": (None, counts)},
    )  # fmt: skip
    return decided


@operation
def take_national(
    actor: Actor, /, *, found: National, form: str, template: bytes, mapping: FormMapping, today: date
) -> Taken:
    """Fill the national items into a workbook (the office's own, or ours), or hand them over as CSV; or the empty form and its
    mapping. Records ``report.national_taken`` with the time and the version of the form.

    Raises ``InputProblem`` with a line for each cell that is not where the mapping says; nothing is written then.
    """
    told = {
        "first": (None, found.period.first), "after": (None, found.period.after), "form": (None, form),
        "version": (None, mapping.version), "closed": (None, found.as_closed), "own_form": (None, bool(template)),
    }  # fmt: skip
    sign(actor, events.NATIONAL_TAKEN, changes=told)
    if form == CSV:
        return Taken(papers.national_csv(found, mapping, today=today), "実績報告.csv")
    if form == BLANK:
        return Taken(national.provisional(), "実績報告の仮の様式.xlsx")
    if form == MAPPING:
        return Taken(national.USUAL_TEXT.encode(), "実績報告の対応表.toml")
    book = national.opened(template or national.provisional(mapping))
    problems = national.misplaced(book, mapping)
    if problems:
        raise InputProblem("\n".join(problems))
    values: dict[str, int | str] = {**found.numbers, **national.heads(found.period, mapping)}
    return Taken(national.filled(book, mapping, values=values), "実績報告.xlsx")


@operation
def take_activity(actor: Actor, /, *, activity: Activity, today: date) -> Taken:
    """Make the 活動報告 as PDF: figures and charts, nobody's name. Records ``report.taken``; nothing refuses it."""
    sign(
        actor, events.REPORT_TAKEN,
        changes={
            "scope": (None, activity.scope.code), "first": (None, activity.period.first),
            "span": (None, activity.period.span), "layout": (None, ACTIVITY), "form": (None, PDF),
        },
    )  # fmt: skip
    return Taken(papers.activity_sheet(activity, actor=actor, today=today), "活動報告.pdf")


@operation
def close_month(actor: Actor, /, *, scope: Scope, period: Period, today: date) -> ClosedMonth:
    """Keep every figure of a month as it stands, with the version of its definitions and the records it was counted from.

    A month closed before is closed anew beside the older closing. Records ``month.closed``; refused by ``may_close_month``.
    """
    before = standing(actor, scope=scope, period=period)
    close_verdict(actor, scope=scope, period=period, standing=before, today=today).or_refuse()
    kept = ClosedMonth.objects.create(
        scope=scope.kind, scope_key=scope.key, scope_label=scope.title, month=period.first,
        number=before.closed.number + 1 if before else 1, definition=definitions.VERSION,
        figures=lookups.figures_now(scope, period), entries=lookups.stamps(scope, period), staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )  # fmt: skip
    sign(
        actor, events.MONTH_CLOSED,
        changes={"scope": (None, scope.code), "month": (None, period.first), "number": (None, kept.number)},
    )  # fmt: skip
    return kept


# --- the yearly summary ----------------------------------------------------------------------------------------


@operation
def open_summary(actor: Actor, /, *, scope: Scope, year: int, title: str, today: date) -> Summary:
    """Begin the summary of a year; after a released one the next, with its words and stories, so that nothing is written twice.

    Records ``summary.opened``; refused by ``may_open_summary`` and a name that is known.
    """
    (
        access.open_summary_verdict(actor, scope=scope, year=year, today=today)
        & nobody_named(actor, title, field="title")
    ).or_refuse()
    before = lookups.editions(scope, year=year).first()
    words = {"work": before.work, "voices": before.voices, "ahead": before.ahead} if before else {}
    opened = Summary.objects.create(
        scope=scope.kind, scope_key=scope.key, scope_label=scope.label, year=year, title=title,
        number=before.number + 1 if before else 1, staff_id=actor.staff_id, agency_id=actor.agency_id, **words,
    )  # fmt: skip
    if before:
        SummaryStory.objects.bulk_create(
            SummaryStory(
                summary=opened, kind=one.kind, source_id=one.source_id, told_on=one.told_on, title=one.title, text=one.text
            )
            for one in before.stories.all()
        )  # fmt: skip
    sign(
        actor, events.SUMMARY_OPENED,
        changes={"summary": (None, opened.id), "scope": (None, scope.code), "year": (None, year), "number": (None, opened.number)},
    )  # fmt: skip
    return opened


@operation
def write_summary(
    actor: Actor, /, *, summary: Summary, version: int, title: str, work: str, voices: str, ahead: str
) -> Summary:
    """Write what people say of the year. Records ``summary.written``; refused by ``may_write_summary`` and a name that is
    known; StaleVersion."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    (
        access.write_summary_verdict(actor, summary=locked)
        & nobody_named(actor, title, work, voices, ahead, field="work")
    ).or_refuse()
    values = {"title": title, "work": work, "voices": voices, "ahead": ahead, "staff_id": actor.staff_id}
    changed = change_fields(summary, version=version, values=values)
    sign(
        actor, events.SUMMARY_WRITTEN, changes={"summary": (summary.id, summary.id)},
        changed_text=sorted(changed.keys() - {"staff_id"}),
    )  # fmt: skip
    return summary


@operation
def choose_stories(actor: Actor, /, *, summary: Summary, version: int, keys: Collection[str]) -> Summary:
    """Keep exactly these stories: those newly chosen as they read today, those kept as they were copied.

    Records ``summary.stories_chosen``; refused by ``may_write_summary`` and a name that is known; StaleVersion.
    """
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    offered = {one.key: one for one in queries.stories_on_offer(actor, summary=summary)}
    kept = {f"{one.kind}:{one.source_id}": one for one in summary.stories.all()}
    new = [offered[key] for key in keys if key in offered and key not in kept]
    (
        access.write_summary_verdict(actor, summary=locked)
        & nobody_named(actor, *(text for one in new for text in (one.title, one.text)), field="stories")
    ).or_refuse()
    if locked.version != version:
        raise StaleVersion(current=locked)
    change_fields(summary, version=version, values={"staff_id": actor.staff_id})
    gone = [one.id for key, one in kept.items() if key not in keys]
    SummaryStory.objects.filter(id__in=gone).delete()
    SummaryStory.objects.bulk_create(
        SummaryStory(
            summary=summary, kind=one.kind, source_id=one.source_id, told_on=one.told_on, title=one.title, text=one.text
        )
        for one in new
    )  # fmt: skip
    sign(
        actor, events.STORIES_CHOSEN,
        changes={"summary": (summary.id, summary.id), "added": (None, len(new)), "removed": (None, len(gone))},
    )  # fmt: skip
    return summary


@operation
def ask_review(actor: Actor, /, *, summary: Summary, today: date) -> Summary:
    """Ask somebody else to approve it: from now on its figures and words stand still.

    Records ``summary.asked``; refused by ``may_ask_review``. Whoever freezes figures of a year waits for the other: what one
    summary hides, the next must know.
    """
    others = list(Summary.objects.select_for_update().filter(year=summary.year).order_by("id"))
    turn = 1 + max((one.content["turn"] for one in others if one.content), default=0)
    locked = Summary.objects.get(pk=summary.pk)
    content = drafting.drafted(locked, today=today) | {"turn": turn}
    stories = list(locked.stories.all())
    (
        access.ask_review_verdict(actor, summary=locked, content=content, stories=len(stories), today=today)
        & _nobody_in(actor, locked, stories)
    ).or_refuse()
    return _step(
        actor, locked, ReviewStep.ASKED, today=today, state=SummaryState.ASKED, content=content,
        definition=drafting.DEFINITION,
    )  # fmt: skip


def _nobody_in(actor: Actor, summary: Summary, stories: Collection[SummaryStory]) -> Verdict:
    """Asked once more before anything leaves: people are registered after a text was written."""
    told = [text for one in stories for text in (one.title, one.text)]
    return nobody_named(
        actor, summary.title, summary.work, summary.voices, summary.ahead, *told, field="words"
    )


@operation
def take_back_review(actor: Actor, /, *, summary: Summary, today: date) -> Summary:
    """Think better of it: a draft again, counted anew. Records ``summary.taken_back``; refused by ``may_take_back``."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    access.take_back_verdict(actor, summary=locked).or_refuse()
    return _step(actor, locked, ReviewStep.TAKEN_BACK, today=today, state=SummaryState.DRAFT)


@operation
def return_summary(actor: Actor, /, *, summary: Summary, words: str, today: date) -> Summary:
    """Give it back with what should be put right. Records ``summary.returned``; refused by ``may_return`` and a name that is
    known."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    (
        rules.may_return(may_review=access.review_verdict(actor, summary=locked), words=words)
        & nobody_named(actor, words, field="words")
    ).or_refuse()
    return _step(actor, locked, ReviewStep.GIVEN_BACK, today=today, state=SummaryState.DRAFT, words=words)


@operation
def release_summary(actor: Actor, /, *, summary: Summary, today: date) -> Summary:
    """Approve it: kept exactly as it was read. Records ``summary.released``; refused by ``may_review`` and a name that is
    known."""
    locked = Summary.objects.select_for_update().get(pk=summary.pk)
    (
        access.review_verdict(actor, summary=locked) & _nobody_in(actor, locked, list(locked.stories.all()))
    ).or_refuse()
    return _step(
        actor, locked, ReviewStep.RELEASED, today=today, state=SummaryState.RELEASED, content=locked.content,
        definition=locked.definition,
    )  # fmt: skip


VERBS = {
    ReviewStep.ASKED: events.REVIEW_ASKED,
    ReviewStep.TAKEN_BACK: events.REVIEW_TAKEN_BACK,
    ReviewStep.GIVEN_BACK: events.SUMMARY_RETURNED,
    ReviewStep.RELEASED: events.SUMMARY_RELEASED,
}


def _step(
    actor: Actor, summary: Summary, step: ReviewStep, *, today: date, state: SummaryState,
    content: Content | None = None, definition: str = "", words: str = "",
) -> Summary:  # fmt: skip
    summary.state, summary.content, summary.definition = state, content, definition
    summary.version += 1
    summary.save(update_fields=["state", "content", "definition", "version", "changed_at"])
    SummaryReview.objects.create(
        summary=summary,
        step=step,
        words=words,
        made_on=today,
        staff_id=actor.staff_id,
        agency_id=actor.agency_id,
    )
    sign(
        actor,
        VERBS[step],
        changes={"summary": (summary.id, summary.id), "state": (None, state)},
        reason=words,
    )
    return summary


@operation
def take_summary(actor: Actor, /, *, told: telling.Year, form: str) -> Taken:
    """The summary as PDF, or its figures as Excel. Records ``summary.taken``; nothing refuses it: a draft says on every page
    that it is one."""
    sign(
        actor, events.SUMMARY_TAKEN,
        changes={"summary": (told.summary.id, told.summary.id), "state": (None, told.summary.state), "form": (None, form)},
    )  # fmt: skip
    name = "年度のまとめ" if told.is_released else "年度のまとめ（下書き）"
    if form == PDF:
        return Taken(papers.summary_sheet(told, actor=actor), f"{name}.pdf")
    return Taken(papers.summary_book(told, actor=actor), f"{name}.xlsx")


@operation
def offer_summary(actor: Actor, /, *, told: telling.Year) -> PublicPage:
    """Make of a released summary the draft of a public page; whoever keeps publicity publishes it there.

    Records ``publicpage.opened``, ``publicpage.written`` and ``summary.offered``; refused by ``may_offer_summary``.
    """
    locked = Summary.objects.select_for_update().get(pk=told.summary.pk)
    access.offer_verdict(actor, summary=locked).or_refuse()
    slug = f"year-{locked.year}-{str(locked.id)[:8]}"
    page = publicity.open_page(actor, slug=slug, name=locked.title[:80])
    publicity.write_text(actor, page=page, tongue=Tongue.JA, title=locked.title, text=telling.as_text(told))
    locked.public_page = page
    locked.save(update_fields=["public_page"])
    sign(actor, events.SUMMARY_OFFERED, changes={"summary": (locked.id, locked.id), "page": (None, page.id)})
    return page
