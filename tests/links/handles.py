"""Account names made of pupils' names in the ways people do, and innocent ones. The test and docs/impersonation.md use them."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from seawall.config.demo import roll as made_up
from seawall.links.rules import alike
from seawall.links.rules.data import load
from seawall.links.rules.roll_names import Namesake

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 24)
SCHOOL = "Saltwick Academy"
BRITISH_FIRST = """Jessica Olivia Amelia Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Willow Freya Florence Emily Ella Poppy Evie
Charlotte Evelyn Daisy Matilda Phoebe Alice Ruby Harriet Maisie Eleanor Erin Martha Millie Megan Holly Abigail Rebecca Katherine
Oliver George Arthur Noah Muhammad Leo Oscar Harry Archie Jack Henry Charlie Freddie Theodore Thomas Finley Jacob William Joshua
Logan Alexander Edward Mason Daniel Samuel Benjamin Callum Connor Ethan Luca Toby Reuben Jude Nathan Rory Zachary Mohammed""".split()
BRITISH_LAST = """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green
Hall Wood Jackson Clarke Patel Khan Lewis James Phillips Mason Mitchell Rose Davis Rodgers Begum Cox Ahmed Hughes Ali Nash Parker
Marlowe Reyes Bello Hussain Turner Cooper Hill Ward Moore Baker Bailey Kaur Murphy Kelly Singh Bennett Carter Fox Price Shah Stone""".split()


def pupils(count: int = 1_500) -> list[Namesake]:
    """A roll: half with the demonstration's rare names, half with the commonest ones of Britain, which are harder."""
    dice = random.Random(20)
    found = []
    for row in made_up.rows(count, today=TODAY, story=True)[1:]:
        first, last, known, born, year = row[1:6]
        if len(found) % 2:
            first, last, known = dice.choice(BRITISH_FIRST), dice.choice(BRITISH_LAST), ""
        day, month, in_year = map(int, born.split("/"))
        found.append(
            Namesake(str(len(found)), first, last, known, year.removeprefix("Year "), date(in_year, month, day))
        )
    return found


def _plain(name: str) -> str:
    return "".join(alike.pieces(alike.latin(name.replace("’", ""))))


def _nick(pupil: Namesake, dice: random.Random) -> str:
    known = load("nicks.toml")["forms"].get(_plain(pupil.first))
    return dice.choice(known.split()) if known else _plain(pupil.known_as or pupil.first)


def _leet(text: str) -> str:
    return text.translate(str.maketrans("eao", "340"))


def _cyrillic(text: str) -> str:
    return text.translate(str.maketrans("aeo", "аео"))


def _of(pattern: str) -> Callable[[Namesake, random.Random], str]:
    def make(pupil: Namesake, dice: random.Random) -> str:
        assert pupil.born is not None
        first, last, year = _plain(pupil.first), _plain(pupil.last), int(pupil.year)
        age = 2026 - pupil.born.year - ((11, 24) < (pupil.born.month, pupil.born.day))
        number = dice.randrange(100, 1000)
        return pattern.format(
            first=first,
            last=last,
            nick=_nick(pupil, dice),
            f=first[0],
            l=last[0],
            beginning=last[:3],
            yy=f"{year:02}",
            born=pupil.born.year,
            b=f"{pupil.born.year % 100:02}",
            age=age,
            n=number,
            leet_first=_leet(first),
            leet_last=_leet(last),
            cyrillic=_cyrillic(first + last),
        )

    return make


PATTERNS: dict[str, Callable[[Namesake, random.Random], str]] = {
    pattern: _of(pattern)
    for pattern in (
        "{first}{last}",
        "{first}.{last}{n}",
        "{last}_{first}",
        "real_{first}{last}",
        "{first}{last}official",
        "{leet_first}_{leet_last}",
        "{cyrillic}",
        "{nick}.{last}",
        "{nick}{last}{b}",
        "{first}.{beginning}",
        "{first}_{l}{yy}",
        "{nick}{l}.backup",
        "{first}{l}.saltwick",
        "{f}{last}",
        "{f}.{last}{born}",
        "{last}{f}",
        "{nick}{born}",
        "{first}_{age}",
        "{first}",
        "{f}{l}{born}",
    )
}
"""The last two are known to be too little, and stand in the table to say so."""

INNOCENT = """dragonslayer99 shadowwolf xX_sniper_Xx noobmaster69 pixelpanda creeperqueen blockbuilder7 ninja_turtle ghostrider12
silentassassin darkknight07 headshotking epicgamer2014 pro.player10 fortnite_legend robloxqueen11 minecraftmia2 speedrun_kid lootgoblin
frostbite13 thunderbolt stormchaser firefly_22 moonlight.xo sunflowergirl daisychain starlight09 cosmickitty glitterbomb unicorn_dust
bluewhale redfox12 grumpycat happy_hippo puffin.lover kittiwake seagullsteve otterspace badgerbadger hedgehog7 foxandhound lazy.sloth
penguinparade tigerlily koala_cuddles wolfpack11 snowleopard goldenretriever pugsofsaltwick horsegirl2013 ponyclub corgi.life
saltwickbeach london.eye manchester_red liverpoolfan08 leedslad cornwall_waves brightonrock edinburghcastle yorkminster snowdonia
paris.je.taime tokyo_drift newyorkminute barcelona10 miami_vice cardiffbay whitby_jet harbourlights lighthouse_keeper northsea
nikeairmax adidas_originals gucci.gang supreme_drip pepsi.max cocacolakid starbuckslover greggs_sausageroll mcflurry nandos.cheeky
ferrari458 teslaboy bmw_m3 lamborghini audi.rs6 yamaha_r1 liverpoolfc arsenal_fan14 cityzen93 spursarmy rugby_lad netball.queen
skaterboi surfersparadise bmxbandit kai_skates09 KaiSkates09 gymrat footie_mad goalkeeper1 hattrickhero tennis.ace dancemoms ballet_shoes
anime_otaku naruto.fan pikachu_07 kpop.stan bts_army7 swiftie13 harry_styles_fan potterhead hobbit_feet jedi.master darth_tater spiderman_14
batman.begins barbie_girl elsa_frozen simba11 nemo.finder shrek_is_love minion_madness paddington peppa_pig bluey.fan taylorsversion
mathswhizz bookworm_12 sciencegeek art.attack guitarhero drummerboy violin_vibes djcool mc.flow beatmaker rapgod lofi.study cupcakequeen
pizza_lover tacotuesday sushi.roll donutking milkshake7 chocoholic spicyramen avocado_toast lemonade.stand bubbletea_11 cherrycola mangomadness
random.user123 notabot user84729104 anonymous_07 nobody.knows secret_admirer mystery.girl justme2014 its.me.again who_am_i idk_lol
sleepyhead nightowl_09 earlybird couchpotato chaoticgood mainchar.energy villain_era softgirl vsco.girl e.boy goth_princess emo_kid11
summervibes wintersoldier springrolls autumnleaves rosegarden violetskies jackofalltrades kingarthur robinhood queen.victoria oscarwinner
graceful_swan willowtree ivy.league rubyslippers lilypad_12 poppyfield hollyandivy jasper_gem masonjar foxyroxy stonecold woodland.walks""".split()
"""Words of games, animals, places, brands, things: among them names of children that are words, too (the last lines)."""
