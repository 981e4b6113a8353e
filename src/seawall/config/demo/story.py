"""The demonstration's week in order: who read what, what was answered, the case that was made. Told things are in told.py."""

from __future__ import annotations

from typing import Final

from seawall.config.demo.linking import LINKED, LINKED_TOLD
from seawall.config.demo.shapes import (
    Account,
    AccountStep,
    AddToCase,
    Decide,
    Done,
    Heard,
    Involve,
    Junk,
    MakeCase,
    Message,
    Note,
    Reached,
    Read,
    Refer,
    Reply,
    Status,
    Story,
    Take,
    Told,
    When,
)
from seawall.config.demo.supporting import SUPPORT
from seawall.config.demo.told import TOLD

_FIRST_EVENING: Final[tuple[Done, ...]] = (
    Read(When(6, "20:58"), "callum", "asha"),
    Take(When(6, "20:59"), "callum", "asha", "asha"),
    Reply(
        When(6, "21:06"),
        "callum",
        "asha",
        "Hello Callum. I'm Asha, the safeguarding lead, and I have read every word. You are not in trouble with us, not for the "
        "video and not for the game. What this person does is a crime, and he has done it to other people. Please stop "
        "answering him, keep the chat as it is, and don't pay anything. May I come and find you before registration, at the "
        "music room? If you feel unsafe tonight, ring Childline on 0800 1111 or 999.",
    ),
    Message(
        When(6, "21:19"),
        "callum",
        "ok. music room is good. thank you for not being cross. he wrote again but I didnt answer",
    ),
    MakeCase(When(5, "08:40"), "callum", "Kai Skates: recordings and threats, year 7", "asha"),
    Involve(
        When(5, "08:42"),
        "affected",
        "Callum Reyes",
        "7C. Met at the music room, calm, wants his mum told with him there.",
        "asha",
    ),
    Note(
        When(5, "09:15"),
        "Met Callum 08:25 in the music room. He told it in his own words; I did not ask to see anything. Mrs Reyes rung at 08:50 "
        "with Callum beside me, she was kind to him.",
        "asha",
    ),
    Decide(
        When(5, "09:11"),
        ("coerced",),
        ("adult",),
        "He is asked for money by somebody nobody here knows. Whether that is an adult we can't tell, so it counts as one.",
        "asha",
    ),
    Refer(
        When(5, "09:16"),
        "police",
        "101",
        "Call handler 4711",
        "A boy of twelve in year 7 is blackmailed by somebody who calls himself kai_skates09. He has stopped answering and has "
        "kept the chat. He is safe at school, his mother knows. Nothing was deleted. Asked what to keep and what to tell him.",
        "asha",
        reference="Incident MC-2214 of that day",
        look_again=1,
    ),
    Status(When(5, "09:16"), "callum", "told_parents", "asha"),
)

_TWO_ACCOUNTS: Final[tuple[Done, ...]] = (
    Heard(
        When(4, "10:12"),
        "police",
        "Detective Constable Ruth Hallam has it, 01632 960177. Keep the chat and the account names, delete nothing. She rings "
        "Mrs Reyes herself and wants to hear of any other child.",
        "asha",
        reference="Crime MC/88213/26",
        look_again=4,
    ),
    Read(When(5, "09:30"), "friend", "dev"),
    Reply(
        When(5, "09:41"),
        "friend",
        "dev",
        "Thank you. You have been a good friend to Jess, and you have helped more people than her. We know that she did not make "
        "it. We will say so to the whole year, without naming anybody. Please don't write to the account yourself.",
    ),
    Read(When(5, "13:02"), "tutor", "asha"),
    Reached(When(5, "13:05"), "tutor", "talk", "asha"),
    AddToCase(When(5, "13:10"), "friend", "asha"),
    AddToCase(When(5, "13:11"), "tutor", "asha"),
    Involve(
        When(5, "13:14"),
        "impersonated",
        "Jess Marlowe",
        "7B. Two accounts stand in her name (jess.m_07, JessM07). She made neither. Photograph from sports day.",
        "asha",
    ),
    Account(When(5, "13:16"), "instagram", "jess.m_07", "Jess Marlowe", 11, "asha"),
    Account(When(5, "13:18"), "snapchat", "JessM07", "Jess Marlowe", 11, "asha"),
    Involve(When(5, "13:15"), "told_us", "Tom Reed", "Form tutor; recorded what Jess said on Tuesday.", "asha"),
    Read(When(5, "19:22"), "mother", "asha"),
    AddToCase(When(5, "19:24"), "mother", "asha"),
    Reply(
        When(5, "19:40"),
        "mother",
        "asha",
        "Dear Mrs Marlowe, we believe Jess, and everybody on the staff who needs to know has been told she is not the sender. "
        "I will ring you tomorrow after half past five. The account can be reported by you or by Jess, at the form for somebody "
        "pretending to be you; I have the exact link ready. She can come in by the side door and go straight to Mrs Adeyemi.",
    ),
    AccountStep(When(5, "19:42"), "jess.m_07", "pack_given", "asha", words="By telephone, read out to Marie Marlowe."),
    Involve(When(5, "19:45"), "told_us", "Marie Marlowe", "Mother of Jess. 07700 900412 after half past five.", "asha"),
    Note(
        When(4, "17:52"),
        "Rang Marie Marlowe. She and Jess reported jess.m_07 together while I waited on the line. Jess will come in on Thursday. "
        "Marie asked that the grandparents in Leith are not rung.",
        "asha",
    ),
    AccountStep(When(4, "17:52"), "jess.m_07", "reported", "asha", "parent", "IG-55120-07"),
    AccountStep(When(4, "18:05"), "JessM07", "reported", "asha", "school", "SC-208841"),
    Status(When(4, "17:53"), "mother", "account_reported", "asha"),
    Status(When(4, "17:53"), "friend", "account_reported", "asha"),
)

