"""The reading stage: bytes to a report, or to the named reason why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from visitwatch.domain.register import Register
from visitwatch.domain.report import Reading, Report, Status
from visitwatch.errors import NotAReportError, UnreadableError
from visitwatch.ports import Extractor


def read_bytes(
    data: bytes, extractor: Extractor, register: Register, annotate: Callable[[Report], Report] | None = None
) -> Reading:
    """What became of reading a file. annotate: adds themes, stance and change to the findings.

    Raises nothing for any bytes: what cannot be read has its reason in the reading.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        document = extractor.extract(data)
    except NotAReportError as error:
        return Reading(Status.NOT_A_REPORT, sha256, error.reason)
    except UnreadableError as error:
        return Reading(Status.UNREADABLE, sha256, error.reason)
    from visitwatch.domain.reading.read import read_document  # some hundred expressions: what is not read costs none

    report = read_document(document, sha256=sha256, register=register)
    return Reading(Status.READ, sha256, report=annotate(report) if annotate else report)
