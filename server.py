"""``python ./server.py``: start the service, with the options of ``mailwright serve``."""

from __future__ import annotations

import sys

try:
    from mailwright.cli import main
except ModuleNotFoundError as missing:
    sys.exit(
        f"server.py: {missing.name} is not installed for {sys.executable}: run `make serve`, or `make serve` once "
        "and then `.venv/bin/python ./server.py`"
    )

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
