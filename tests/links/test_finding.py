"""What is found in what children, families and staff write, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.config.demo.told import TOLD
from seawall.links.rules.finding import AROUND, MOST, find
from seawall.links.rules.web import read_link
from tests.links.pairs import COIN, COIN_32, ETHER


def found(text, where="words", apps=()):
    return [(each.kind.value, each.platform, each.value) for each in find({where: text}, apps)]


IN_WORDS = [
    ("A boy called kai_skates09 was in my team", [("account", "", "kai_skates09")]),
    ("Somebody named KaiSkates09 wants fifty pounds", [("account", "", "KaiSkates09")]),
    ("A Snapchat account JessM07 on another pupil's phone", [("account", "snapchat", "JessM07")]),
    ("his snap is kaiskates add him", [("account", "snapchat", "kaiskates")]),
    ("his tiktok: @kai🛹skates.", [("account", "tiktok", "@kai🛹skates")]),
    ("username: kaiskates", [("account", "", "kaiskates")]),
    ('an account called "kai skates" on tiktok', [("account", "tiktok", "kai skates")]),
    ("he's on discord as Kai#1234", [("account", "discord", "Kai#1234")]),
    ("u/kaiskates on reddit", [("account", "reddit", "kaiskates")]),
    ("add me on insta jess.m", [("account", "instagram", "jess.m")]),
    ("jess\u200b.m_07 wrote", [("account", "", "jess\u200b.m_07")]),
    ("we met on omegle, he is omegle_kai", [("account", "", "omegle_kai")]),
    ("look at https://www.instagram.com/kai_skates09/?igsh=MXA4.", [("account", "instagram", "https://www.instagram.com/kai_skates09/?igsh=MXA4")]),
    ("(snapchat.com/add/JessM07?share_id=a)", [("account", "snapchat", "snapchat.com/add/JessM07?share_id=a")]),
    ("it is on kai.example/x?y=1.", [("web", "", "kai.example/x?y=1")]),
    ("email kai@mail.example or @kai_sk8", [("email", "", "kai@mail.example"), ("account", "", "@kai_sk8")]),
    ("rang from 07700 900 733 on 12/05/2026 at 3.30", [("phone", "", "07700 900 733")]),
    ("my number is +44 (0) 7700-900-733.", [("phone", "", "+44 (0) 7700-900-733")]),
    ("on whatsapp O7700 900733", [("phone", "whatsapp", "O7700 900733")]),
    ("call +353 20 910 1234 now", [("phone", "", "+353 20 910 1234")]),
    ("https://wa.me/447700900733", [("phone", "whatsapp", "https://wa.me/447700900733")]),
    ("pay $kaiskates on cash app", [("payment", "cashapp", "$kaiskates")]),
    ("send it to revolut @kaisk8", [("payment", "revolut", "@kaisk8")]),
    ("paypal.me/kaiskates/50", [("payment", "paypal", "paypal.me/kaiskates/50")]),
    ("sort code 20-00-00 account 12345678 he said", [("bank", "", "sort code 20-00-00 account 12345678")]),
    ("GB82 WEST 1234 5698 7654 32 is his bank", [("bank", "", "GB82 WEST 1234 5698 7654 32")]),
    ("a steam gift card or amazon vouchers", [("gift_card", "", "steam gift card"), ("gift_card", "", "amazon vouchers")]),
    (f"bitcoin to {COIN} or {COIN_32}, or {ETHER}", [("crypto", "", COIN), ("crypto", "", COIN_32), ("crypto", "", ETHER)]),
]  # fmt: skip
NOTHING_IN = [
    "",
    "A boy called Marcus said hello",
    "he is 17yo in year7 and form8b, at 10pm, for 50quid",
    "the ps5 controller b4 school l8r gr8",
    "I was on WhatsApp and YouTube and TikTok with McDonalds",
    "i went home.She said no",
    "I told Mr Smith in Year 8 about it, period 5, room B12, on 12.05.2026 at 15:30",
    "it cost £1,200.50 and 1st of May 2026, half past 3",
    "e.g. this, i.e. that, a.m. and p.m.",
    "@" + "a" * 500,
    f"bitcoin to {COIN[:-1]}b",
    "there was a blue picture with a dog",
]
IN_ANSWER = [
    (
        "kai_skates09 on Instagram, in the game he is KaiSkates09",
        [("account", "instagram", "kai_skates09"), ("account", "", "KaiSkates09")],
    ),
    ("jess.m_07 and JessM07", [("account", "", "jess.m_07"), ("account", "", "JessM07")]),
    ("JessM07, then kai.skates_09", [("account", "", "JessM07"), ("account", "", "kai.skates_09")]),
    (
        "KaiSkates09, and a WhatsApp number 07700 900733",
        [("phone", "whatsapp", "07700 900733"), ("account", "", "KaiSkates09")],
    ),
    ("kai skates", [("account", "", "kai skates")]),
    ("@kaiskates", [("account", "", "@kaiskates")]),
    ("insta: kaiskates snap: kai.sk8", [("account", "snapchat", "kai.sk8"), ("account", "instagram", "kaiskates")]),
    ("Jess Marlowe's fake one is jess.m_07", [("account", "", "jess.m_07")]),
    ("dont know sorry", []),
    ("i can't remember the name", []),
    ("no", []),
    ("n/a", []),
]


@pytest.mark.parametrize(("text", "expected"), IN_WORDS)
def test_found_in_words(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("text", NOTHING_IN)
def test_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "expected"), IN_ANSWER)
def test_found_in_the_answer_about_accounts(text, expected):
    assert found(text, "accounts") == expected


def test_the_only_app_named_is_taken_for_the_platform():
    assert found("kai_x", "accounts", ["snapchat"]) == [("account", "snapchat", "kai_x")]
    assert found("kai_x", "accounts", ["snapchat", "game"]) == [("account", "", "kai_x")]
    assert found("kai_x on insta", "accounts", ["snapchat"]) == [("account", "instagram", "kai_x")]


def test_each_once_with_its_platform_if_it_has_one_anywhere():
    both = find({"accounts": "KaiSkates09", "words": "it was kaiskates09 on tiktok. KAISKATES09!"})
    assert [(each.value, each.platform) for each in both] == [("KaiSkates09", "tiktok")]
    two = find({"words": "kai_x on tiktok, and kai_x on snapchat"})
    assert [each.platform for each in two] == ["tiktok", "snapchat"]


def test_names_of_people_are_not_searched_and_the_schools_own_is_no_lead():
    assert find({"name": "kai_skates09", "child_name": "07700 900733"}) == ()
    words = {"words": "I rang 01632 960100 and office@marram-bay.example and 07700 900733"}
    kept = find(words, not_these=["01632 960100", "office@marram-bay.example", ""])
    assert [each.value for each in kept] == ["07700 900733"]


def test_the_words_around_are_kept_whole_and_short():
    text = "x" * 100 + " long before it the boy called kai_skates09 who was in my team and " + "y" * 100
    (one,) = find({"words": text})
    assert text[one.start : one.end] == one.value == "kai_skates09"
    assert one.before == "long before it the boy called "
    assert one.after.startswith(" who was in my team")
    assert max(len(one.before), len(one.after)) <= AROUND


@pytest.mark.parametrize(
    ("link", "kind", "platform", "leads_to"),
    [
        ("instagram.com/kai.skates", "account", "instagram", "kai.skates"),
        ("https://instagram.com/stories/kai.skates/123", "account", "instagram", "kai.skates"),
        ("instagram.com/p/CxYz/", "web", "instagram", "instagram.com/p/CxYz"),
        ("https://en-gb.facebook.com/kai.skates.9", "account", "facebook", "kai.skates.9"),
        ("m.facebook.com/profile.php?v=info&id=1000", "account", "facebook", "facebook:id:1000"),
        ("https://www.threads.net/@kai_skates09", "account", "threads", "kai_skates09"),
        ("https://t.snapchat.com/AbC123", "account", "snapchat", "snapchat:link:AbC123"),
        ("tiktok.com/@kai.skates/video/71?_t=8&_r=1", "account", "tiktok", "kai.skates"),
        ("https://vm.tiktok.com/ZMabc/", "account", "tiktok", "tiktok:link:ZMabc"),
        ("https://api.whatsapp.com/send/?phone=447700900733&text", "phone", "whatsapp", "447700900733"),
        ("chat.whatsapp.com/AbCdEf", "account", "whatsapp", "whatsapp:link:AbCdEf"),
        ("https://discord.gg/xYz", "account", "discord", "discord:link:xYz"),
        ("discord.com/users/123", "account", "discord", "discord:id:123"),
        ("https://www.roblox.com/users/123/profile", "account", "roblox", "roblox:id:123"),
        ("https://x.com/kaiskates/status/1?s=20", "account", "x", "kaiskates"),
        ("twitter.com/intent/user?screen_name=kaiskates", "account", "x", "kaiskates"),
        ("https://youtube.com/@KaiSkates?si=abc", "account", "youtube", "KaiSkates"),
        ("youtube.com/channel/UCabc", "account", "youtube", "youtube:id:UCabc"),
        ("youtu.be/dQw4?t=4", "web", "", "youtu.be/dQw4"),
        ("t.me/kaiskates09", "account", "telegram", "kaiskates09"),
        ("https://t.me/+AbC", "account", "telegram", "telegram:link:AbC"),
        ("tg://resolve?domain=kaiskates09", "account", "telegram", "kaiskates09"),
        ("https://old.reddit.com/user/kaiskates/", "account", "reddit", "kaiskates"),
        ("twitch.tv/kaiskates", "account", "twitch", "kaiskates"),
        ("omegle.com/x", "web", "omegle", "omegle.com/x"),
        ("cash.app/$KaiSk8", "payment", "cashapp", "KaiSk8"),
        ("monzo.me/kaiskates", "payment", "monzo", "kaiskates"),
        ("https://instagram.com.evil.example/kai", "web", "", "instagram.com.evil.example/kai"),
        ("https://user:pw@evil.example/x", "web", "", "evil.example/x"),
        ("https://newapp.example/@kai", "web", "", "newapp.example/@kai"),
    ],
)  # fmt: skip
def test_where_a_link_leads(link, kind, platform, leads_to):
    read = read_link(link)
    assert read is not None
    assert (read.kind.value, read.platform) == (kind, platform)
    assert leads_to in {read.name, read.key, read.phone, read.page}


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=100)
def test_any_text_is_read(text):
    read_link(text)
    for each in find({"words": text, "accounts": text}):
        assert text[each.start : each.end] == each.value


@given(
    st.lists(
        st.sampled_from(
            [
                "kai_x",
                "@",
                "07700 900733",
                "http://",
                "instagram.com/",
                "20-00-00",
                "😀",
                "\u200b",
                "..",
                "\n",
                " ",
                "0x",
                "is",
                "called",
            ]
        ),
        max_size=30,
    )
)
@settings(deadline=None, max_examples=80)
def test_pieces_of_identifiers_in_any_order(pieces):
    find({"words": "".join(pieces), "accounts": " ".join(pieces)})


LONG = "help me |a1_|@a1 |07700 900733 |1|a.b.|http://x.com/|12-34-56 |(+1 |account is |a-|instagram "


@pytest.mark.parametrize("piece", LONG.split("|"))
def test_the_longest_texts_are_read_to_their_end(piece):
    """With a pattern that backtracks, this would not come back (pytest-timeout)."""
    assert len(find({"words": piece * (20_000 // len(piece)), "accounts": piece * (20_000 // len(piece))})) <= MOST


def test_no_more_than_a_page_can_show():
    many = "\n".join(f"kai_skates{number}x" for number in range(500))
    assert len(find({"accounts": many})) == MOST


def test_the_demonstrations_week():
    accounts = {each.value for told in TOLD for each in find(told.words) if each.kind == "account"}
    assert accounts == {
        *("kai_skates09", "KaiSkates09", "kai.skates_09", "jess.m_07", "JessM07", "freddie.lund.7", "pebbledash_paul"),
    }
