"""Every address, one line per room."""

from allauth import urls as allauth_urls
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern, URLResolver

from config.accounts import closed

# allauth's pages reverse these names, so the names stay; the pages themselves are not offered.
CLOSED = (
    r"^accounts/(?:signup|email|confirm-email|password/reset|password/set|login/code|3rdparty|social)(?:/|$)"
)

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(CLOSED, login_not_required(closed)),
    path("accounts/", include(allauth_urls)),
    path("", include("norishiro.core.urls")),
    path("", include("norishiro.ledger.urls")),
    path("", include("norishiro.agencies.urls")),
    path("", include("norishiro.sharing.urls")),
    path("", include("norishiro.attachments.urls")),
    path("", include("norishiro.letterbox.urls")),
    path("", include("norishiro.handbook.urls")),
    path("", include("norishiro.cases.urls")),
    path("", include("norishiro.teams.urls")),
    path("", include("norishiro.training.urls")),
    path("", include("norishiro.carers.urls")),
    path("", include("norishiro.community.urls")),
    path("", include("norishiro.matching.urls")),
    path("", include("norishiro.evacuation.urls")),
    path("", include("norishiro.food.urls")),
    path("", include("norishiro.funds.urls")),
    path("", include("norishiro.corporations.urls")),
    path("", include("norishiro.helpers.urls")),
    path("", include("norishiro.publicity.urls")),
    path("", include("norishiro.neighbours.urls")),
    path("", include("norishiro.surroundings.urls")),
    path("", include("norishiro.family.urls")),
    path("", include("norishiro.assessment.urls")),
    path("", include("norishiro.visits.urls")),
    path("", include("norishiro.outreach.urls")),
    path("", include("norishiro.people.urls")),
    path("", include("norishiro.surveys.urls")),
    path("", include("norishiro.resources.urls")),
    path("", include("norishiro.opendata.urls")),
    path("", include("norishiro.emergency.urls")),
    path("", include("norishiro.exports.urls")),
    path("", include("norishiro.finding.urls")),
    path("", include("norishiro.former.urls")),
    path("", include("norishiro.meetings.urls")),
    path("plans/", include("norishiro.plans.urls")),
    path("", include("norishiro.consultations.urls")),
    path("", include("norishiro.watching.urls")),
    path("", include("norishiro.incidents.urls")),
    path("", include("norishiro.rights.urls")),
    path("", include("norishiro.casework.urls")),
    path("", include("norishiro.public_site.urls")),
    path("", include("norishiro.indicators.urls")),
    path("", include("norishiro.reports.urls")),
    path("", include("norishiro.policies.urls")),
    path("", include("norishiro.questions.urls")),
    path("", include("norishiro.exchange.urls")),
    path("", include("norishiro.disposal.urls")),
    path("", include("norishiro.moving.urls")),
]

handler400 = "norishiro.core.views.bad_request"
handler403 = "norishiro.core.views.forbidden"
handler404 = "norishiro.sharing.views.gone.not_found"
handler500 = "norishiro.core.away.error_page"
