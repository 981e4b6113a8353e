"""Walking the road as a browser without JavaScript does: from page to page by what the page offers."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from django.conf import settings

from seawall.guidance.situations import situations
from seawall.guidance.stopping import points
from tests.world import FormClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

TITLES = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)


def at_heron() -> FormClient:
    """Somebody at Heron Hill School."""
    return FormClient(headers={"host": "heron.example"})


def text_of(response: Any) -> str:
    """What can be read on the page: entities opened, tags left out."""
    page = response.content.decode().partition("</head>")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def words_on(response: Any) -> str:
    """The six words shown on the code page."""
    found = re.search(r'<ol class="seawall-words".*?</ol>', response.content.decode(), re.DOTALL)
    assert found
    words = re.findall(r"<li>([a-z]+)</li>", found.group())
    assert len(words) == 6
    return " ".join(words)


def walk(client: Client, answers: dict[str, Any], *, start: str = "/tell/", about: str = "me") -> list[str]:
    """Begin, answer every question that is asked up to the check page, skip what `answers` leaves out; return the keys asked."""
    where = client.post(start, {"about": about})["Location"]
    asked = []
    while where != "/tell/check":
        key = where.rpartition("/")[2]
        asked.append(key)
        assert client.get(where).status_code == 200
        given = answers.get(key, {"skip": "1"})
        response = client.post(where, given if isinstance(given, dict) else {key: given})
        assert response.status_code == 303, (key, text_of(response))
        where = response["Location"]
        assert len(asked) < 40
    return asked


def send(client: Client) -> str:
    """Press Send; return the six words as one would type them."""
    response = client.post("/tell/check")
    assert (response.status_code, response["Location"]) == (303, "/tell/code")
    return words_on(client.get("/tell/code"))


def visit_cookie(client: Client) -> str:
    """The visit's cookie as the client holds it."""
    return client.cookies[settings.SEAWALL_VISIT_COOKIE].value


def every_page(client: FormClient) -> Iterator[Any]:
    """The pages on which the sentences stand: each place, each reader, the whole way of telling, the mailbox."""
    pages = ["/", "/parents/", "/tell/", "/mailbox/open", "/help/", "/tips/", "/tips/list/"]
    pages += [f"/tips/on/{where}/" for where in ("instagram", "telegram", "xbox")]
    pages += [f"/tips/{reader}/{number}/" for reader in (1, 3) for number in points()]
    for reader, who in enumerate(("child", "friend", "parent", "staff"), start=1):
        pages += [
            f"/help/{reader}/",
            *(f"/help/{reader}/{each.number}/" for each in situations().values() if who in each.words),
        ]
    for page in pages:
        yield client.get(page)
    yield client.post("/mailbox/open", {"words": "one two"})
    where = client.post("/tell/", {"about": "me"})["Location"]
    while where != "/tell/check":
        yield client.get(where)
        where = client.post(where, {"skip": "1"})["Location"]
    yield client.get(where)
    yield client.post("/tell/words", {"words": "long " * 5000})
    client.post(where)
    yield client.get("/tell/next")
    client.post("/tell/kept")
    for page in ("/mailbox/", "/mailbox/throw-away", "/help/9/9/"):
        yield client.get(page)
