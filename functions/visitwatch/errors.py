"""Every error that Visitwatch raises, by what happened.

VisitwatchError
├── TransientError                 try again later
│   ├── SourceUnreachableError     no answer, a time-out, 429 or 5xx after the retries
│   ├── DeliveryDeferredError      the mail or chat service asked to wait
│   ├── StoreBusyError             a conditional write or a lock that somebody else holds
│   └── CheckRunningError          another check holds the lock
├── PermanentError                 trying again changes nothing
│   ├── SourceError                the source answered, and the answer cannot be trusted
│   │   ├── NoResultsError         zero results where there must be some
│   │   ├── AuthoritiesMissingError  fewer authorities than are known
│   │   ├── CountMismatchError     the page's own total and its rows disagree
│   │   ├── FeedEndedError         GOV.UK's "This feed has ended"
│   │   ├── NotAFeedError          no version, no usable entry, or an HTML page
│   │   ├── ErrorPageError         an error page with status 200
│   │   ├── GoneError              404 or 410
│   │   ├── TooLargeError          more bytes than allowed
│   │   ├── LayoutChangedError     the page is not in any layout that we know
│   │   └── HostNotAllowedError    a link or redirect to a host that is not allowed
│   ├── DocumentError              the document cannot be read as a report
│   │   ├── NotAReportError        html, empty
│   │   └── UnreadableError        truncated, encrypted, image_only, too_large, damaged
│   ├── DeliveryUnknownError       handed over or not: nobody can tell
│   ├── DeliveryRefusedError       the address, channel or message was refused for good
│   ├── UnknownAuthorityError      no authority of that name or URN
│   ├── NotFoundError              no such publication, document, change or subscriber
│   ├── SettingsError              a setting is missing or wrong; names it
│   ├── SubscribersError           subscribers.toml is wrong; names the line's key
│   ├── OperationError             what ops asked for is unknown or wrong; says what is allowed
│   ├── MessageError               a message between stages is malformed; names the field
│   ├── StoreFailedError           the store cannot be read or written: disk full, no rights, damaged
│   └── StoreVersionError          the data was written by a newer Visitwatch
"""

from __future__ import annotations


class VisitwatchError(Exception):
    """Base of all; `subject` is the id or URL of the thing that it happened to."""

    def __init__(self, message: str, *, subject: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject

    @property
    def name(self) -> str:
        """The outcome's name in reports to ops: `NoResultsError` -> `no_results`."""
        stem = type(self).__name__.removesuffix("Error")
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in stem).lstrip("_")

    def __str__(self) -> str:
        return f"{self.message} [{self.subject}]" if self.subject else self.message


class TransientError(VisitwatchError):
    """Try again later. `retry_after_s`: seconds that the other side asked for, if it did."""

    def __init__(self, message: str, *, subject: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, subject=subject)
        self.retry_after_s = retry_after_s


class PermanentError(VisitwatchError):
    """Trying again changes nothing."""


class SourceUnreachableError(TransientError):
    """No answer, a time-out, 429 or 5xx after the retries."""


class DeliveryDeferredError(TransientError):
    """The mail or chat service asked to wait."""


class StoreBusyError(TransientError):
    """A conditional write or a lock that somebody else holds."""


class CheckRunningError(TransientError):
    """Another check holds the lock."""


class SourceError(PermanentError):
    """The source answered, and the answer cannot be trusted."""


class NoResultsError(SourceError):
    """Zero results where there must be some."""


class AuthoritiesMissingError(SourceError):
    """Fewer authorities than are known."""


class CountMismatchError(SourceError):
    """The page's own total and its rows disagree."""


class FeedEndedError(SourceError):
    """GOV.UK's "This feed has ended"."""


class NotAFeedError(SourceError):
    """No version, no usable entry, or an HTML page."""


class ErrorPageError(SourceError):
    """An error page with status 200."""


class GoneError(SourceError):
    """404 or 410."""


class TooLargeError(SourceError):
    """More bytes than allowed."""


class LayoutChangedError(SourceError):
    """The page is not in any layout that we know."""


class HostNotAllowedError(SourceError):
    """A link or redirect to a host that is not allowed."""


class DocumentError(PermanentError):
    """The document cannot be read as a report; `reason` is the word of the published interface."""

    def __init__(self, message: str, *, reason: str, subject: str = "") -> None:
        super().__init__(message, subject=subject)
        self.reason = reason


class NotAReportError(DocumentError):
    """`reason`: html, empty."""


class UnreadableError(DocumentError):
    """`reason`: truncated, encrypted, image_only, too_large, damaged."""


class DeliveryUnknownError(PermanentError):
    """The connection broke after the message went out and before the answer came: it may have arrived or not."""


class DeliveryRefusedError(PermanentError):
    """The address, channel or message was refused for good. `disable`: the channel is dead.

    our_fault: the message was malformed; the channel is well.
    """

    def __init__(self, message: str, *, subject: str = "", disable: bool = False, our_fault: bool = False) -> None:
        super().__init__(message, subject=subject)
        self.disable = disable
        self.our_fault = our_fault


class UnknownAuthorityError(PermanentError):
    """No authority of that name or URN."""


class NotFoundError(PermanentError):
    """No such publication, document, change or subscriber."""


class SettingsError(PermanentError):
    """A setting is missing or wrong; the message names it."""


class SubscribersError(PermanentError):
    """subscribers.toml is wrong; the message names the subscriber and the key."""


class OperationError(PermanentError):
    """What ops asked for is unknown or wrong; the message says what is allowed."""


class MessageError(PermanentError):
    """A message between stages is malformed; the message names the field."""


class StoreFailedError(PermanentError):
    """The store cannot be read or written: disk full, no rights, damaged."""


class StoreVersionError(PermanentError):
    """The data was written by a newer Visitwatch."""
