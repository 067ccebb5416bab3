"""A browser in which somebody has logged in before keeps a mark of it, so that whoever guesses elsewhere cannot lock them out.

Tries are counted by account for all strangers together, and for each known browser by itself (OWASP "device cookies"). The
mark opens nothing and names nobody: which accounts have logged in stands there as sums that only this installation can make.
"""

import unicodedata
from dataclasses import dataclass
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "norishiro_device"
PURPOSE = "norishiro.known_devices"
KEPT_SECONDS = 180 * 24 * 60 * 60
# A shared machine of an office; the oldest is forgotten first.
MOST_ACCOUNTS = 20


@dataclass(frozen=True)
class Device:
    """One browser, by a number of its own, and the accounts that were opened there."""

    number: str
    accounts: tuple[str, ...] = ()


def account(login: str) -> str:
    """However the name is spelled: as wide as the database is when it compares, and wider."""
    return _sum(login, settings.SECRET_KEY)


def _sum(login: str, secret: str | bytes) -> str:
    spelled = unicodedata.normalize("NFKC", login).strip().upper().casefold()
    return salted_hmac(PURPOSE, spelled, secret=secret, algorithm="sha256").hexdigest()[:32]


def _knows(device: Device, login: str) -> bool:
    """Also by the sum made with the secret key before."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(_sum(login, secret) in device.accounts for secret in secrets)


def device_of(request: HttpRequest) -> Device | None:
    """The mark of this browser; nothing where it has none, or one that was not made here or is too old."""
    try:
        number, *accounts = signing.loads(
            request.COOKIES.get(_named(), ""), salt=PURPOSE, max_age=KEPT_SECONDS
        )
    except (signing.BadSignature, ValueError):
        return None
    return Device(number, tuple(accounts))


def _named() -> str:
    return f"{settings.NORISHIRO_COOKIES}{COOKIE}"


def counted_as(request: HttpRequest, login: str) -> tuple[str, bool]:
    """Under which name a try is counted, and whether it comes from a browser that this account knows."""
    whose, device = account(login), device_of(request)
    if device is not None and _knows(device, login):
        return f"{device.number}:{whose}", True
    return whose, False


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """After a log-in that succeeded, its second proof included."""
    device, whose = device_of(request) or Device(token_urlsafe(16)), account(login)
    accounts = (*(one for one in device.accounts if one != whose), whose)[-MOST_ACCOUNTS:]
    response.set_cookie(
        _named(),
        signing.dumps([device.number, *accounts], salt=PURPOSE),
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
