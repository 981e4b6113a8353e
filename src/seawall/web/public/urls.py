"""Addresses of this desk. They are short, and harmless to read in a browser's history."""

from django.urls import path

from seawall.web.public import asking, finder, languages, mailboxes, pages, paper, stopping, telling

urlpatterns = [
    path("", pages.start, name="start"),
    path("leave", pages.leave, name="leave"),
    path("parents/", pages.parents, name="parents"),
    path("in/<slug:language>/", languages.choose, name="language"),
    path("help/", finder.who, name="help"),
    path("help/<int:number>/", finder.what, name="help_what"),
    path("help/<int:number>/<int:situation>/", finder.steps, name="help_steps"),
    path("ask/", asking.ask, name="ask"),
    path("ask/sent", asking.asked, name="asked"),
    path("ask/tell", asking.tell_it, name="ask_tell"),
    path("ask/<slug:code>", asking.ask, name="ask_code"),
    path("tips/", stopping.stop, name="stop"),
    path("tips/list/", stopping.family_list, name="stop_list"),
    path("tips/list/pdf/", paper.family_list_pdf, name="stop_list_pdf"),
    path("tips/<int:number>/<int:which>/", stopping.point, name="stop_point"),
    path("tips/on/<slug:where>/", stopping.place, name="stop_place"),
    path("tell/", pages.tell, name="tell"),
    path("tell/on", telling.carry_on, name="carry_on"),
    path("tell/check", telling.check_answers, name="check_answers"),
    path("tell/code", telling.six_words, name="six_words"),
    path("tell/card", telling.word_card, name="word_card"),
    path("tell/kept", telling.keep_words, name="keep_words"),
    path("tell/next", telling.what_next, name="what_next"),
    path("tell/<slug:key>", telling.question, name="question"),
    path("mailbox/", mailboxes.mailbox, name="mailbox"),
    path("mailbox/open", mailboxes.open_mailbox, name="open_mailbox"),
    path("mailbox/write", mailboxes.write_message, name="write_message"),
    path("mailbox/throw-away", mailboxes.throw_words_away, name="throw_words_away"),
    path("mailbox/thrown-away", mailboxes.words_thrown_away, name="words_thrown_away"),
]
