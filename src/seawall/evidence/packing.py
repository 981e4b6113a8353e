"""The files of a bundle, made of what was gathered, and the bag around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from seawall.evidence import wording
from seawall.evidence.bag import Bag, pack
from seawall.evidence.linked import linked_data
from seawall.evidence.sheets import accounts_csv, chronology_csv
from seawall.evidence.signing import make_key, sign
from seawall.evidence.summary import summary_pdf
from seawall.evidence.told import clock_time, fact, iso
from seawall.evidence.verify import NAMESPACE, SIGNATURE, TAG_MANIFEST, public_line
from seawall.kit import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from seawall.evidence.contents import Answer, Contents
    from seawall.evidence.models import Bundle, SigningKey
    from seawall.schools.models import Person
    from seawall.vault.ring import Ring

_READ_ME: Final = """\
EVIDENCE BUNDLE {name}
Made by {school} on {at}.

data/summary.pdf        everything, to read and print: start here
data/accounts.csv       account names, links and numbers as they were told
data/chronology.csv     what happened, in order of time
data/case.jsonld        the same as linked data (CASE/UCO), word for word

In the tables a cell that a spreadsheet would run (it begins with = + - @ and the like) has an apostrophe before it.
In the summary a character that cannot be printed stands as its name in brackets. data/case.jsonld has every character.
There is no picture or video here.

IS IT AS THE SCHOOL MADE IT?
With two common tools, in this folder:
    sha256sum -c tagmanifest-sha256.txt && sha256sum -c manifest-sha256.txt
    ssh-keygen -Y verify -f allowed_signers -I school -n {namespace} -s {signature} < {signed}
Anybody can make a key. So ring the school, on a number that you know already and not from this file, and ask for the number
of its key. It must be:
    {number}
OpenSSH shows the same key as {fingerprint}
A program that does all of this is described at the school's software, Seawall, under docs/how-to/verify-a-bundle.md. It is
left out here on purpose: whoever could forge this bundle could forge it, too.
"""


@dataclass(frozen=True, slots=True, repr=False)
class Packed:
    """The bag, and the key that signed it."""

    bag: Bag
    key: SigningKey


def pack_bundle(*, bundle: Bundle, gathered: Sequence[Contents], ring: Ring, by: Person) -> Packed:
    """Make and sign a bundle. The school's signing key is made if there is none yet (and journalled)."""
    key, at, school = make_key(school=bundle.school, by=by), clock.now(), bundle.school.name
    name = _name(gathered)
    facts = _facts(bundle, ring, key, at)
    payload = {
        "summary.pdf": summary_pdf(gathered, school=school, facts=facts),
        "accounts.csv": accounts_csv(gathered),
        "chronology.csv": chronology_csv(gathered),
        "case.jsonld": linked_data(gathered, school=school, made_at=iso(at)),
    }
    bag = pack(
        name=name,
        payload=payload,
        beside={"READ-ME.txt": _read_me(name, school, key, at), "allowed_signers": _signers(key)},
        at=at,
        sign=lambda message: sign(message, key, ring),
    )
    return Packed(bag, key)


def _name(gathered: Sequence[Contents]) -> str:
    more = f"-and-{len(gathered) - 1}-more" if len(gathered) > 1 else ""
    return f"evidence-{gathered[0]['reference']}{more}"


def _facts(bundle: Bundle, ring: Ring, key: SigningKey, at: datetime) -> list[Answer]:
    asked = ring.data_key(bundle.case).open(bundle, "asked")
    return [
        fact(_("Made for"), f"{wording.RECEIVERS[bundle.receiver]}: {asked['who']}"),
        fact(_("Why"), asked["why"]),
        fact(_("Made by"), bundle.made_by.get_full_name()),
        fact(_("Made at"), clock_time(at)),
        fact(_("Number of this bundle"), str(bundle.pk)),
        fact(_("Number of the school's key"), key.number),
    ]


def _read_me(name: str, school: str, key: SigningKey, at: datetime) -> bytes:
    told = {"number": key.number, "fingerprint": key.fingerprint, "signed": TAG_MANIFEST, "signature": SIGNATURE}
    return _READ_ME.format(name=name, school=school, at=clock_time(at), namespace=NAMESPACE, **told).encode()


def _signers(key: SigningKey) -> bytes:
    return f'school namespaces="{NAMESPACE}" {public_line(bytes(key.public))}\n'.encode()
