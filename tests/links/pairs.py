"""Pairs of identifiers and what is said of them: the tests hold the code to it, and docs/links.md shows it."""

from __future__ import annotations

from typing import Final

from seawall.links.rules.kinds import Kind

A, P, E, M, B, C, W, G = (
    Kind.ACCOUNT,
    Kind.PHONE,
    Kind.EMAIL,
    Kind.PAYMENT,
    Kind.BANK,
    Kind.CRYPTO,
    Kind.WEB,
    Kind.GIFT_CARD,
)
COIN: Final = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
COIN_32: Final = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
ETHER: Final = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

PAIRS: Final = (
    (A, "@KaiSkates09", "kaiskates09", "exact"),
    (A, "https://www.instagram.com/kai_skates09/?igsh=MXA4", "kai_skates09", "exact"),
    (
        A,
        "https://m.facebook.com/profile.php?id=100012345&mibextid=x",
        "facebook.com/people/Kai-Skates/100012345/",
        "exact",
    ),
    (A, "jess\u200b.m_07", "jess.m_07", "exact"),
    (A, "ｊｅｓｓ.m_07", "jess.m_07", "exact"),
    (A, "jess.m_07", "JessM07", "skeleton"),
    (A, "JessM07", "jеss_m07", "skeleton"),
    (A, "jess.m_07", "jеss_m07", "skeleton"),
    (A, "kai.skates_09", "KaiSkates", "skeleton"),
    (A, "kai skates", "kai_skates09", "skeleton"),
    (A, "Kai🛹Skates", "kaiskates", "skeleton"),
    (A, "real_kai.skates", "kaiskates_backup2", "skeleton"),
    (A, "xX_kaiskates_Xx", "kaiskatesofficial", "skeleton"),
    (A, "k4iskates", "kaiiiskates", "skeleton"),
    (A, "Iily.marsh", "liIy_marsh", "skeleton"),
    (A, "rnax.bell", "max_bell", "skeleton"),
    (A, "kai.skates_09", "kai.skate_09", "near"),
    (A, "pebbledash_paul", "pebledahs.paul", "near"),
    (A, "callum", "Callum", "exact"),
    (A, "callum_07", "Ca11um", "no"),
    (A, "jess", "jess_x", "no"),
    (A, "gamer.girl", "GamerGirl99", "no"),
    (A, "kaj7", "kaj_8", "no"),
    (A, "kai.skates", "kai.ferris", "no"),
    (A, "discord.gg/AbC", "discord.gg/aBc", "no"),
    (P, "07700 900733", "+44 (0)7700 900 733", "exact"),
    (P, "O77OO 9OO733", "0044 7700900733", "exact"),
    (P, "https://wa.me/447700900733?text=hi", "07700-900-733", "exact"),
    (P, "٠٧٧٠٠ ٩٠٠٧٣٣", "07700 900733", "exact"),
    (P, "07700 900733", "+1 770 090 0733", "skeleton"),
    (P, "07700 900733", "07700 900783", "near"),
    (P, "07700 900733", "07700 900951", "no"),
    (P, "0800 1111", "08001111", "exact"),
    (E, "Kai.Skates+new@gmail.com", "kaiskates@googlemail.com", "exact"),
    (E, "Kai@Mail.Example", "kai@mail.example", "exact"),
    (E, "kai.skates@mail.example", "kaiskates9@post.example", "skeleton"),
    (E, "kai.skates@mail.example", "kai.skate@mail.example", "near"),
    (E, "kai@mail.example", "kai@post.example", "no"),
    (M, "paypal.me/KaiSk8er/30", "PAYPAL.ME/kaisk8er", "exact"),
    (M, "https://cash.app/$KaiSkates", "$kaiskates", "exact"),
    (M, "revolut.me/kaiskates", "kai.skates", "skeleton"),
    (B, "sort code 20-00-00 account 12345678", "200000 12345678", "exact"),
    (B, "GB82 WEST 1234 5698 7654 32", "12-34-56 98765432", "exact"),
    (B, "20-00-00 12345678", "20-00-00 12345679", "no"),
    (C, COIN, f"bitcoin:{COIN}", "exact"),
    (C, COIN_32.upper(), COIN_32, "exact"),
    (C, ETHER, ETHER.lower(), "exact"),
    (C, COIN, COIN[:-1] + "b", "no"),
    (W, "https://www.shop.example/pay/?utm_source=a#top", "shop.example/pay", "exact"),
    (W, "shop.example/pay?b=2&a=1", "http://shop.example/pay?a=1&b=2", "exact"),
    (W, "shop.example/pay", "shop.example/other", "skeleton"),
    (W, "youtube.com/watch?v=1", "youtube.com/watch?v=2", "no"),
    (G, "Steam", "steam", "exact"),
)

SCRIPT: Final = "I have a spreadsheet with every cousin of yours and at midnight the lighthouse falls"
PHRASES: Final = (
    (f"He wrote: {SCRIPT}!", f"it said {SCRIPT.upper()} and more", SCRIPT.lower()),
    ("at midnight, the lighth\u043euse falls", "AT MIDNIGHT THE LIGHTHOUSE FALLS", "at midnight the lighthouse falls"),
    ("at midnight the LIGHTHOUSE falls", "At m1dnight", ""),
    ("the lighthouse falls", "the lighthouse falls", ""),
    ("I don't want anyone to know about it", "please I don't want anyone to know about it", ""),
    ("send me the pictures or I will send it to everyone in your school", "send me the pictures or I will send it", ""),
    (
        "someone on instagram and snapchat made an account",
        "on instagram and snapchat made an account called after me",
        "",
    ),
    ("he wants a gift card of fifty pounds from me today", "he wants a gift card of fifty pounds", ""),
)
"""Two texts, and the words in a row that they share and that tell something; none where everybody says them."""
