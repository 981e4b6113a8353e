"""What children, families and staff write, and what may not be mistaken for danger."""

import random
import string
import time

import pytest

from seawall.guidance.rules.danger import Level, assess
from seawall.guidance.rules.words import found_in
from tests.guidance.corpus import measure, sentences

FLOORS = {
    # set, level: recall, precision. Raise a floor when a change earns it; never lower one without a word why.
    ("corpus_known", Level.IMMEDIATE): (1.0, 0.99),
    ("corpus_known", Level.URGENT): (1.0, 0.99),
    ("corpus_known", Level.SOON): (1.0, 0.99),
    ("corpus_unseen", Level.IMMEDIATE): (0.87, 0.93),
    ("corpus_unseen", Level.URGENT): (0.89, 0.97),
    ("corpus_unseen", Level.SOON): (0.88, 0.96),
}


@pytest.mark.parametrize(("name", "level"), FLOORS, ids=lambda value: getattr(value, "key", value))
def test_recall_and_precision_do_not_fall(name, level):
    recall, precision = FLOORS[name, level]
    got = measure(name, level)
    assert got.recall >= recall
    assert got.precision >= precision


def test_the_sets_are_large_and_no_sentence_is_in_both():
    known = [sentence for _, sentence in sentences("corpus_known")]
    unseen = [sentence for _, sentence in sentences("corpus_unseen")]
    assert len(known) > 1_100
    assert len(unseen) > 140
    assert not set(known) & set(unseen)


@pytest.mark.parametrize(
    "text",
    [
        "i want to die",
        "I WANT TO DIE",
        "i want 2 die",
        "i w4nt t0 d1e",
        "i want to dieeeee",
        "i waaaant to die!!!",
        "iwanttodie",
        "i wnat to dei",
        "i wanna d i e",
        "i.want.to.die",
        "i-want-to-die",
        "i w\u200ba\u200bn\u200bt to d\u200die",
        "i wаnt tо diе",  # Cyrillic letters
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "𝓲 𝔀𝓪𝓷𝓽 𝓽𝓸 𝓭𝓲𝓮",
        "í wánt tö díe",
        "i want\nto die",
        "i want to... die",
        "i just really fucking want to die",
        "i want to 😭😭 die",
        "i don\u2019t want to die but i want to die",
        "i dont want to die",
    ],
)
def test_however_it_is_typed(text):
    assert assess({}, text).level is Level.IMMEDIATE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hes gona send it to my mum", "words:threat"),
        ("wanna kil myself", "words:suicide"),
        ("kms", "words:suicide"),
        ("k*ll myself", "words:suicide"),
        ("cutting again", "words:self_harm"),
        ("took loads of pills", "words:medical"),
        ("took loads of 💊", "words:medical"),
        ("he said hes outside my house", "words:coming"),
        ("he has a knife", "words:weapon"),
        ("he has a 🔪", "words:weapon"),
        ("im meeting him after skool", "words:meet"),
        ("he knows were i live", "words:knows_home"),
        ("he wants a steam card", "words:money"),
        ("goin to post it on my story if i dont pay 200", "words:money"),
        ("she says she wants to die", "words:suicide"),
        ("my son has talked about ending his life", "words:suicide"),
        ("pupil disclosed self-harm", "words:self_harm"),
    ],
)
def test_the_kind_is_right(text, kind):
    assert kind in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "im dying of laughter",
        "killing it",
        "dead funny",
        "my phone died",
        "homework is killing me",
        "I could have died of embarrassment",
    ],
)
def test_figures_of_speech_are_not_danger(text):
    assert assess({}, text).level is Level.ROUTINE


def test_a_figure_of_speech_does_not_hide_danger_beside_it():
    assert assess({}, "im dying of laughter but i want to die").level is Level.IMMEDIATE


def test_right_words_are_not_corrected_into_danger():
    quiet = "The named pupils noted the board, looked together at the leaflet and blamed the weather. Hanna kept it."
    assert found_in(quiet) == frozenset()


STRESS = [
    "i " * 10_000,
    "a" * 20_000,
    "." * 20_000,
    "a!" * 10_000,
    "a" + "*" * 20_000,
    "i want to " * 2_000,
    "he will send it " * 1_250,
    "iwanttogohome" * 1_540,
    "k i l l " * 2_500,
    "\ufdfa" * 20_000,
    "😭" * 20_000,
    "e\u0301" * 10_000,
    "\x00\ud800\u202e" * 6_000,
]


@pytest.mark.parametrize("text", STRESS, ids=range(len(STRESS)))
def test_any_text_of_full_length_is_read_in_good_time(text):
    start = time.thread_time()
    assess({}, text[:20_000])
    assert time.thread_time() - start < 2  # 10 to 50 ms when measured; one ligature that unfolds to 18 letters, 300 ms


def test_time_grows_no_faster_than_length():
    rng = random.Random(7)  # noqa: S311 - letters for a stopwatch
    text = (
        "".join(rng.choice(string.ascii_lowercase + "     .") for _ in range(20_000))
        + " he said he will send it to my mum " * 500
    )

    def seconds(part: str) -> float:
        times = []
        for _ in range(3):
            start = time.thread_time()
            found_in(part)
            times.append(time.thread_time() - start)
        return min(times)

    assert seconds(text * 4) < 10 * max(seconds(text), 0.005)


def test_a_report_of_300_words_is_quick():
    words = " ".join(sentence for _, sentence in sentences("corpus_known")[::9]).split()[:300]
    times = []
    for _ in range(30):
        start = time.thread_time()
        assess({"what": ["threats", "sent"], "still": "yes"}, " ".join(words))
        times.append(time.thread_time() - start)
    assert min(times) < 0.006  # about 1.5 ms when measured; the rest is for busy machines
