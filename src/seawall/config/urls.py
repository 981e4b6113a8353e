"""Every address. Public ones are short and harmless to read in a browser's history."""

from django.urls import include, path

urlpatterns = [
    path("", include("seawall.web.shared.urls")),
    path("", include("seawall.web.public.urls")),
    path("", include("seawall.web.staff.urls")),
    path("office/", include("seawall.web.office.urls")),
]
handler400 = "seawall.web.shared.errors.bad_request"
handler403 = "seawall.web.shared.errors.forbidden"
handler404 = "seawall.web.shared.errors.not_found"
handler429 = "seawall.web.shared.errors.too_many"  # asked for by django-allauth
handler500 = "seawall.web.shared.errors.broken"
