"""``python -m mailwright`` is the command ``mailwright``."""

import sys

from mailwright.cli import main

if __name__ == "__main__":
    sys.exit(main())
