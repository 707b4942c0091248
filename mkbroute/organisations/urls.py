from django.urls import path

from .views import account, house_style, invitations, others, people, profile

app_name = "organisations"
urlpatterns = [
    # before those of django-allauth: one door for logging in and signing up
    path("account/", account.account, name="account"),
    path("account/login/", account.login),
    path("account/signup/", account.one_door),
    path("account/login/code/", account.one_door),
    path("account/tweede-stap/", account.second_factor, name="second_factor"),
    path("uitnodiging/<str:token>/", invitations.accept, name="accept"),
    path("bedrijf-aanmelden/", others.register_company, name="register_company"),
    path("huisstijl/<str:sha>.css", house_style.style, name="style"),
    path("huisstijl/<str:sha>.png", house_style.logo, name="logo"),
    path("organisatie/", people.people, name="people"),
    path("organisatie/wissel/", account.switch, name="switch"),
    path("organisatie/uitnodigen/", people.invite, name="invite"),
    path("organisatie/uitnodigingen/<uuid:public_id>/opnieuw/", people.resend, name="resend"),
    path("organisatie/uitnodigingen/<uuid:public_id>/intrekken/", people.revoke, name="revoke"),
    path("organisatie/mensen/<uuid:public_id>/", people.member, name="member"),
    path("organisatie/mensen/<uuid:public_id>/beeindigen/", people.end_membership, name="end_membership"),
    path("organisatie/gegevens/", profile.profile, name="profile"),
    path("organisatie/vestigingen/", profile.workplaces, name="workplaces"),
    path("organisatie/vestigingen/toevoegen/", profile.add_workplace, name="add_workplace"),
    path("organisatie/vestigingen/<uuid:public_id>/", profile.change_workplace, name="change_workplace"),
    path("organisatie/mkb/", profile.mkb, name="mkb"),
    path("organisatie/mkb/verklaren/", profile.declare_mkb, name="declare_mkb"),
    path("organisatie/huisstijl/", house_style.house_style, name="house_style"),
    path("organisatie/anderen/", others.others, name="companies"),
    path("organisatie/anderen/toevoegen/", others.introduce, name="introduce"),
    path("organisatie/anderen/<uuid:public_id>/", others.other, name="other"),
    path("organisatie/anderen/<uuid:public_id>/uitnodigen/", others.invite_to, name="invite_to"),
]
