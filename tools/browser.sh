#!/bin/sh
# Print the path of a browser for the tests of the map; install one if there is none.
# Usage: browser.sh VENV
set -eu
venv=$1

found() {
    for candidate in "${POLEGRAPH_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

playwrights_own() {
    "$venv/bin/python" - <<'PYTHON'
import pathlib
import sys

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
if not pathlib.Path(path).exists():
    sys.exit(1)
print(path)
PYTHON
}

if found || playwrights_own; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's chromium for the tests of the map" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >&2
    found
else
    echo "installing Playwright's chromium for the tests of the map" >&2
    "$venv/bin/python" -m playwright install chromium >&2
    playwrights_own
fi
