"""What came of networks, groups and proposals in a year: numbers of bodies and gatherings, of nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Q, QuerySet

from norishiro.community.choices import ACTIVE, ProposalStatus
from norishiro.community.models import Activity, Group, Proposal, Support
from norishiro.corporations.models import Membership
from norishiro.reports.choices import ScopeKind
from norishiro.reports.definitions import NETWORKS, SUMMARY_VERSION
from norishiro.reports.periods import Period
from norishiro.reports.scopes import Scope

ROW_COLUMNS = (("法人", "法人"), ("集まり", "回"), ("協働", "件"))


def _of(scope: Scope, path: str) -> Q:
    return Q() if scope.kind == ScopeKind.TOWN else Q(**{f"{path}__in": scope.ids})


def _in_force(period: Period, until: date) -> Q:
    return Q(from_on__lte=until) & (Q(until_on__isnull=True) | Q(until_on__gt=until))


def _projects(scope: Scope, period: Period) -> QuerySet[Proposal]:
    taking_part = Q(corporations__joined_on__lt=period.after) & (
        Q(corporations__left_on__isnull=True) | Q(corporations__left_on__gte=period.first)
    )
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=period.first)
    return Proposal.objects.filter(_of(scope, "agency_id"), taking_part, still).distinct()


def _talks(scope: Scope, period: Period, until: date) -> int:
    rows = Activity.objects.filter(_of(scope, "gathering__agency_id"), discussed=True)
    return rows.filter(gathering__held_on__gte=period.first, gathering__held_on__lt=period.after).count()


def _steps(scope: Scope, period: Period) -> QuerySet[Support]:
    return Support.objects.filter(
        _of(scope, "agency_id"), happened_on__gte=period.first, happened_on__lt=period.after
    )


MEASURES: dict[str, Callable[[Scope, Period, date], int]] = {
    "talks": _talks,
    "supports": lambda scope, period, until: _steps(scope, period).count(),
    "begun": lambda scope, period, until: (
        _steps(scope, period).filter(stage__in=ACTIVE).order_by().values("group_id").distinct().count()
    ),
    "projects": lambda scope, period, until: _projects(scope, period).count(),
    "fruits": lambda scope, period, until: Proposal.objects.filter(
        _of(scope, "agency_id"), status=ProposalStatus.DONE, closed_on__gte=period.first, closed_on__lt=period.after
    ).count(),
    "members": lambda scope, period, until: (
        Membership.objects.filter(_of(scope, "network__agency_id"), _in_force(period, until))
        .order_by().values("corporation_id").distinct().count()
    ),
}  # fmt: skip


def sums(scope: Scope, period: Period, *, until: date) -> list[dict[str, object]]:
    """Every figure of ``data/summary.toml`` with its words."""
    return [
        {
            "key": one.key, "label": one.label, "unit": one.unit, "definition": one.definition, "mark": one.mark,
            "version": SUMMARY_VERSION, "number": MEASURES[one.key](scope, period, until),
        }
        for one in NETWORKS
    ]  # fmt: skip


def lines(scope: Scope, period: Period, *, until: date) -> list[dict[str, object]]:
    """A row for each network: the corporations in it at the end, its gatherings and joint projects in the year."""
    held = Q(
        activities__gathering__held_on__gte=period.first, activities__gathering__held_on__lt=period.after
    )
    inside = Q(corporations__from_on__lte=until) & (
        Q(corporations__until_on__isnull=True) | Q(corporations__until_on__gt=until)
    )
    going = Q(proposals__corporations__isnull=False) & (
        Q(proposals__closed_on__isnull=True) | Q(proposals__closed_on__gte=period.first)
    )
    rows = Group.objects.filter(_of(scope, "agency_id"), corporations__from_on__lt=period.after)
    counted = rows.annotate(
        inside=Count("corporations__corporation", filter=inside, distinct=True),
        held=Count("activities", filter=held, distinct=True),
        going=Count("proposals", filter=going, distinct=True),
    )
    return [
        {"label": one.name, "cells": [one.inside, one.held, one.going]}
        for one in counted.distinct().order_by("name", "id")
    ]
