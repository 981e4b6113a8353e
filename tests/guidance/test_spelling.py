"""From what was typed to words."""

from pathlib import Path

import pytest
from diceware.wordlist import get_wordlist_path

from seawall.guidance.rules.folding import BREAK, tokens_of
from seawall.guidance.rules.phrases import Phrasebook, PhraseError, load_phrasebook
from seawall.guidance.rules.spelling import is_one_slip

BOOK = load_phrasebook("en")
FILE = {
    "fillers": "the", "same": "where were", "joins": {"my self": "myself"}, "classes": {"they": "he she"}, "slang": {"u": "you"},
    "known": "hall", "short": "kill", "common": "he", "idioms": "", "kinds": {"violence": "@they ~ kill you"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He's gonna SEND it", "he going to send it"),
        ("were r u", "where you"),
        ("200 quid", "<n> quid"),
        ("£200", "pounds <n>"),
        ("200quid", "<n> quid"),
        ("k1ll", "kill"),
        ("$end", "send"),
        ("su*cide", "suicide"),
        ("suiside", "suicide"),
        ("thretened", "threatened"),
        ("threatning", "threatening"),
        ("blakmailed", "blackmailed"),
        ("killmyself", "killmyself"),
        ("endmylife", "end my life"),
        ("together", "together"),
        ("my self", "myself"),
    ],
)
def test_words(text, words):
    assert [word for word in BOOK.words_of(text) if word != BREAK] == words.split()


@pytest.mark.parametrize(
    ("typed", "word", "slip"),
    [
        ("threatend", "threatened", True),
        ("htreatened", "threatened", True),
        ("threatenned", "threatened", True),
        ("threatemed", "threatened", True),
        ("threemed", "threatened", False),
        ("house", "mouse", False),
        ("klil", "kill", True),
        ("kall", "kill", False),
        ("kill", "kill", False),
    ],
)
def test_one_slip(typed, word, slip):
    assert is_one_slip(typed, word) is slip


def test_short_words_that_much_hangs_on_may_have_any_slip():
    assert is_one_slip("wanr", "want", any_length=True)


def test_sentences_end_and_dots_between_letters_do_not():
    assert tokens_of("Stop. k.i.l.l\nme") == ["stop", BREAK, "k", "i", "l", "l", BREAK, "me"]


def test_common_words_are_not_corrected():
    """A stale list of known words shows here: each word of a public list is read as itself, or stands in the file as slang."""
    with Path(get_wordlist_path("en_eff")).open(encoding="utf-8") as lines:
        words = [line.split()[-1] for line in lines if line.strip()]
    words = [word for word in words if word.isalpha() and word.isascii()]
    assert len(words) > 7_000
    misread = [word for word in words if BOOK._speller.read(word) != (word,) and word not in BOOK._speller._slang]
    assert misread == []


def test_a_made_up_book_works():
    assert Phrasebook(FILE, "xx.toml").kinds_in(tokens_of("she said she will KILL the U")) == {"violence"}


@pytest.mark.parametrize(
    ("phrase", "complaint"),
    [
        ("@nobody kill", "no class @nobody"),
        ("kill the you", "«the» can never be met"),
        ("kill don't", "«don't» can never be met"),
        ("kill? ~", "no word is needed"),
    ],
)
def test_a_wrong_phrase_is_refused_with_file_and_phrase(phrase, complaint):
    with pytest.raises(PhraseError) as error:
        Phrasebook({**FILE, "kinds": {"violence": phrase}}, "xx.toml")
    assert complaint in str(error.value)
    assert "xx.toml" in str(error.value)
    assert phrase in str(error.value)


def test_a_missing_language_is_refused():
    with pytest.raises(PhraseError, match=r"zz\.toml"):
        load_phrasebook("zz")
