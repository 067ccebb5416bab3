"""A small issuer (OpenID Connect) on this machine: its own key, codes that serve once, and whatever lie a test asks of it.

It signs with ``cryptography`` and its own hands, not with the library that the program reads tokens with.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from norishiro.agencies.accounts import Office

CLIENT, SECRET = "norishiro", "a-secret-of-this-test"
CONFIGURATION = "/.well-known/openid-configuration"


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _number(value: int) -> str:
    return packed(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """What it says, and what was asked of it."""

    address: str
    subject: str = "0f6c-hanako"
    says: dict[str, Any] = field(default_factory=dict)
    leaves_out: tuple[str, ...] = ()
    configured: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    token_status: int = 200
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=_new_key)
    signs_with: Any = None

    def office(self, **other: Any) -> Office:
        given = {"issuer": self.address, "client": CLIENT, "secret": SECRET, "label": "職員ポータルで入る"}
        return Office(**{**given, **other})

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.configured  # fmt: skip

    def keys(self) -> dict[str, Any]:
        public = self.key.public_key().public_numbers()
        one = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1"}
        return {"keys": [one | {"n": _number(public.n), "e": _number(public.e)}]}

    def lets_in(self, way: str) -> dict[str, str]:
        """Somebody logged in at its page: what their browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        if self.token_status != 200:
            return self.token_status, {}
        told = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        begun = self.codes.pop(form.get("code", ""), None)
        challenge = packed(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        right = (
            begun is not None and authorization == f"Basic {told}" and challenge == begun["code_challenge"]
            and form["redirect_uri"] == begun["redirect_uri"]
        )  # fmt: skip
        if begun is None or not right:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "of-no-use",
            "token_type": "Bearer",
            "id_token": self.signed(begun["nonce"]),
        }

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.address, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": nonce, "auth_time": now, "preferred_username": "hanako@example.lg.jp",
        } | self.says  # fmt: skip
        told = {name: value for name, value in claims.items() if name not in self.leaves_out}
        header = {"alg": "RS256", "typ": "JWT", "kid": "1"} | self.header
        body = ".".join(packed(json.dumps(part).encode()) for part in (header, told))
        if header["alg"] == "none":
            return f"{body}."
        if header["alg"] == "HS256":
            return f"{body}.{packed(hmac.new(SECRET.encode(), body.encode(), 'sha256').digest())}"
        key = self.signs_with or self.key
        return f"{body}.{packed(key.sign(body.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@contextmanager
def issuer_at_work() -> Iterator[Issuer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.issuer = issuer = Issuer(f"http://127.0.0.1:{server.server_port}/realms/shokuin")  # type: ignore[attr-defined]
    works = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    works.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        works.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        issuer, path = self._asked()
        if path == CONFIGURATION:
            self._answer(200, issuer.configuration())
        elif path == "/keys":
            self._answer(200, issuer.keys())
        elif path == "/authorize":  # for a real browser: somebody is logged in there already
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode(issuer.lets_in(self.path))}")
            self.end_headers()
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        issuer, _path = self._asked()
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*issuer.token(form, self.headers.get("Authorization", "")))

    def _asked(self) -> tuple[Issuer, str]:
        issuer: Issuer = self.server.issuer  # type: ignore[attr-defined]
        path = urlsplit(self.path).path.removeprefix(urlsplit(issuer.address).path)
        issuer.asked.append(path)
        return issuer, path

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *words: Any) -> None:
        """Nothing to say."""