_SAME_HAND: Final[tuple[Done, ...]] = (
    Read(When(4, "21:47"), "amara", "dev"),
    Reply(
        When(4, "21:55"),
        "amara",
        "dev",
        "Amara, you did two hard things today: you told your nan, and you told us. Please don't buy the card, also not half of "
        "it. Paying does not make them go away. And you are right about Jess. I am in the art corridor from eight tomorrow.",
    ),
    AddToCase(When(3, "08:05"), "amara", "dev"),
    Involve(
        When(3, "08:07"),
        "affected",
        "Amara Bello",
        "7B. Was asked for a gift card of thirty pounds. Has not paid.",
        "dev",
    ),
    Note(
        When(3, "08:20"),
        "The same hand: kai_skates09 (Callum), kai.skates_09 (Amara), KaiSkates09 in the game. He used JessM07 to get an answer, "
        "then wrote as himself. Passed to the police as one thing with three children in it.",
        "dev",
    ),
    Decide(
        When(3, "08:21"),
        ("coerced",),
        ("adult",),
        "A second child is asked to pay, by the same hand. Refer stands, and goes to CEOP too.",
        "dev",
    ),
    Status(When(3, "08:21"), "amara", "told_police", "dev"),
    Refer(
        When(3, "08:30"),
        "ceop",
        "online",
        "The form of the Safety Centre",
        "Three accounts that look like one person: kai_skates09, kai.skates_09 and KaiSkates09. Two children in year 7, a third "
        "is impersonated by jess.m_07. The police have it, crime MC/88213/26.",
        "dev",
        reference="SC-40912",
        look_again=4,
    ),
    Read(When(3, "16:44"), "freddie", "asha"),
    Take(When(3, "16:45"), "freddie", "dev", "asha"),
    Read(When(2, "08:01"), "prank", "dev"),
    Junk(When(2, "08:02"), "prank", "dev"),
    AccountStep(When(2, "15:29"), "jess.m_07", "removed", "asha", words="Marie looked: the page says it is not there."),
    Status(When(2, "15:30"), "mother", "account_gone", "asha"),
    Reply(
        When(2, "15:32"),
        "mother",
        "asha",
        "The Instagram account is gone since this afternoon. The one on Snapchat is still there; I am chasing it and will look "
        "again on Monday.",
    ),
    Note(
        When(1, "14:10"),
        "Year 7 brought together in the hall in their class groups. Said plainly: if this happened to you, you are not at fault, "
        "and the accounts that look like classmates are not them. Absent: four, list with the year office; Dev tells them.",
        "asha",
    ),
    Message(
        When(1, "18:30"), "callum", "he has gone quiet. mum says thank you. is it really not going to be on my file"
    ),
)

STORY: Final = Story((*TOLD, *LINKED_TOLD), (*_FIRST_EVENING, *_TWO_ACCOUNTS, *_SAME_HAND, *SUPPORT, *LINKED))

SECOND_STORY: Final = Story(
    (
        Told(
            "heron",
            When(2, "18:05"),
            "child",
            {"about": "me", "what": ["stranger"], "still": "no", "apps": ["game"], "year": "9", "contact": ["mailbox"]},
            {
                "words": "Somebody I met in a game, KaiSkates09, kept asking which school I go to. I did not say. I blocked him.",
                "accounts": "KaiSkates09",
                "name": "Wilf Ardmore",
            },
        ),
    ),
)
