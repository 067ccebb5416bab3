"""The screens of the ground: keeping drafts, plain error pages, and the page that shows every component."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from norishiro.core import addresses, drafts
from norishiro.core.drafts import DraftRefused
from norishiro.core.late_posts import keep_posted, with_draft
from norishiro.core.style_page import style_context
from norishiro.core.verdict import Refused


@login_not_required
@require_GET
def session_token(request: HttpRequest) -> HttpResponse:
    """A fresh CSRF token for a page that stayed open while its writer logged in again; 401 without a log-in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return JsonResponse({"token": get_token(request)})


@login_not_required
@require_POST
def keep_draft(request: HttpRequest, form_key: str) -> HttpResponse:
    """Keep what is typed so far, for its writer; 401 without a log-in, so that the page can say so and wait."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    try:
        draft = drafts.keep(
            staff_id=request.user.pk,
            form_key=form_key,
            subject_key=request.POST.get("draft_subject", ""),
            posted=request.POST,
            now=timezone.now(),
        )
    except DraftRefused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        f"書きかけを保存しました（{timezone.localtime(draft.saved_at):%H:%M}）",
        content_type="text/plain; charset=utf-8",
    )


@login_not_required
@require_POST
def complete_address(request: HttpRequest) -> HttpResponse:
    """The address of a postal code for a form that is being filled in. POST: nothing of it stands in an address."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    found = addresses.complete_address(
        request.POST.get("postal_code", ""), typed=request.POST.get("address", "")
    )
    return JsonResponse({"address": found.address, "message": found.message})


@require_POST
def discard_draft(request: HttpRequest, form_key: str) -> HttpResponse:
    """Throw one's own draft away and go back to the empty form."""
    drafts.discard(
        staff_id=request.user.pk, form_key=form_key, subject_key=request.POST.get("draft_subject", "")
    )
    address = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if safe else "/")


@login_not_required
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every component and field in all states; exists only where the program is made."""
    if not settings.DEBUG and not getattr(settings, "STYLE_PAGE", False):
        raise Http404
    return render(request, "core/style.html", style_context())


# --- error pages --------------------------------------------------------------------------------------


def _error(request: HttpRequest, status: int, **words: Any) -> HttpResponse:
    context = {"heading": "", "what": "", "steps": [], "reasons": [], "back": "", "back_label": "", **words}
    return render(request, "core/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(
        request,
        400,
        heading="送られた内容を読み取れませんでした",
        what="画面から送られた内容がこわれていたため、受け取れませんでした。何も登録されていません。",
        steps=[
            "前の画面に戻り、もう一度お試しください。",
            "ファイルを送ったときは、大きすぎないかお確かめください。",
        ],
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Allowed to know that it exists, not allowed to do it: the reasons are said."""
    return _error(
        request,
        403,
        heading="いまは、この操作はできません",
        what="あなたの役割か、いまの状態では、この操作ができません。何も登録されていません。",
        reasons=_reasons(exception),
        steps=[
            "所属が複数あるときは、画面の上の「所属を切り替える」をお確かめください。",
            "必要な操作のときは、所属の責任者か重層担当にご相談ください。",
        ],
    )


def _reasons(exception: Exception | None) -> list[str]:
    if isinstance(exception, Refused):
        return [reason.message for reason in exception.verdict.reasons]
    return [str(exception)] if isinstance(exception, PermissionDenied) and str(exception) else []


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same words for what does not exist and for what is not to be seen."""
    return _error(
        request,
        404,
        heading="お探しの画面を表示できません",
        what="アドレスがちがうか、あなたが見られる画面ではありません。",
        steps=[
            "アドレスを打ち込んだときは、まちがいがないかお確かめください。",
            "最初の画面から、もう一度探してください。",
        ],
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was too old to be trusted. What was typed is kept if it surely came from this site."""
    kept = (
        request.user.is_authenticated
        and _from_here(request)
        and keep_posted(request, staff_id=request.user.pk)
    )
    if kept:
        what = "画面を開いてから時間がたったため、送信できませんでした。入力した内容は、書きかけとして保存しました。"
        steps = ["下の「続きから書く」を押し、内容を確かめて、もう一度登録してください。"]
        return _error(
            request,
            403,
            heading="もう一度お試しください",
            what=what,
            steps=steps,
            back=with_draft(request),
            back_label="続きから書く",
        )
    return _error(
        request,
        403,
        heading="もう一度お試しください",
        what="画面を開いてから時間がたったため、安全のために送信を止めました。何も登録されていません。",
        steps=[
            "前の画面を開きなおして、もう一度お試しください。",
            "別のタブでログインしなおしたときも、この画面が出ることがあります。",
        ],
    )


def _from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
