"""What children, families and staff told in the demonstration's week. Invented from first to last."""

from __future__ import annotations

from typing import Final

from seawall.config.demo.cast import CHILD_CODE, PARENT_CODE
from seawall.config.demo.shapes import Told, When

TOLD: Final = (
    Told(
        "callum",
        When(6, "20:41"),
        "child",
        {
            "about": "me",
            "what": ["stranger", "asked", "threats"],
            "still": "yes",
            "apps": ["game", "instagram"],
            "when": "this_week",
            "adult_knows": ["other_adult"],
            "safe": ["safe"],
            "year": "7",
            "contact": ["mailbox", "in_school"],
        },
        {
            "words": (
                "A boy called kai_skates09 was in my team in the game and he was really funny. He said he is in year 7 in "
                "another town. Then we went on video and it was only him asking me things and I think he recorded it. Now he "
                "says he'll show it to my whole form if I don't do what he says. I know I was stupid. My cousin Bex knows, "
                "nobody else. Please don't tell my football coach."
            ),
            "accounts": "kai_skates09 on Instagram, in the game he is KaiSkates09",
            "when_words": "Saturday night, and again just now",
            "wish": "I want it to stop and I don't want everyone to know",
            "name": "Callum Reyes",
            "contact_words": "In school is ok but not in front of Mr Reed's form. Not by letter.",
        },
        code=CHILD_CODE,
    ),
    Told(
        "friend",
        When(5, "08:12"),
        "child",
        {
            "about": "friend",
            "what": ["fake_account"],
            "still": "yes",
            "apps": ["instagram"],
            "when": "today",
            "adult_knows": ["nobody"],
            "year": "7",
            "contact": ["mailbox"],
        },
        {
            "words": (
                "There is an account jess.m_07 that has my friend's photo from sports day and it is messaging people in our "
                "year being horrible. Everyone thinks it is Jess but she was sitting next to me on the bus with no phone when "
                "it wrote to Amara. She cried all of break and some people won't sit with her now."
            ),
            "accounts": "jess.m_07",
            "child_name": "Jess Marlowe, 7B",
            "wish": "Tell everybody it isn't her",
        },
    ),
    Told(
        "tutor",
        When(5, "12:50"),
        "staff",
        {
            "about": "pupil",
            "what": ["fake_account", "threats"],
            "still": "not_sure",
            "apps": ["snapchat", "instagram"],
            "when": "this_week",
            "adult_knows": ["teacher"],
            "year": "7",
        },
        {
            "words": "Jess Marlowe stayed behind after registration. Three others from 7B came with her.",
            "child_name": "Jess Marlowe",
            "said": (
                "It isn't me, sir, I never made it. There's two of them now. It asks people to go on video and if they won't "
                "it says it'll put their face on one as well."
            ),
            "seen": "A Snapchat account JessM07 on another pupil's phone, with Jess's sports day photograph. I did not scroll.",
            "done": "I said I believe her. She is with Mrs Adeyemi in the library until period 5. Nobody was told to delete it.",
            "promised": "That I fetch her for lunch myself, and that nobody in 7B is told.",
            "accounts": "JessM07",
        },
        by="tom",
    ),
    Told(
        "mother",
        When(5, "19:05"),
        "parent",
        {
            "about": "my_child",
            "what": ["fake_account", "threats"],
            "still": "yes",
            "apps": ["instagram", "snapchat"],
            "when": "this_week",
            "adult_knows": ["parent", "teacher"],
            "safe": ["safe"],
            "year": "7",
            "contact": ["phone", "mailbox"],
        },
        {
            "words": (
                "Jess told us tonight at the kitchen table. Somebody has made accounts with her name and writes to her friends. "
                "Two mothers have already rung me as if she had done it. She has not slept and says she is not going in on "
                "Thursday. We told her we believe her, as your leaflet says."
            ),
            "accounts": "jess.m_07 and JessM07",
            "name": "Marie Marlowe",
            "child_name": "Jess Marlowe, 7B",
            "contact_words": "07700 900412, after half past five. My shift ends at five.",
            "wish": "To know who to ring at Instagram, and that the other parents are told it is not her.",
        },
        code=PARENT_CODE,
    ),
    Told(
        "amara",
        When(4, "21:32"),
        "child",
        {
            "about": "me",
            "what": ["stranger", "money", "threats"],
            "paid": "asked",
            "still": "yes",
            "apps": ["snapchat"],
            "when": "today",
            "adult_knows": ["parent"],
            "safe": ["safe"],
            "year": "7",
            "contact": ["mailbox"],
        },
        {
            "words": (
                "I thought it was Jess so I answered. It was kai.skates_09 really, he said so after and laughed. He wants a "
                "gift card from the supermarket or he'll put my name on a page with a made up picture. My nan knows because "
                "I asked her for thirty pounds."
            ),
            "accounts": "JessM07, then kai.skates_09",
            "name": "Amara Bello",
            "wish": "I don't want Jess to be in trouble because I know now it wasn't her",
        },
    ),
    Told(
        "freddie",
        When(3, "16:20"),
        "child",
        {
            "about": "me",
            "what": ["fake_account"],
            "still": "yes",
            "apps": ["tiktok"],
            "when": "this_week",
            "adult_knows": ["parent"],
            "safe": ["safe"],
            "year": "7",
            "contact": ["mailbox", "in_school"],
        },
        {
            "words": (
                "Someone made freddie.lund.7 and it is not mine, mine is private and has no face. It has my school jumper photo "
                "and it follows half of year 7. My brother says report it and it goes, but it is still there."
            ),
            "accounts": "freddie.lund.7",
            "name": "Freddie Lund",
        },
    ),
    Told(
        "prank",
        When(3, "22:10"),
        "child",
        {"about": "someone", "what": ["other"], "apps": ["other"]},
        {"words": "lol is this thing even read by anyone. Mr Plimsoll eats chalk for breakfast. asdfasdf bananaphone"},
    ),
    Told(
        "question",
        When(2, "10:35"),
        "child",
        {"about": "me", "what": ["other"], "still": "no", "apps": ["tiktok"], "year": "8", "contact": ["mailbox"]},
        {
            "words": (
                "In assembly you said check your followers. I had one I don't know called pebbledash_paul and I took him off. "
                "Do I have to do anything else? He never wrote."
            ),
            "accounts": "pebbledash_paul",
        },
    ),
    Told(
        "father",
        When(minutes_ago=130),
        "parent",
        {
            "about": "my_child",
            "what": ["stranger", "money"],
            "paid": "asked",
            "still": "yes",
            "apps": ["instagram", "whatsapp"],
            "when": "today",
            "adult_knows": ["parent"],
            "safe": ["safe"],
            "year": "7",
            "contact": ["phone"],
        },
        {
            "words": (
                "I found Noah on the stairs with his phone. Somebody named KaiSkates09 wants fifty pounds on a gift card from "
                "him by the weekend. He has not paid and I told him he is not in trouble. I took a picture of the chat and "
                "left everything where it is."
            ),
            "accounts": "KaiSkates09, and a WhatsApp number 07700 900733",
            "name": "Tobias Ekholm",
            "child_name": "Noah Ekholm, 7D",
            "contact_words": "01632 960418, any time today",
        },
    ),
    Told(
        "bus-stop",
        When(minutes_ago=24),
        "child",
        {
            "about": "me",
            "what": ["stranger", "threats"],
            "still": "yes",
            "apps": ["snapchat"],
            "when": "today",
            "adult_knows": ["nobody"],
            "safe": ["coming"],
            "year": "7",
            "contact": ["in_school"],
        },
        {
            "words": (
                "kai skates says he's outside the bus stop by the chip shop after school and he knows my coat is yellow. I am "
                "in the library now. I haven't told my dad."
            ),
            "accounts": "kai.skates_09",
            "name": "Priya Solanki",
            "contact_words": "Library, the table by the window, until the bell",
        },
    ),
)
