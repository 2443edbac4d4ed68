"""Lambda's Runtime API on loopback, and the real runtime client in a process of its own.

Only the artifact, the client (awslambdaric) and boto3 are on the path: what the artifact lacks is missing here as it
would be on Lambda. API: "Using the Lambda runtime API for custom runtimes" (2018-06-01).
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

TIMEOUT_S = 180.0
LIBRARIES = """
import importlib.metadata as m, pathlib, re, sys
todo, seen = ["awslambdaric", "boto3"], set()
while todo:
    name = re.split(r"[ ;<>=!~\\[(]", todo.pop())[0]
    if name.lower() in seen:
        continue
    seen.add(name.lower())
    try:
        found = m.distribution(name)
    except m.PackageNotFoundError:
        continue
    todo += [r for r in found.requires or [] if "extra ==" not in r]
    for top in {f.parts[0] for f in found.files or [] if f.parts[0] not in ("..", "__pycache__")}:
        target, link = pathlib.Path(found.locate_file(top)), pathlib.Path(sys.argv[1]) / top
        if target.exists() and not link.exists():
            link.symlink_to(target)
"""


def link_libraries(python: Path, folder: Path) -> Path:
    """A folder with the runtime client, boto3 and what they need, and nothing else of that interpreter's packages."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([str(python), "-c", LIBRARIES, str(folder)], check=True, capture_output=True)
    return folder


@dataclass
class Outcome:
    """error: Lambda's answer where the handler failed, {} otherwise."""

    answer: Any
    error: dict[str, Any]


class RuntimeApi:
    """One function at a time."""

    def __init__(self) -> None:
        self.invocations: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self.outcomes: queue.Queue[Outcome] = queue.Queue()
        self.process: subprocess.Popen[bytes] | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def invoke(self, event: Any) -> Outcome:
        """Raises TimeoutError where the function does not answer in time, RuntimeError where its process has ended."""
        self.invocations.put((str(uuid.uuid4()), json.dumps(event).encode()))
        end = time.monotonic() + TIMEOUT_S
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                return self.outcomes.get(timeout=1)
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"the runtime client has ended with {self.process.returncode}")
        raise TimeoutError(f"no answer within {TIMEOUT_S:.0f} s")

    def _handler(api) -> type[BaseHTTPRequestHandler]:  # noqa: N805  the inner class has the name self
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1

            def do_GET(self) -> None:
                request_id, event = api.invocations.get()
                headers = {
                    "content-type": "application/json",  # awslambdaric 4.2 crashes without it
                    "lambda-runtime-aws-request-id": request_id,
                    "lambda-runtime-deadline-ms": str(int((time.time() + TIMEOUT_S) * 1000)),
                    "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-west-2:123456789012:function:stage",
                    "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
                }
                self._send(200, event, headers)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                said = json.loads(body or b"null")
                failed = self.path.endswith("/error")
                api.outcomes.put(Outcome(None, said) if failed else Outcome(said, {}))
                self._send(202, b"{}", {})

            def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  http.server's name
                pass

        return Handler


@contextlib.contextmanager
def function(
    python: Path, artifact: Path, libraries: Path, handler: str, environment: Mapping[str, str], log: Path
) -> Iterator[RuntimeApi]:
    """The handler, running in the artifact; its output goes to `log`."""
    api = RuntimeApi()
    own = {
        "AWS_LAMBDA_RUNTIME_API": api.address,
        "LAMBDA_TASK_ROOT": str(artifact),
        "AWS_LAMBDA_FUNCTION_NAME": handler.partition(".")[0],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "PYTHONPATH": f"{artifact}:{libraries}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    # -S: no site-packages, whatever the interpreter has.
    command = [str(python), "-S", "-m", "awslambdaric", handler]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env={**environment, **own}, cwd=artifact, stdout=output, stderr=subprocess.STDOUT
        )
    api.process = process
    try:
        yield api
    finally:
        process.kill()
        process.wait(10)
        api.close()
