"""The code of six common words with which a reporter comes back, on any device, with no account.

Six words from the EFF long list hold about 77 random bits, so nothing slow is needed to protect them: guessing is hopeless.
Words that would hurt to read that night are left out of the list (which costs less than half a bit).
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Final, Self

WORDS_IN_A_CODE: Final = 6

_LEFT_OUT: Final = frozenset(
    """
    absinthe afraid agonize agonizing alone anger angrily angriness anguished arrest ashamed avenge backlash
    backstab battered battering blame bleak body bribe browbeat bruising buckshot bullwhip bully bust cannabis
    captive captivity carnage chastity chokehold choking coerce contempt corpse crimson crudely crudeness
    cruelly cruelness cruelty crushable crushed crusher crushing crying curse danger debtor deceit deceiver
    deceiving deception deceptive deface defacing defame defeat defraud degraded degrading delete deletion
    delirious delirium deprive despair destitute detest disaster disbelief disgrace dismay disobey distress
    dreaded dreadful drown drowned drunk drunken emptier emptiness empty endanger enrage enslave entomb entrap
    evil explode exploit exposable expose exposure extortion failing filth flirt flogging fondling fondly
    frighten frightful gag gangrene gloomily gloomy gore grave gravel graveness graves graveyard grief groin
    grope handgun hangnail hangover hangup haphazard hardship harmful hate hatred haunt hazard humiliate humped
    hunter hunting huntress huntsman hurt ignore imprison isolated isolating isolation jackknife jailbird
    jailbreak jailer jailhouse jeeringly jockstrap kissable kisser kissing lash licking lurk lust lustfully
    lustily lustiness lusty lying maimed mangle manhunt moneyless morphine mortality mortally mourner mournful
    mutilated mutilator nag nastily nastiness neglector nervous nervy numbing numbly numbness obedience obedient
    onslaught oppressed oppressor outcast outrage outshoot overhang overkill panic panties paralyses paralysis
    paralyze payback pelvis penknife perish persecute photo pleading plunder poison police pounce pouncing
    predator prison private prowler prowling punch punisher pureblood rabid rage ransack regretful relapsing
    repent repost repulsion repulsive retaliate reveal revenge riot robbing rotten rotting ruined sabotage
    sadden sadly sadness savage scam scapegoat scared scarily scariness scarring scary scold scowling secrecy
    secret seduce seducing shakily shakiness shaking shaky shame shivering shock shriek shudder shun sinister
    sinner skinhead skinless skinning skinny skintight slang slapping slashed slashing smasher smother sneak
    sneer snooper spoof stalemate starved starving stinking stinky stranger strangle stress stricken struggle
    stuck sufferer suffering suffocate surrender taunt thigh thong threaten throbbing throttle tragedy traitor
    trapped trapper trapping traps trash treason tremble trembling trickery trickily tricking trickster
    unashamed unbutton uncover undead underage undress unease uneasily uneasy unhappily unhappy unharmed
    unisexual unlawful unloved unmasking unnerve unnerving unsafe unstable unveiled unveiling unwanted unwilling
    unzip upload uptight urgency urgent uselessly vengeful venomous victim video villain violate violation
    violator viral whacking wimp womb worried worrier worrisome worry worsening worst wound wreckage wrecker
    wrecking wrongdoer wronged wrongful wrongly wrongness
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_SEPARATORS = re.compile(r"[^a-z]+")


class UnknownWordsError(ValueError):
    """The text is not a code. `unknown` maps each word that is not on the list to near ones; `count` is how many words came."""

    def __init__(self, count: int, unknown: dict[str, tuple[str, ...]]) -> None:
        self.count = count
        self.unknown = unknown
        super().__init__("not a code of six words")


@cache
def word_list() -> tuple[str, ...]:
    """Return the words a code is made of, in the order of the list."""
    text = resources.files("diceware").joinpath("wordlists/wordlist_en_eff.txt").read_text(encoding="utf-8")
    words = (line.split()[1] for line in text.splitlines() if line.strip())
    return tuple(word for word in words if word.isalpha() and word not in _LEFT_OUT)


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """Six words. It has no readable `str`, so that it cannot slip into a log or an address."""

    words: tuple[str, ...]

    @classmethod
    def new(cls) -> Self:
        """Draw a new code from the system's randomness."""
        listed = word_list()
        return cls(tuple(secrets.choice(listed) for _ in range(WORDS_IN_A_CODE)))

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a code as people type it: any case, any separators between the words.

        Raises UnknownWordsError if there are not six words or some are not on the list (which is public: this tells nobody
        whether a code exists).
        """
        words = tuple(word for word in _SEPARATORS.split(typed[:400].casefold()) if word)
        unknown = {
            word: tuple(get_close_matches(word[:40], word_list(), n=2, cutoff=0.8))
            for word in words[:12]
            if word not in _known()
        }
        if unknown or len(words) != WORDS_IN_A_CODE:
            raise UnknownWordsError(len(words), unknown)
        return cls(words)

    def __repr__(self) -> str:
        return "Code(...)"

    def __str__(self) -> str:
        message = "a code is not text: use .words on the one page that shows it"
        raise TypeError(message)

    def secret(self) -> bytes:
        """Return the bytes that keys are derived from (seawall.vault.ring)."""
        return " ".join(self.words).encode()
