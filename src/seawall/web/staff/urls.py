"""Addresses of this desk. One verb is one address; nothing in an address tells what was told."""

from django.urls import path

from seawall.web.staff.views import case, chronology, leads, queue, recording, report

_REPORT = "desk/reports/<uuid:pk>/"
_LEAD = _REPORT + "leads/<uuid:identifier>/"
_CASE = "desk/cases/<uuid:pk>/"

urlpatterns = [
    path("staff/record/", recording.record, name="record"),
    path("staff/record/mine/", recording.record_home, name="record_home"),
    path("staff/record/<uuid:pk>/", recording.recorded, name="recorded"),
    path("staff/overview/", queue.overview, name="overview"),
    path("desk/", queue.queue, name="queue"),
    path("desk/junk/", queue.junk, name="junk"),
    path("desk/cases/", queue.cases_open, name="cases"),
    path("desk/cases/closed/", queue.cases_closed, name="cases_closed"),
    path(_REPORT, report.report, name="report"),
    path(_REPORT + "assign/", report.report_assign, name="report_assign"),
    path(_REPORT + "danger/", report.report_danger, name="report_danger"),
    path(_REPORT + "set-aside/", report.report_set_aside, name="report_set_aside"),
    path(_REPORT + "bring-back/", report.report_bring_back, name="report_bring_back"),
    path(_REPORT + "start-case/", report.report_start_case, name="report_start_case"),
    path(_REPORT + "add-to-case/", report.report_gather, name="report_gather"),
    path(_REPORT + "reply/", report.report_reply, name="report_reply"),
    path(_REPORT + "status/", report.report_status, name="report_status"),
    path(_REPORT + "leads/add/", leads.report_lead_add, name="report_lead_add"),
    path(_LEAD + "confirm/", leads.report_lead_confirm, name="report_lead_confirm"),
    path(_LEAD + "correct/", leads.report_lead_correct, name="report_lead_correct"),
    path(_LEAD + "drop/", leads.report_lead_drop, name="report_lead_drop"),
    path(_LEAD + "undo/", leads.report_lead_undo, name="report_lead_undo"),
    path(_REPORT + "links/<uuid:other>/reject/", leads.report_link_reject, name="report_link_reject"),
    path(_REPORT + "links/<uuid:other>/take-back/", leads.report_link_take_back, name="report_link_take_back"),
    path(_CASE, case.case, name="case"),
    path(_CASE + "note/", case.case_note, name="case_note"),
    path(_CASE + "chronology/", chronology.case_chronology, name="case_chronology"),
    path(_CASE + "chronology/add/", chronology.case_add_line, name="case_add_line"),
    path(_CASE + "chronology/print/", chronology.case_print_chronology, name="case_print_chronology"),
    path(_CASE + "chronology/<uuid:line>/", chronology.case_correct_line, name="case_correct_line"),
    path(_CASE + "people/", case.case_involve, name="case_involve"),
    path(_CASE + "people/<uuid:person>/", case.case_part, name="case_part"),
    path(_CASE + "take-out/<uuid:report>/", case.case_take_out, name="case_take_out"),
    path(_CASE + "assign/", case.case_assign, name="case_assign"),
    path(_CASE + "danger/", case.case_danger, name="case_danger"),
    path(_CASE + "close/", case.case_close, name="case_close"),
    path(_CASE + "reopen/", case.case_reopen, name="case_reopen"),
    path(_CASE + "close-off/", case.case_close_off, name="case_close_off"),
    path(_CASE + "open-to-team/", case.case_open_to_team, name="case_open_to_team"),
]
