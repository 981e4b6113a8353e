"""Addresses of this desk. One verb is one address; nothing in an address tells what was told."""

from django.urls import path

from seawall.web.staff.views import accounts, case, chronology, queue, reach, recording, referrals, report

_REPORT = "desk/reports/<uuid:pk>/"
_CASE = "desk/cases/<uuid:pk>/"
_ACCOUNT = _CASE + "accounts/<uuid:account>/"
_REFERRAL = _CASE + "referrals/<uuid:referral>/"

urlpatterns = [
    path("staff/record/", recording.record, name="record"),
    path("staff/record/mine/", recording.record_home, name="record_home"),
    path("staff/record/<uuid:pk>/", recording.recorded, name="recorded"),
    path("staff/overview/", queue.overview, name="overview"),
    path("staff/reach/", reach.reach, name="reach"),
    path("staff/reach/add/", reach.reach_add, name="reach_add"),
    path("staff/reach/test/", reach.reach_test, name="reach_test"),
    path("staff/reach/<uuid:pk>/remove/", reach.reach_remove, name="reach_remove"),
    path("desk/", queue.queue, name="queue"),
    path("desk/junk/", queue.junk, name="junk"),
    path("desk/cases/", queue.cases_open, name="cases"),
    path("desk/cases/closed/", queue.cases_closed, name="cases_closed"),
    path(_REPORT, report.report, name="report"),
    path(_REPORT + "assign/", report.report_assign, name="report_assign"),
    path(_REPORT + "danger/", report.report_danger, name="report_danger"),
    path(_REPORT + "contacted/", report.report_contacted, name="report_contacted"),
    path(_REPORT + "set-aside/", report.report_set_aside, name="report_set_aside"),
    path(_REPORT + "bring-back/", report.report_bring_back, name="report_bring_back"),
    path(_REPORT + "start-case/", report.report_start_case, name="report_start_case"),
    path(_REPORT + "add-to-case/", report.report_gather, name="report_gather"),
    path(_REPORT + "reply/", report.report_reply, name="report_reply"),
    path(_REPORT + "status/", report.report_status, name="report_status"),
    path(_CASE, case.case, name="case"),
    path(_CASE + "note/", case.case_note, name="case_note"),
    path(_CASE + "chronology/", chronology.case_chronology, name="case_chronology"),
    path(_CASE + "chronology/add/", chronology.case_add_line, name="case_add_line"),
    path(_CASE + "chronology/print/", chronology.case_print_chronology, name="case_print_chronology"),
    path(_CASE + "chronology/<uuid:line>/", chronology.case_correct_line, name="case_correct_line"),
    path("desk/accounts/", accounts.accounts, name="accounts"),
    path(_CASE + "accounts/", accounts.case_accounts, name="case_accounts"),
    path(_ACCOUNT, accounts.case_account, name="case_account"),
    path(_ACCOUNT + "step/", accounts.case_account_step, name="case_account_step"),
    path(_ACCOUNT + "change/", accounts.case_account_change, name="case_account_change"),
    path(_ACCOUNT + "looked/", accounts.case_account_looked, name="case_account_looked"),
    path(_ACCOUNT + "take-back/", accounts.case_account_take_back, name="case_account_take_back"),
    path(_ACCOUNT + "pack/", accounts.case_account_pack, name="case_account_pack"),
    path(_CASE + "referrals/", referrals.case_referrals, name="case_referrals"),
    path(_CASE + "referrals/begin/", referrals.case_refer, name="case_refer"),
    path(_REFERRAL, referrals.case_referral, name="case_referral"),
    path(_REFERRAL + "text/", referrals.case_referral_text, name="case_referral_text"),
    path(_REFERRAL + "keep/", referrals.case_referral_keep, name="case_referral_keep"),
    path(_REFERRAL + "made/", referrals.case_referral_made, name="case_referral_made"),
    path(_REFERRAL + "answered/", referrals.case_referral_answered, name="case_referral_answered"),
    path(_REFERRAL + "chased/", referrals.case_referral_chased, name="case_referral_chased"),
    path(_REFERRAL + "finish/", referrals.case_referral_finish, name="case_referral_finish"),
    path(_REFERRAL + "withdraw/", referrals.case_referral_withdraw, name="case_referral_withdraw"),
    path(_REFERRAL + "take-up/", referrals.case_referral_take_up, name="case_referral_take_up"),
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
