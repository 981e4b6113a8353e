"""What somebody can choose in the help finder, as data (data/situations.toml): the answers it stands for, and its steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from seawall.guidance import data_file
from seawall.guidance.data_file import DataError, Place
from seawall.guidance.rules.advice import AUDIENCES, SITUATIONS, advise
from seawall.guidance.rules.facts import CODED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seawall.guidance.rules.advice import Advice, Audience

FILE: Final = Path(__file__).parent / "data" / "situations.toml"


@dataclass(frozen=True, slots=True)
class Situation:
    """One choice. `words` are the reader's own, by audience; `never` says why an audience is not offered it."""

    key: str
    number: int
    what: tuple[str, ...]
    facts: tuple[str, ...]
    words: Mapping[str, str]
    never: Mapping[str, str]
    source: str
    chosen: bool = True
    """Whether `what` is sure enough to stand in the telling as already answered."""

    def advice(self, audience: Audience, nation: str) -> Advice:
        """Give the steps, in the order to do them, for who asks and where."""
        heard = [f"situation={fact}" for fact in self.facts]
        return advise({"what": list(self.what)}, audience, heard, nation)


@cache
def situations() -> Mapping[int, Situation]:
    """Give every situation by its number, in the order of the file. Raises DataError if the file is wrong."""
    found = load_situations(FILE)
    return {each.number: each for each in found}


def offered_to(audience: str) -> list[Situation]:
    """Give what an audience is offered, in order."""
    return [each for each in situations().values() if audience in each.words]


def load_situations(path: Path) -> tuple[Situation, ...]:
    """Read a file of situations. Raises DataError naming file, line and key."""
    found = tuple(_situation(place, key, entry) for place, key, entry in data_file.tables(path))
    if len({each.number for each in found}) != len(found):
        raise DataError(f"{path.name}:1: two situations have one number")
    return found


def _situation(place: Place, key: str, entry: dict[str, Any]) -> Situation:
    needed = {"number": int, "what": list, "facts": list, "source": str, "words": dict}
    data_file.needs(place, entry, needed, {"never": dict, "chosen": bool}, may_be_empty=("what", "facts"))
    for name, among in (("what", CODED["what"][1]), ("facts", SITUATIONS)):
        if entry[name]:
            data_file.words(place, entry, name, among)
    words, never = entry["words"], entry.get("never", {})
    if sorted([*words, *never]) != sorted(AUDIENCES):
        raise DataError(f"{place.says('words')}: every audience has words, or a reason why never")
    return Situation(
        key=key,
        number=entry["number"],
        what=tuple(entry["what"]),
        facts=tuple(entry["facts"]),
        words=words,
        never=never,
        source=entry["source"],
        chosen=entry.get("chosen", True),
    )
