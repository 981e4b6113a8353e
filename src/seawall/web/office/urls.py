"""Addresses of this desk."""

from django.urls import path

from seawall.web.office import views

urlpatterns = [
    path("", views.office, name="office"),
    path("school/", views.facts, name="office_facts"),
    path("people/add/", views.add_person, name="office_add_person"),
    path("people/<uuid:pk>/leave/", views.leave, name="office_leave"),
    path("people/<uuid:pk>/let-in/", views.let_in, name="office_let_in"),
]
