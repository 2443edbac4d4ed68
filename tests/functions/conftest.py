"""The surroundings of the functions, ready for the events: a portal that has been learned, and published since."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from samples.portal import serve
from scripts.make_events import LATER
from tests.functions.cases import Surroundings
from tests.support.aws_home import AwsHome
from tests.support.mailbox import mailbox
from tests.support.processes import free_port
from tests.support.ses import Account
from tests.support.ses import serve as serve_ses

SAMPLES = LATER.parent.parent / "reports"


@contextlib.contextmanager
def surroundings(folder: Path, client: Callable[[str], Any]) -> Iterator[tuple[Surroundings, str]]:
    """With the URL of the SES stand-in. The first check is still to be made; then call `publish`."""
    with serve(SAMPLES) as portal, mailbox(free_port()) as mail:
        home = AwsHome(client, parameters(portal.url))
        home.make()
        account = Account(folder, ("127.0.0.1", mail.port), lambda _topic, _event: None)
        account.identities.add("example.org")
        account.destinations[home.environment("deliver_alert")["VISITWATCH_CONFIGURATION_SET"]] = []
        server = serve_ses(account, 0)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield Surroundings(home, portal, account), f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def publish(around: Surroundings) -> None:
    """What the first check did not see."""
    around.portal.shelf.add_folder(LATER)


def parameters(portal: str) -> dict[str, str]:
    return {
        "PortalUrl": portal,
        "FilesUrl": portal,
        "Feeds": f"{portal}/feeds/ofsted.atom",
        "AllowedHosts": portal.removeprefix("http://"),
        "AuthoritiesFile": str(SAMPLES / "authorities.json"),
        "Contact": "ops@example.org",
        "MailFrom": "Visitwatch <visitwatch@example.org>",
        "MailUnsubscribe": "unsubscribe@example.org",
        "RequestSpacing": "0",
    }
