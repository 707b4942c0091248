from django.urls import path

from .views import agreements, drafting, own, reading, sending, signing, verify

app_name = "agreements"
urlpatterns = [
    path("overeenkomsten/", agreements.index, name="list"),
    path("overeenkomsten/opstellen/<uuid:match_id>/", drafting.draft, name="draft"),
    path("overeenkomsten/link/<uuid:signing_id>/", sending.resend, name="resend"),
    path("overeenkomsten/link/<uuid:signing_id>/naar-mij/", own.mail_my_link, name="mail_my_link"),
    path("overeenkomsten/<uuid:public_id>/", agreements.detail, name="detail"),
    path("overeenkomsten/<uuid:public_id>/bewerken/", drafting.edit, name="edit"),
    path("overeenkomsten/<uuid:public_id>/partijen/", drafting.parties, name="parties"),
    path("overeenkomsten/<uuid:public_id>/voorbeeld/", reading.preview, name="preview"),
    path("overeenkomsten/<uuid:public_id>/voorbeeld.pdf", reading.preview_pdf, name="preview_pdf"),
    path("overeenkomsten/<uuid:public_id>/versturen/", sending.send, name="send"),
    path("overeenkomsten/<uuid:public_id>/terughalen/", sending.reopen, name="reopen"),
    path("overeenkomsten/<uuid:public_id>/vervallen/", sending.cancel, name="cancel"),
    path("overeenkomsten/<uuid:public_id>/versie/<int:number>/", reading.version, name="version"),
    path("overeenkomsten/<uuid:public_id>/versie/<int:number>.pdf", reading.version_pdf, name="version_pdf"),
    path("tekenen/<str:token>/", signing.read, name="sign"),
    path("tekenen/<str:token>/overeenkomst.pdf", signing.pdf, name="sign_pdf"),
    path("tekenen/<str:token>/code/", signing.code, name="sign_code"),
    path("tekenen/<str:token>/code/sturen/", signing.send_code, name="sign_send_code"),
    path("tekenen/<str:token>/ondertekenen/", signing.sign, name="sign_name"),
    path("tekenen/<str:token>/weigeren/", signing.decline, name="sign_decline"),
    path("tekenen/<str:token>/nieuwe-link/", signing.renew, name="sign_renew"),
    path("controleren/", verify.verify, name="verify"),
]
