"""``python -m polegraph``: the command line."""

from polegraph.cli import main

if __name__ == "__main__":
    main()
