"""What is in a bundle as linked data: JSON-LD in the Cyber-investigation Analysis Standard Expression (CASE 1.x over UCO).

docs/adr/0010 says why CASE and not STIX. The context stands in the file, so that nothing is fetched to read it. Identities
are random: they mean nothing outside this bundle.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, Final

from seawall.cases.rules import Part
from seawall.evidence.rules import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seawall.evidence.contents import Account, Contents, Happening, Someone

type Node = dict[str, Any]

_UCO: Final = "https://ontology.unifiedcyberontology.org/uco"
CONTEXT: Final = {
    "kb": "urn:uuid:",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    **{
        f"uco-{part}": f"{_UCO}/{part}/"
        for part in ("action", "core", "identity", "observable", "role", "types", "victim")
    },
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def linked_data(cases: Sequence[Contents], *, school: str, made_at: str) -> bytes:
    """Return the whole as JSON-LD: each case an Investigation, with its people, accounts and what happened."""
    school_node = _node("uco-identity:Organization", {"uco-core:name": school})
    graph = [school_node]
    for case in cases:
        graph += _case(case, school_node, made_at)
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _case(case: Contents, school: Node, made_at: str) -> list[Node]:
    inside = [node for each in case["people"] for node in _somebody(each)]
    inside += [_account(each) for each in case["accounts"]]
    inside += [_action(each, school) for each in case["happenings"]]
    inside += _told(case)
    provenance = _node(
        "case-investigation:ProvenanceRecord",
        {
            "uco-core:description": "Everything that the school's record of this case held when the bundle was made.",
            "case-investigation:exhibitNumber": case["reference"],
            "uco-core:objectCreatedTime": _time(made_at),
            "uco-core:object": [_ref(node) for node in inside],
        },
    )
    investigation = _node(
        "case-investigation:Investigation",
        {
            "uco-core:name": case["reference"],
            "uco-core:description": case["title"],
            "case-investigation:focus": "online sexual extortion of a child",
            "uco-core:object": [_ref(node) for node in (*inside, provenance)],
        },
    )
    return [investigation, *inside, provenance]


def _somebody(each: Someone) -> list[Node]:
    person = _node("uco-identity:Person", {"uco-core:name": each["name"]})
    if each["detail"]:
        person["uco-core:description"] = each["detail"]
    kind = "uco-victim:Victim" if each["part"] in {Part.AFFECTED, Part.IMPERSONATED} else "uco-role:Role"
    role = _node(kind, {"uco-core:name": each["part_name"]})
    link = {"uco-core:source": _ref(person), "uco-core:target": _ref(role), "uco-core:kindOfRelationship": "Has_Role"}
    return [person, role, _node("uco-core:Relationship", {**link, "uco-core:isDirectional": True})]


def _account(each: Account) -> Node:
    facets = {
        Kind.LINK: ("uco-observable:URLFacet", "uco-observable:fullValue"),
        Kind.EMAIL: ("uco-observable:EmailAddressFacet", "uco-observable:addressValue"),
        Kind.PHONE: ("uco-observable:PhoneAccountFacet", "uco-observable:phoneNumber"),
        Kind.ACCOUNT: ("uco-observable:AccountFacet", "uco-observable:accountIdentifier"),
    }
    facet, value = facets[Kind(each["kind"])]
    return _node(
        "uco-observable:ObservableObject",
        {
            "uco-core:name": each["as_told"],
            "uco-core:description": f"As told in {each['told_in']}; {each['sure']}"
            + (f"; apps named: {each['apps']}" if each["apps"] else ""),
            "uco-core:objectCreatedTime": _time(each["at"]),
            "uco-core:hasFacet": [_node(facet, {value: each["as_told"]})],
        },
    )


def _told(case: Contents) -> list[Node]:
    """Each thing of each section, word for word."""
    return [
        _node(
            "uco-core:UcoObject",
            {
                "uco-core:name": f"{section['heading']}: {item['heading']}",
                "uco-core:description": [
                    f"{answer['asked']} {answer['told']}".strip() for answer in (*item["facts"], *item["words"])
                ],
            },
        )
        for section in case["sections"]
        for item in section["items"]
    ]


def _action(each: Happening, school: Node) -> Node:
    about = [text for text in (each["where"], each["who"], each["words"]) if text]
    return _node(
        "case-investigation:InvestigativeAction",
        {
            "uco-core:name": each["what"],
            **({"uco-core:description": about} if about else {}),
            "uco-action:startTime": _time(each["at"]),
            "uco-action:performer": _ref(school),
        },
    )


def _node(kind: str, values: Node) -> Node:
    return {"@id": f"kb:{uuid.uuid4()}", "@type": kind, **values}


def _ref(node: Node) -> Node:
    return {"@id": node["@id"]}


def _time(at: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": at}
