#!/bin/sh
# Print the folder that holds what the checks of the page need beside a browser: eslint, prettier and axe-core, as
# tools/page/package-lock.json pins them. Fetched when it is not there, or when the pins have changed.
# Usage: page.sh FOLDER
# To format the page: FOLDER/node_modules/.bin/prettier --config tools/page/prettier.json --write "polegraph/maps/page/**/*.js"
set -eu
folder=$1
here=$(cd "$(dirname "$0")" && pwd)/page

if ! command -v npm >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing Debian's npm for the checks of the page" >&2
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >&2
    else
        echo "the checks of the page need npm: install it, then call make again" >&2
        exit 1
    fi
fi
mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/.fetched"; then
    cp "$here/package.json" "$here/package-lock.json" "$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >&2)
    cp "$here/package-lock.json" "$folder/.fetched"
fi
cp "$here/eslint.config.mjs" "$folder" # beside what it imports
(cd "$folder" && pwd)
