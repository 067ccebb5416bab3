"""How a finished public page goes out: packed where the browser takes that, only its mark where the browser has it already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from norishiro.core.middleware import KEPT_SHORT
from norishiro.public_site.kept import Drawn


def handed_out(request: HttpRequest, page: Drawn) -> HttpResponse:
    packed = bool(page.packed) and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(page.packed if packed else page.body)
    response["Content-Type"] = page.kind
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = KEPT_SHORT
    etag = page.etag if not packed else f'{page.etag[:-1]}-gzip"'
    response["ETag"] = etag
    response["Content-Length"] = str(len(response.content))
    answer: HttpResponse | None = get_conditional_response(request, etag=etag, response=response)
    return answer or response
