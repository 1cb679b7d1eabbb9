#!/bin/sh
# Print the path of axe-core for the tests of accessibility; fetch it as tools/axe/package-lock.json pins it.
# Usage: axe.sh FOLDER
set -eu
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
axe=$folder/node_modules/axe-core/axe.min.js

if [ ! -f "$axe" ]; then
    if ! command -v npm >/dev/null 2>&1; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "installing Debian's npm for the tests of accessibility" >&2
            apt-get update -qq >&2
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >&2
        else
            echo "the tests of accessibility need npm: install it, then call make again" >&2
            exit 1
        fi
    fi
    mkdir -p "$folder"
    cp "$here/axe/package.json" "$here/axe/package-lock.json" "$folder"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund >&2)
fi
(cd "$(dirname "$axe")" && echo "$(pwd)/axe.min.js")
