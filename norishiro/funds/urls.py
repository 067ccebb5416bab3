from django.urls import path

from norishiro.funds import views

app_name = "funds"
urlpatterns = [
    path("funds/", views.funds, name="funds"),
    path("funds/add/", views.open_fund, name="open_fund"),
    path("funds/<uuid:fund_id>/", views.fund, name="fund"),
    path("funds/<uuid:fund_id>/results/", views.results, name="results"),
    path("funds/<uuid:fund_id>/donations/add/", views.take_donation, name="take_donation"),
    path("funds/donations/<uuid:donation_id>/undo/", views.undo_donation, name="undo_donation"),
    path("funds/<uuid:fund_id>/applications/add/", views.take_application, name="take_application"),
    path("funds/grants/<uuid:money_id>/", views.grant, name="grant"),
    path("funds/grants/<uuid:money_id>/decision/", views.decide_grant, name="decide_grant"),
    path("funds/grants/<uuid:money_id>/payment/", views.pay_grant, name="pay_grant"),
    path("funds/grants/<uuid:money_id>/report/", views.report_grant, name="report_grant"),
    path("funds/grants/<uuid:money_id>/closure/", views.close_grant, name="close_grant"),
]
