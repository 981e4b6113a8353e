"""Addresses of this desk."""

from django.urls import path

from seawall.web.office import boxes, guidance, keeping, letterhead, roll, rota, views

urlpatterns = [
    path("", views.office, name="office"),
    path("school/", views.facts, name="office_facts"),
    path("guidance/", guidance.guidance, name="office_guidance"),
    path("guidance/<str:fact>/", guidance.fact, name="office_guidance_fact"),
    path("guidance/<str:fact>/undo/", guidance.undo, name="office_guidance_undo"),
    path("keeping/", keeping.keeping, name="office_keeping"),
    path("letterhead/", letterhead.letterhead, name="office_letterhead"),
    path("rota/", rota.rota_page, name="office_rota"),
    path("rota/hours/", rota.rota_hours, name="office_rota_hours"),
    path("rota/dates/", rota.rota_dates, name="office_rota_dates"),
    path("rota/dates/<int:pk>/remove/", rota.rota_remove_dates, name="office_rota_remove_dates"),
    path("rota/shift/", rota.rota_shift, name="office_rota_shift"),
    path("rota/away/", rota.rota_away, name="office_rota_away"),
    path("rota/slots/<int:pk>/remove/", rota.rota_remove_slot, name="office_rota_remove_slot"),
    path("mail/", boxes.box_list, name="office_boxes"),
    path("mail/add/", boxes.box_add, name="office_box_add"),
    path("mail/<uuid:pk>/", boxes.box_change, name="office_box"),
    path("mail/<uuid:pk>/test/", boxes.box_test, name="office_box_test"),
    path("mail/<uuid:pk>/pause/", boxes.box_pause, name="office_box_pause"),
    path("mail/<uuid:pk>/remove/", boxes.box_remove, name="office_box_remove"),
    path("people/add/", views.add_person, name="office_add_person"),
    path("people/<uuid:pk>/leave/", views.leave, name="office_leave"),
    path("people/<uuid:pk>/let-in/", views.let_in, name="office_let_in"),
    path("roll/", roll.roll, name="office_roll"),
    path("roll/pupils/<uuid:pk>/", roll.pupil, name="office_roll_pupil"),
    path("roll/import/", roll.read_file, name="office_roll_import"),
    path("roll/import/<uuid:pk>/", roll.preview, name="office_roll_preview"),
    path("roll/import/<uuid:pk>/columns/", roll.columns, name="office_roll_columns"),
    path("roll/import/<uuid:pk>/drop/", roll.drop, name="office_roll_drop"),
    path("roll/import/<uuid:pk>/undo/", roll.undo, name="office_roll_undo"),
]
