"""Runs a script of the pages outside a browser, in the Node that comes with playwright."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable


def in_node(harness: str, *arguments: Path, given: dict[str, Any]) -> dict[str, Any]:
    """Return what `harness` prints as JSON; it has `given` as JSON on standard input, and the arguments from `process.argv[1]` on."""
    command = [str(compute_driver_executable()[0]), "-e", harness, *map(str, arguments)]
    run = subprocess.run(command, input=json.dumps(given), capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    result: dict[str, Any] = json.loads(run.stdout)
    return result
