from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("word/<str:key>/", views.become, name="become"),
    path("post/", views.post, name="post"),
]
