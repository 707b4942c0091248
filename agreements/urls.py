from django.urls import path

from .views import signing, verify

app_name = "agreements"
urlpatterns = [
    path("tekenen/<str:token>/", signing.read, name="sign"),
    path("tekenen/<str:token>/overeenkomst.pdf", signing.pdf, name="sign_pdf"),
    path("tekenen/<str:token>/code/", signing.code, name="sign_code"),
    path("tekenen/<str:token>/code/sturen/", signing.send_code, name="sign_send_code"),
    path("tekenen/<str:token>/ondertekenen/", signing.sign, name="sign_name"),
    path("tekenen/<str:token>/weigeren/", signing.decline, name="sign_decline"),
    path("tekenen/<str:token>/nieuwe-link/", signing.renew, name="sign_renew"),
    path("controleren/", verify.verify, name="verify"),
]
