"""The way to a mail server: TLS, signing in, choosing a folder. What goes wrong is a code, never the server's words."""

from __future__ import annotations

import imaplib
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from seawall.letterbox.rules import Security, SignIn
from seawall.letterbox.tokens import access_token
from seawall.letterbox.trouble import TroubleError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seawall.letterbox.models import Box

__all__ = ["TroubleError", "connected", "folders"]

TIMEOUT: Final = 30
"""Seconds that a mail server may take for one answer."""


@contextmanager
def connected(box: Box, *, folder: str | None = None) -> Iterator[BaseMailBox]:
    """Sign in to a box, and choose a folder unless it is empty. Raises TroubleError, also for what fails inside the block."""
    if box.sign_in == SignIn.RENEWED:
        access_token(box)  # before the mail server is rung: it does not wait long
    try:
        server = _server(box)
    except ssl.SSLError:
        raise TroubleError("no_tls") from None
    except (imaplib.IMAP4.error, ImapToolsError):
        raise TroubleError("no_tls" if box.security == Security.STARTTLS else "cut_off") from None
    except (OSError, ValueError):
        raise TroubleError("no_answer") from None
    try:
        _sign_in(server, box)
        _choose(server, box.folder if folder is None else folder)
        yield server
    except TroubleError:
        raise
    except (imaplib.IMAP4.abort, OSError, EOFError):
        raise TroubleError("cut_off") from None
    except (imaplib.IMAP4.error, ImapToolsError):
        raise TroubleError("unreadable") from None
    finally:
        _leave(server)


def folders(box: Box) -> list[str]:
    """Sign in and name the folders. Raises TroubleError."""
    with connected(box, folder="") as server:
        return [each.name for each in server.folder.list() if "\\Noselect" not in each.flags][:500]


def _server(box: Box) -> BaseMailBox:
    safe = ssl.create_default_context()
    if box.security == Security.TLS:
        return MailBox(box.host, box.port, timeout=TIMEOUT, ssl_context=safe)
    if box.security == Security.STARTTLS:
        return _StartTls(box.host, box.port, timeout=TIMEOUT, ssl_context=safe)
    return MailBoxUnencrypted(box.host, box.port, timeout=TIMEOUT)


class _StartTls(MailBoxStartTls):
    """STARTTLS, or nothing: nobody signs in over a connection that was not made safe, and that one is closed at once."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            with suppress(OSError):
                client.shutdown()
            raise
        return client


def _sign_in(server: BaseMailBox, box: Box) -> None:
    if box.sign_in == SignIn.RENEWED:
        for anew in (False, True):
            try:
                server.xoauth2(box.user, access_token(box, anew=anew), initial_folder=None)
            except imaplib.IMAP4.abort:
                raise TroubleError("cut_off") from None
            except (MailboxLoginError, imaplib.IMAP4.error, UnicodeError):
                continue
            return
        raise TroubleError("token_not_taken")
    try:
        if box.sign_in == SignIn.TOKEN:
            server.xoauth2(box.user, box.secret, initial_folder=None)
        else:
            server.login(box.user, box.secret, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise TroubleError("cut_off") from None
    except (MailboxLoginError, imaplib.IMAP4.error, UnicodeError):
        raise TroubleError("wrong_password") from None


def _choose(server: BaseMailBox, folder: str) -> None:
    if not folder:
        return
    try:
        server.folder.set(folder)
    except imaplib.IMAP4.abort:
        raise TroubleError("cut_off") from None
    except (ImapToolsError, imaplib.IMAP4.error):
        raise TroubleError("no_folder") from None


def _leave(server: BaseMailBox) -> None:
    try:
        server.logout()
    except (OSError, EOFError, imaplib.IMAP4.error, ImapToolsError):
        server.client.shutdown()
