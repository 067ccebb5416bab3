"""What somebody looks for may be a name or an address, and such words do not stand in the address of a page.

A search is sent by POST; its words come back sealed in the address (``?s=…``), so that going back and reloading work as
everywhere, while histories, logs and proxies keep nothing that can be read.
"""

from __future__ import annotations

from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from norishiro.core.messages import fernet_for

PURPOSE = "norishiro.core.searches"
KEPT_SECONDS = 12 * 60 * 60
NAME = "s"


def sealed(words: str) -> str:
    """The words as they stand in an address."""
    return fernet_for(PURPOSE).encrypt(words.encode()).decode("ascii")


def words_of(request: HttpRequest, *, limit: int) -> str:
    """What is being looked for; nothing when the address was changed or is too old."""
    try:
        opened = fernet_for(PURPOSE).decrypt(request.GET.get(NAME, ""), ttl=KEPT_SECONDS)
    except (InvalidToken, ValueError):
        return ""
    return opened.decode().strip()[:limit]


def led_to_search(request: HttpRequest, *, field: str, also: tuple[str, ...] = ()) -> HttpResponse:
    """After the POST: the same page with the words of ``field`` sealed; harmless fields of ``also`` stay legible."""
    words = request.POST.get(field, "").strip()
    query = {name: request.POST[name] for name in also if request.POST.get(name)}
    if words:
        query[NAME] = sealed(words)
    return HttpResponseRedirect(f"{request.path}?{urlencode(query)}" if query else request.path)
