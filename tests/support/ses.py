"""Amazon SES v2 for tests, as a process of its own: `python tests/support/ses.py --port N --smtp HOST:PORT --folder DIR`.

Behind AWS_ENDPOINT_URL_SESV2. It keeps each message verbatim (<message id>.eml, and .json with what the call said),
hands it to a real SMTP server, and publishes what became of it to the SNS topics of the configuration set. It refuses
as SES does: a configuration set that does not exist, an identity that is not verified, a quota, a rate, a paused
account. POST /_control {"throttle": n, "quota": n, "paused": bool} and GET /_messages are ours.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import smtplib
import sys
import threading
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

if not __package__:  # run as a file
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.support.ses_shapes import Json, events, mail_object, now

MOST_RECIPIENTS = 50
MOST_BYTES = 40 * 1024 * 1024


class Refusal(Exception):  # noqa: N818  named for what SES does
    """An answer with an error's name."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status, self.name, self.message = status, name, message


@dataclass
class Account:
    """The state. throttle: so many further calls are refused for their rate. quota: recipients left of the day."""

    folder: Path
    smtp: tuple[str, int]
    publish: Callable[[str, Json], None]
    identities: set[str] = field(default_factory=set)
    destinations: dict[str, list[Json]] = field(default_factory=dict)
    suppressed: dict[str, Json] = field(default_factory=dict)
    messages: list[Json] = field(default_factory=list)
    throttle: int = 0
    quota: int = 50_000
    paused: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def control(self, body: Json) -> Json:
        for name in ("throttle", "quota", "paused"):
            if name in body:
                setattr(self, name, body[name])
        return {}

    def send(self, body: Json) -> Json:
        """SendEmail. Raises Refusal."""
        to = body.get("Destination", {})
        recipients = [
            parseaddr(a)[1] for key in ("ToAddresses", "CcAddresses", "BccAddresses") for a in to.get(key, [])
        ]
        data = _raw(body, recipients)
        parsed = BytesParser(policy=policy.SMTP).parsebytes(data)
        source = parseaddr(body.get("FromEmailAddress") or str(parsed["From"]))[1]
        configuration = body.get("ConfigurationSetName", "")
        self._admit(data, recipients, source, configuration)
        message_id = f"0110{uuid.uuid4().hex[:12]}-{uuid.uuid4()}-000000"
        tags = {tag["Name"]: [tag["Value"]] for tag in body.get("EmailTags", [])}
        tags |= {"ses:configuration-set": [configuration], "ses:from-domain": [source.partition("@")[2]]}
        record = {"id": message_id, "to": recipients, "from": source, "configuration_set": configuration, "tags": tags}
        (self.folder / f"{message_id}.eml").write_bytes(data)
        (self.folder / f"{message_id}.json").write_text(json.dumps(record | {"call": body}))
        with self.lock:
            self.messages.append(record)
        headers = [{"name": name, "value": str(value)} for name, value in parsed.items()]
        mail = mail_object(message_id, source, recipients, tags, headers)
        threading.Thread(target=self._hand_over, args=(data, source, recipients, configuration, mail)).start()
        return {"MessageId": message_id}

    def _admit(self, data: bytes, recipients: list[str], source: str, configuration: str) -> None:
        if not recipients or len(recipients) > MOST_RECIPIENTS:
            raise Refusal(400, "BadRequestException", "Recipient count must be between 1 and 50")
        if len(data) > MOST_BYTES:
            raise Refusal(400, "BadRequestException", "Message length is more than 41943040 bytes long")
        if configuration and configuration not in self.destinations:
            raise Refusal(404, "NotFoundException", f"Configuration set <{configuration}> does not exist.")
        if source not in self.identities and source.partition("@")[2] not in self.identities:
            text = "Email address is not verified. The following identities failed the check in region EU-WEST-2: "
            raise Refusal(400, "MessageRejected", text + source)
        if self.paused:
            raise Refusal(400, "SendingPausedException", "Email sending is paused for your account")
        with self.lock:
            if self.throttle > 0:
                self.throttle -= 1
                raise Refusal(429, "TooManyRequestsException", "Maximum sending rate exceeded.")
            if self.quota < len(recipients):
                raise Refusal(400, "LimitExceededException", "Daily message quota exceeded.")
            self.quota -= len(recipients)

    def _hand_over(self, data: bytes, source: str, recipients: list[str], configuration: str, mail: Json) -> None:
        """To the SMTP server, but for suppressed addresses; then what became of it."""
        for recipient in recipients:
            suppressed = recipient.lower() in self.suppressed
            found = events(mail, recipient, suppressed=suppressed)
            if any(kind in ("DELIVERY", "COMPLAINT") for kind, _ in found):
                with smtplib.SMTP(*self.smtp, timeout=10) as server:
                    server.sendmail(source, [recipient], data)
            for kind, event in found:
                if kind in ("BOUNCE", "COMPLAINT") and event.get("bounce", {}).get("bounceType") != "Transient":
                    self.suppress(recipient, kind)
                self.tell(configuration, kind, event)

    def tell(self, configuration: str, kind: str, event: Json) -> None:
        for destination in self.destinations.get(configuration, []):
            if kind in destination.get("MatchingEventTypes", []) and destination.get("Enabled"):
                self.publish(destination["SnsDestination"]["TopicArn"], event)

    def suppress(self, address: str, reason: str) -> Json:
        entry = {"EmailAddress": address, "Reason": reason, "LastUpdateTime": now()}
        self.suppressed[address.lower()] = entry
        return {}

    def suppressed_address(self, address: str) -> Json:
        if address.lower() not in self.suppressed:
            raise Refusal(404, "NotFoundException", f"Email address {address} does not exist on your suppression list.")
        return {"SuppressedDestination": self.suppressed[address.lower()]}

    def forgive(self, address: str) -> Json:
        self.suppressed_address(address)
        del self.suppressed[address.lower()]
        return {}

    def verify(self, identity: str) -> Json:
        self.identities.add(identity)
        return {"VerifiedForSendingStatus": True}

    def configure(self, name: str) -> Json:
        self.destinations.setdefault(name, [])
        return {}

    def direct(self, name: str, body: Json) -> Json:
        if name not in self.destinations:
            raise Refusal(404, "NotFoundException", f"Configuration set <{name}> does not exist.")
        self.destinations[name].append(body["EventDestination"])
        return {}

    def quota_answer(self) -> Json:
        quota = {"Max24HourSend": 50_000.0, "MaxSendRate": 14.0, "SentLast24Hours": 50_000.0 - self.quota}
        return {"SendQuota": quota, "SendingEnabled": not self.paused, "ProductionAccessEnabled": True}


