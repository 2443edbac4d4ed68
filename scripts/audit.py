"""Known vulnerabilities in what is installed (pip-audit). Exits 1 where one is found.

Where the package index serves no advisories, pip-audit can audit nothing; this then says so and passes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """The exit code: 1 where a known vulnerability is installed, 0 otherwise."""
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        "-f",
        "json",
        "--progress-spinner",
        "off",
        "--skip-editable",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    try:
        rows = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"pip-audit could not run: {done.stderr.strip()[-300:]}")
        return 1
    found = [row for row in rows if row.get("vulns")]
    skipped = [row for row in rows if "skip_reason" in row]
    for row in found:
        ids = ", ".join(vuln["id"] for vuln in row["vulns"])
        print(f"{row['name']} {row['version']}: {ids}")
    print(f"pip-audit: {len(rows) - len(skipped)} audited, {len(skipped)} not auditable here, {len(found)} vulnerable")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
