"""A stolen disk, backup or log tells nothing: every word the story sealed is looked for in all of them."""

import asyncio
import re
import secrets

import pytest

from bench.browser import Browser
from seawall.config.demo.cast import PASSWORD, account
from tests.house.real import demonstration
from tests.house.sealed_words import (
    dump_postgresql,
    dump_sqlite,
    found_in,
    phrases,
    readable,
    words,
)

NOTE = "Quillon rang about Thessaly Brightwater and the pomegranate keyring at twenty past nine"
REPLY = "Dear somebody, wherever the marzipan cupboard stands, we have read it and believe you"
TOLD = "The zeppelin account keeps writing to Thessaly, my name is Barnaby Quillon from the tortoise club"
UNSENT = "never sent: the velociraptor teacher in the xylophone room"
MESSAGE = "Barnaby here again, the zeppelin wrote twice and I kept the periwinkle chat"
MORE = (NOTE, REPLY, TOLD, UNSENT, MESSAGE)


@pytest.fixture(scope="module")
def stolen(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everything a thief could carry off after a busy evening: the database as text and bytes, the log."""
    data = tmp_path_factory.mktemp("sealed") / "demo"
    with demonstration(data) as (server, more):
        asyncio.run(evening(server.port))
        if "DATABASE_URL" in more:
            text, raw = dump_postgresql(more["DATABASE_URL"])
        else:
            text, raw = dump_sqlite(data / "seawall.sqlite3")
        server.stop()
    boxed = server.log.read_text(encoding="utf-8")
    log = re.sub(r"┌.*?┘", "", boxed, flags=re.DOTALL)  # what the demonstration prints for whoever tries it
    assert "report" in text.lower()
    return {"text": text, "raw": raw, "log": log}


async def evening(port):
    """Somebody tells, somebody stops half-way, a lead signs in, reads, writes; things go wrong on the way."""
    async with Browser(port) as child:
        await expect(child, "/tell/", 200)
        await expect(child, "/tell/", 303, {"about": "me"})
        await expect(child, "/tell/words", 303, {"words": TOLD})
        await expect(child, "/tell/name", 303, {"name": "Barnaby Quillon"})
        await child.send()
        six = await child.words()
    async with Browser(port) as again:
        await expect(again, "/mailbox/open", 200)
        await expect(again, "/mailbox/open", 303, {"words": six})
        page = await expect(again, "/mailbox/", 200)
        assert TOLD.encode()[:30] in page.body
        await expect(again, "/mailbox/write", 303, {"text": MESSAGE, "once": secrets.token_hex(16)})
        await expect(again, "/mailbox/open", 422, {"words": "zeppelin " * 6})
    async with Browser(port) as half_way:
        await expect(half_way, "/tell/", 200)
        await expect(half_way, "/tell/", 303, {"about": "friend"})
        await expect(half_way, "/tell/words", 303, {"words": UNSENT})
        await expect(half_way, "/thessaly/velociraptor?words=periwinkle", 404)
    async with Browser(port) as asha:
        await lead(asha)


async def lead(asha):
    person = account("asha")
    await expect(asha, "/sign-in/", 200)
    await expect(asha, "/sign-in/", None, {"login": person.email, "password": "xylophone velociraptor"})
    answer = await expect(asha, "/sign-in/", 302, {"login": person.email, "password": PASSWORD})
    await expect(asha, answer.location, 200)
    await expect(asha, answer.location, 302, {"code": person.code()})
    queue = await expect(asha, "/desk/", 200)
    for found in sorted(set(re.findall(rb'href="(/desk/reports/[0-9a-f-]{36}/)"', queue.body))):
        address = found.decode()
        page = await expect(asha, address, 200)
        if TOLD.encode()[:30] in page.body:
            await expect(asha, f"{address}reply/", None, {"text": REPLY, "once": secrets.token_hex(16)})
            assert REPLY.encode() in (await expect(asha, address, 200)).body
    cases = await expect(asha, "/desk/cases/", 200)
    found = re.search(rb'href="(/desk/cases/[0-9a-f-]{36}/)"', cases.body)
    assert found
    address = found[1].decode()
    await expect(asha, address, 200)
    await expect(asha, f"{address}note/", None, {"text": NOTE, "once": secrets.token_hex(16)})
    assert NOTE.encode() in (await expect(asha, address, 200)).body


async def expect(browser, path, status, form=None):
    answer = await browser.request(path, form)
    assert status in {None, answer.status}, (path, answer.status, answer.body[-3000:])
    return answer


def test_there_is_something_to_look_for():
    assert len(words(MORE)) > 100
    assert len(phrases(MORE)) > 700
    assert {"kai_skates09", "jess.m_07", "marlowe", "callum", "thessaly", "periwinkle"} <= words(MORE)


def test_the_search_finds_what_is_not_sealed():
    """The search itself, on a leak of each kind."""
    import base64

    assert found_in(b"INSERT ... 'Jess Marlowe, 7B'", random=False)
    assert found_in(b"\x00\x01KAI_SKATES09\xff", random=True)
    assert found_in(base64.b64encode(b"x The Brightwaters rang twice"), random=True, more=MORE)
    assert found_in(
        readable("session " + base64.urlsafe_b64encode(b'{"a": "Thessaly Brightwater"}').decode()),
        random=False,
        more=MORE,
    )
    assert found_in(b"i know i was stupid", random=True)
    assert not found_in(b"report.received new read in_case reports_report", random=False)


@pytest.mark.served
def test_no_sealed_word_in_the_database(stolen):
    assert found_in(readable(stolen["text"]), random=False, more=MORE) == []


@pytest.mark.served
def test_no_sealed_word_in_the_files_of_the_database(stolen):
    assert found_in(stolen["raw"], random=True, more=MORE) == []


@pytest.mark.served
def test_no_sealed_word_in_what_the_server_printed(stolen):
    assert found_in(stolen["log"].encode(), random=False, more=MORE) == []
    assert "Traceback" not in stolen["log"]
