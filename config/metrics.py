"""Figures for a machine that watches this one, at /metrics in the words of Prometheus: counts and moments of the program.

Told only to the addresses and for the token that the settings name; to everybody else the address does not exist. What was asked
for is known by the name of its view alone: no path, no id, no person. Decisions: docs/adr/0100-seeing-how-it-does.md.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from time import perf_counter

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from norishiro.agencies import errands
from norishiro.ledger import checkpoints, copies, growth
from norishiro.ledger import operations as ledger

PATH = "/metrics"
# Whatever else somebody sends as a method was made up, and may hold anything.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SLOW_SECONDS = 10

Handler = Callable[[HttpRequest], HttpResponse]

REQUESTS = Counter("norishiro_requests", "答えた数", ("view", "method", "status"))
SECONDS = Histogram(
    "norishiro_request_seconds", "答えるまでの秒", ("view",), buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
)


def measured(get_response: Handler) -> Handler:
    """Count every answer, and answer the machine that watches."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info == PATH and may_hear(request):
            return HttpResponse(told(), content_type=CONTENT_TYPE_LATEST)
        began = perf_counter()
        response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else ""
        method = request.method if request.method in METHODS else "OTHER"
        REQUESTS.labels(view=view or "none", method=method, status=str(response.status_code)).inc()
        SECONDS.labels(view=view or "none").observe(perf_counter() - began)
        return response

    return answer


def may_hear(request: HttpRequest) -> bool:
    """A machine that was named, with the token that was given to it; over a wire only where that is encrypted."""
    token = settings.NORISHIRO_METRICS_TOKEN
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if not token or kind != "Bearer" or not hmac.compare_digest(given.encode(), token.encode()):
        return False
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (ValueError, PermissionDenied, ImproperlyConfigured):  # who sends it cannot be told
        return False
    is_kept = request.is_secure() or address.is_loopback
    return is_kept and any(address in network for network in settings.NORISHIRO_METRICS_FROM)


def told() -> bytes:
    """What all workers counted, and how things stand at this moment."""
    registry = CollectorRegistry()
    registry.register(Standing())
    counted: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return bytes(generate_latest(counted) + generate_latest(registry))


class Standing(Collector):
    """Asked at each look: what the program, the database, the ledger, the copies and the clock's errands say of themselves."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("norishiro", "版", value={"version": metadata.version("norishiro")})
        yield from _disk()
        yield from _ledger()
        yield from _copies()
        yield from _errands()
        with suppress(DatabaseError):  # that it is away is told by the ledger being closed
            yield from _database()


def _disk() -> Iterator[Metric]:
    disk = shutil.disk_usage(Path(settings.NORISHIRO_HOME))
    yield GaugeMetricFamily("norishiro_disk_free_bytes", "ディスクの空き", value=disk.free)
    yield GaugeMetricFamily("norishiro_disk_bytes", "ディスクの大きさ", value=disk.total)


def _ledger() -> Iterator[Metric]:
    yield GaugeMetricFamily("norishiro_ledger_open", "台帳に書けるか", value=int(ledger.is_open()))
    watch = checkpoints.watch(now=timezone.now())
    yield GaugeMetricFamily("norishiro_ledger_alarm", "台帳に乱れがあるか", value=int(bool(watch.alarm)))
    if watch.age is not None:
        seconds = watch.age.total_seconds()
        yield GaugeMetricFamily("norishiro_ledger_head_age_seconds", "台帳の末尾の控えから", value=seconds)


def _copies() -> Iterator[Metric]:
    watch = copies.watch(now=timezone.now())
    yield GaugeMetricFamily("norishiro_copy_troubles", "データの控えの困りごと", value=len(watch.troubles))
    if watch.made_at is not None:
        seconds = (watch.now - watch.made_at).total_seconds()
        yield GaugeMetricFamily("norishiro_copy_age_seconds", "最後のデータの控えから", value=seconds)


def _errands() -> Iterator[Metric]:
    done = GaugeMetricFamily("norishiro_errand_done_timestamp", "最後にできた時", labels=("errand",))
    trouble = GaugeMetricFamily(
        "norishiro_errand_trouble", "できていないか、おくれているか", labels=("errand",)
    )
    for one in errands.standings(now=timezone.now()):
        trouble.add_metric((one.errand.name,), int(one.failed or one.late))
        last = next((run for run in errands.kept(one.errand.name) if run.state == "done"), None)
        if last is not None:
            done.add_metric((one.errand.name,), (last.ended or last.began).timestamp())
    yield done
    yield trouble


def _database() -> Iterator[Metric]:
    server = growth.asked(slow_seconds=SLOW_SECONDS)
    yield GaugeMetricFamily("norishiro_database_bytes", "データベースの大きさ", value=server.size)
    yield GaugeMetricFamily("norishiro_database_connections", "いまの接続", value=server.connections)
    yield GaugeMetricFamily("norishiro_database_connections_most", "接続の上限", value=server.most)
    yield GaugeMetricFamily("norishiro_database_slow", "10秒をこえている問い合わせ", value=server.slow)
