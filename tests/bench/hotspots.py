"""Where the time of a cold build goes: `python tests/bench/hotspots.py [N]` prints the functions that take most of it.

One process, so that everything is seen; the synthetic wiki is that of the benchmark.
"""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys
import tempfile
from pathlib import Path

from wiki.build.site import make_site
from wiki.build.state import check_world
from wiki.disk.workers import Progress, Run

MOST = 45


def main() -> None:
    """Build a synthetic wiki of N entries under the profiler."""
    count = sys.argv[1] if len(sys.argv) > 1 else "1000"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "wiki"
        subprocess.run([sys.executable, str(Path(__file__).with_name("synthetic.py")), count, str(root)], check=True)
        run = Run(1, Progress())
        with cProfile.Profile() as profile:
            make_site(check_world(root, run).world, root / "site", run)
        pstats.Stats(profile).sort_stats("tottime").print_stats(MOST)


if __name__ == "__main__":
    main()
