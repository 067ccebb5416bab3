"""What somebody looks for may be a name or an address, and such words do not stand in the address of a page.

A search is sent by POST; its words come back sealed in the address (``?s=…``), so that going back and reloading work as
everywhere, while histories, logs and proxies keep nothing that can be read.
"""

from __future__ import annotations

from uuid import UUID

from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from norishiro.core.messages import fernet_for
from norishiro.core.withheld import covered

PURPOSE = "norishiro.core.searches"
KEPT_SECONDS = 12 * 60 * 60
NAME = "s"
# A page that is reloaded, or gone back to, is not another search.
SAME_SEARCH_SECONDS = 10 * 60


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
    query = {name: text for name in also if (text := request.POST.get(name)) and covered([text]) == [None]}
    if words:
        query[NAME] = sealed(words)
    return HttpResponseRedirect(f"{request.path}?{urlencode(query)}" if query else request.path)


def is_new(*, who: UUID | None, words: str) -> bool:
    """Whether this person has not looked for these words within the last minutes. Remembers it; the words are not kept."""
    digest = salted_hmac(PURPOSE, f"{who}:{words}", algorithm="sha256").hexdigest()
    return cache.add(f"{PURPOSE}:{digest}", True, timeout=SAME_SEARCH_SECONDS)
