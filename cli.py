"""The command, for a checkout: ``python cli.py draft jamaica``. Installed, it is ``billwright``."""

from billwright.cli import main

if __name__ == "__main__":
    main()
