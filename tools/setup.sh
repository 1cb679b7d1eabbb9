#!/bin/sh
# Make the virtual environment that the Makefile works in, with the versions of constraints.txt.
# Usage: setup.sh FOLDER run|test|bench
set -eu
folder=$1
purpose=$2
here=$(cd "$(dirname "$0")/.." && pwd)

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if new_enough "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "polegraph needs Python 3.11 or newer; install it, or say where it is: make PYTHON=/path/to/python3 …" >&2
    exit 1
fi

if [ ! -x "$folder/bin/python" ] || ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$folder"
    if ! "$python" -m venv "$folder" 2>/dev/null; then
        # Debian keeps venv in a package of its own.
        rm -rf "$folder"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            apt-get update -qq && apt-get install -y -qq python3-venv
            "$python" -m venv "$folder"
        else
            echo "this Python has no venv: install the package python3-venv, then call make again" >&2
            exit 1
        fi
    fi
fi

pip() {
    "$folder/bin/python" -m pip --disable-pip-version-check --quiet "$@"
}
pip install --constraint "$here/constraints.txt" pip
pip install --constraint "$here/constraints.txt" hatchling editables
pip install --constraint "$here/constraints.txt" --no-build-isolation --editable "$here"
if [ "$purpose" != run ]; then
    pip install --constraint "$here/constraints.txt" --group "$here/pyproject.toml:test"
fi
if [ "$purpose" = bench ]; then
    pip install --constraint "$here/constraints.txt" --group "$here/pyproject.toml:bench"
fi
