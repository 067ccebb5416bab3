"""The office's own log-in, asked by Authlib: the way there, and what came back, proved. Read only where a town has set it up.

Nothing is asked but while somebody logs in, and nothing learned is kept between two log-ins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests import RequestException

from norishiro.agencies.accounts import Office

# What an issuer may sign with: its own key, which we only know the public half of. Never "none", never our shared secret.
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
PATIENCE_SECONDS = 8
# So far may the two clocks be apart; so long may somebody take at the issuer's page.
APART_SECONDS = 120
WAY_SECONDS = 15 * 60
CONFIGURATION = "/.well-known/openid-configuration"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class IssuerAway(Exception):
    """It does not answer, or not like an issuer."""


class NotProved(Exception):
    """What came back does not prove who it is."""


@dataclass(frozen=True)
class Proved:
    """Somebody the issuer knows: who (a sum, not a name), what the issuer calls them, and what they meant to do."""

    identity: str
    called: str
    has_second: bool
    at: float
    linking: str
    next: str


class _Session(OAuth2Session):  # type: ignore[misc]
    """With an end to waiting, and never led on to another address."""

    def request(self, method: str, url: str, **given: Any) -> Any:
        return super().request(
            method, url, **{"timeout": PATIENCE_SECONDS, "allow_redirects": False, **given}
        )


class _App(DjangoOAuth2App):  # type: ignore[misc]
    client_cls = _Session


def begin(request: Any, office: Office, *, back: str, next: str, linking: str, now: float) -> str:
    """The issuer's page to go to; what must come back again waits in the session, once."""
    with _told_apart():
        app = _app(office)
        asked = {"prompt": "login"} if office.asks_again else {}
        made = app.create_authorization_url(back, **asked)
        app.save_authorize_data(
            request, redirect_uri=back, began=now, next=next, linking=linking, **made
        )  # fmt: skip
    return str(made["url"])


def finish(request: Any, office: Office, *, now: float) -> Proved:
    """Whom the issuer sent back: state, code, signature, issuer, audience, times and nonce must all be right."""
    with _told_apart():
        app = _app(office)
        begun = app.framework.get_state_data(request.session, request.GET.get("state", "")) or {}
        if request.GET.get("iss", office.issuer) != office.issuer:
            raise NotProved("another issuer")
        token = app.authorize_access_token(request, leeway=APART_SECONDS, claims_options=_must_be(office))
        return _proved(token.get("userinfo"), begun, office, now=now)


def identity_of(issuer: str, subject: str) -> str:
    """One sum for both: it tells nobody anything, and the same subject of another issuer is somebody else."""
    return hashlib.sha256(json.dumps([issuer, subject]).encode()).hexdigest()


def discover(office: Office) -> Mapping[str, Any]:
    """What the issuer says of itself, for the doctor too."""
    with _told_apart():
        found: Mapping[str, Any] = _app(office).server_metadata
        return found


def clock_of(office: Office) -> float | None:
    """What time it is there, to the second; nothing where it does not say."""
    with _told_apart(), _Session(**_manner(office)) as session:
        told = session.request("GET", _configuration(office), withhold_token=True).headers.get("Date")
        return parsedate_to_datetime(told).timestamp() if told else None


def _configuration(office: Office) -> str:
    return office.issuer.rstrip("/") + CONFIGURATION


def _manner(office: Office) -> dict[str, Any]:
    return {"verify": office.authorities or True}


def _app(office: Office) -> Any:
    app = _App(
        DjangoIntegration("office"), name="office", client_id=office.client, client_secret=office.secret,
        server_metadata_url=_configuration(office),
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", **_manner(office)},
    )  # fmt: skip
    told = app.load_server_metadata()
    if told.get("issuer") != office.issuer:
        raise IssuerAway("it calls itself something else")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(str(told.get(name, "")), office):
            raise IssuerAway(f"no safe {name}")
    offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    told["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNED_BY]
    return app


def _is_safe(address: str, office: Office) -> bool:
    """https; on this machine alone, where the issuer itself is there, also without."""
    parts, own = urlsplit(address), urlsplit(office.issuer)
    both_here = parts.hostname in LOOPBACK and own.hostname in LOOPBACK
    return parts.scheme == "https" or (parts.scheme == "http" and both_here)


def _must_be(office: Office) -> dict[str, dict[str, Any]]:
    return {
        "iss": {"essential": True, "value": office.issuer},
        "aud": {"essential": True, "value": office.client},
        "sub": {
            "essential": True,
            "validate": lambda _all, one: isinstance(one, str) and 0 < len(one) <= 255,
        },
        "nonce": {"essential": True},
    }


def _proved(claims: Any, begun: Mapping[str, Any], office: Office, *, now: float) -> Proved:
    if not claims or now - begun["began"] > WAY_SECONDS:
        raise NotProved("no token, or too late")
    told_at = claims.get("auth_time")
    if office.asks_again and told_at is not None and told_at < begun["began"] - APART_SECONDS:
        raise NotProved("the issuer did not ask again")
    # Where it does not tell when it asked, and was not told to ask, nobody knows how long ago that was.
    at = told_at if told_at is not None else begun["began"] if office.asks_again else 0
    named = {claims.get("acr"), *(claims.get("amr") or ())}
    return Proved(
        identity=identity_of(office.issuer, claims["sub"]),
        called=str(claims.get("preferred_username") or claims.get("name") or "")[:120],
        has_second=bool(named & set(office.second_proof)),
        at=float(min(at, now)), linking=begun["linking"], next=begun["next"],
    )  # fmt: skip


@contextmanager
def _told_apart() -> Iterator[None]:
    """An issuer that does not answer is one thing, an answer that proves nothing another."""
    try:
        yield
    except RequestException as error:
        raise IssuerAway(type(error).__name__) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise NotProved(type(error).__name__) from error