def _raw(body: Json, recipients: list[str]) -> bytes:
    """The message as it was given, or composed from Content.Simple with its headers."""
    content = body.get("Content", {})
    if "Raw" in content:
        return base64.b64decode(content["Raw"]["Data"])
    if "Simple" not in content:
        raise Refusal(400, "BadRequestException", "Content must hold Raw or Simple")
    simple, message = content["Simple"], EmailMessage()
    message["From"], message["To"] = body["FromEmailAddress"], ", ".join(recipients)
    message["Subject"] = simple["Subject"]["Data"]
    for header in simple.get("Headers", []):
        message[header["Name"]] = header["Value"]
    message.set_content(simple["Body"].get("Text", {}).get("Data", ""))
    if "Html" in simple["Body"]:
        message.add_alternative(simple["Body"]["Html"]["Data"], subtype="html")
    return message.as_bytes(policy=policy.SMTP)


V2 = "/v2/email"
SETS, LIST = f"{V2}/configuration-sets", f"{V2}/suppression/addresses"
Call = Callable[[Account, Json, str], Json]
CALLS: tuple[tuple[str, str, Call], ...] = (
    ("POST", f"{V2}/outbound-emails", lambda account, body, _: account.send(body)),
    ("GET", f"{V2}/account", lambda account, _body, _: account.quota_answer()),
    ("POST", f"{V2}/identities", lambda account, body, _: account.verify(body["EmailIdentity"])),
    ("POST", SETS, lambda account, body, _: account.configure(body["ConfigurationSetName"])),
    ("POST", f"{SETS}/([^/]+)/event-destinations", lambda account, body, name: account.direct(name, body)),
    ("PUT", LIST, lambda account, body, _: account.suppress(body["EmailAddress"], body["Reason"])),
    ("GET", LIST, lambda account, _body, _: {"SuppressedDestinationSummaries": list(account.suppressed.values())}),
    ("GET", f"{LIST}/([^/]+)", lambda account, _body, address: account.suppressed_address(address)),
    ("DELETE", f"{LIST}/([^/]+)", lambda account, _body, address: account.forgive(address)),
    ("GET", "/_messages", lambda account, _body, _: {"messages": account.messages}),
    ("POST", "/_control", lambda account, body, _: account.control(body)),
)
"""Method, path, what is done with the body and with the name in the path."""


def route(account: Account, method: str, path: str, body: Json) -> Json:
    """One call. Raises Refusal."""
    for verb, pattern, call in CALLS:
        found = re.fullmatch(pattern, path.partition("?")[0].rstrip("/"))
        if verb == method and found:
            return call(account, body, urllib.parse.unquote(found[1]) if found.groups() else "")
    raise Refusal(404, "NotFoundException", f"the stand-in does not play {method} {path}")


def handler(account: Account) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            try:
                self._answer(200, route(account, self.command, self.path, body))
            except Refusal as refusal:
                self._answer(refusal.status, {"message": refusal.message}, refusal.name)

        def _answer(self, status: int, body: Json, error: str = "") -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.send_header("x-amzn-requestid", str(uuid.uuid4()))
            if error:
                self.send_header("x-amzn-errortype", error)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815  http.server's names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's name
            pass

    return Handler


def sns_publisher(endpoint: str) -> Callable[[str, Json], None]:
    """Publishes to topics at the endpoint; keys and region come from the environment."""
    import boto3

    client = boto3.client("sns", endpoint_url=endpoint)
    return lambda topic, event: client.publish(TopicArn=topic, Message=json.dumps(event)) and None


def serve(account: Account, port: int) -> ThreadingHTTPServer:
    """A server on loopback, not started."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler(account))
    server.daemon_threads = True
    return server


def main() -> None:
    parser = argparse.ArgumentParser(description="Amazon SES v2 for tests.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp", required=True, metavar="HOST:PORT")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--sns", required=True, metavar="URL")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    host, _, port = options.smtp.partition(":")
    account = Account(options.folder, (host, int(port)), sns_publisher(options.sns))
    serve(account, options.port).serve_forever()


if __name__ == "__main__":
    main()
