"""Addresses of signing in, by the names django-allauth knows them under. What it offers besides is not reachable."""

from django.urls import path

from seawall.web.shared import brand, joining, school_account, views, where
from seawall.web.shared import sign_in_pages as pages

_FACTOR = "sign-in/second-factor"

urlpatterns = [
    path("brand.css", brand.style_sheet, name="brand"),
    path("staff/", views.home, name="home"),
    path("sign-in/", pages.sign_in, name="account_login"),
    path("sign-in/again/", pages.again, name="account_reauthenticate"),
    path("sign-in/no-longer/", pages.inactive, name="account_inactive"),
    path("sign-in/join/", joining.join, name="join"),
    path("sign-in/join/<str:secret>/", joining.link, name="join_link"),
    path("sign-in/school-account/", school_account.begin, name="school_account"),
    path("sign-in/school-account/back/", school_account.back, name="school_account_back"),
    path("sign-in/open/", views.open_vault, name="open_vault"),
    path("staff/not-sent/", views.typed_late, name="typed"),
    path("staff/signed-in/", where.where, name="sign_ins"),
    path("staff/signed-in/others/end/", where.end_others, name="sign_ins_end_others"),
    path("staff/signed-in/<uuid:pk>/end/", where.end, name="sign_in_end"),
    path("sign-in/password/", views.change_password, name="change_password"),
    path("sign-in/passkey/", pages.passkey_sign_in, name="mfa_login_webauthn"),
    path(f"{_FACTOR}/", pages.ways, name="mfa_index"),
    path(f"{_FACTOR}/code/", pages.give_second_factor, name="mfa_authenticate"),
    path(f"{_FACTOR}/again/", pages.again_code, name="mfa_reauthenticate"),
    path(f"{_FACTOR}/app/", pages.set_up_app, name="mfa_activate_totp"),
    path(f"{_FACTOR}/app/remove/", pages.remove_app, name="mfa_deactivate_totp"),
    path(f"{_FACTOR}/recovery-codes/", pages.recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{_FACTOR}/recovery-codes/new/", pages.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{_FACTOR}/passkeys/", pages.to_second_factors, name="mfa_list_webauthn"),
    path(f"{_FACTOR}/passkeys/add/", pages.add_passkey, name="mfa_add_webauthn"),
    path(f"{_FACTOR}/passkeys/again/", pages.again_passkey, name="mfa_reauthenticate_webauthn"),
    path(f"{_FACTOR}/passkeys/<int:pk>/name/", pages.name_passkey, name="mfa_edit_webauthn"),
    path(f"{_FACTOR}/passkeys/<int:pk>/remove/", pages.remove_passkey, name="mfa_remove_webauthn"),
    path("sign-out/", pages.sign_out, name="account_logout"),
]
