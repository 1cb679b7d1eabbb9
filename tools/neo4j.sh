#!/bin/sh
# Print the folder of a Neo4j server for the tests (its jars are in FOLDER/lib); fetch them if they are not there.
# Usage: neo4j.sh FOLDER
set -eu
pom=$(cd "$(dirname "$0")/neo4j" && pwd)/pom.xml
mkdir -p "$1"
folder=$(cd "$1" && pwd)

java_new_enough() {
    major=$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${major:-0}" -ge 17 ]
}

there() {
    cmp -s "$pom" "$folder/lib/pom.xml"
}

install() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        return 1
    fi
    echo "installing Debian's Java and Maven for the tests of Neo4j" >&2
    apt-get update -qq >&2 || return 1
    # Each Debian has one of these two; Neo4j 5.26 runs on both.
    for java in openjdk-17-jre-headless openjdk-21-jre-headless; do
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$java" "$@" >&2; then
            return 0
        fi
    done
    return 1
}

stop() {
    echo "$1" >&2
    exit 1
}

# Maven is wanted only to fetch; Java to run as well.
if ! there && ! command -v mvn >/dev/null 2>&1; then
    install maven || stop "the tests of Neo4j need Java 17 or newer and Maven (mvn): install them, or name a server of your own in NEO4J_URI"
fi
if ! java_new_enough; then
    install || stop "the tests of Neo4j need Java 17 or newer on PATH: install it, or name a server of your own in NEO4J_URI"
    java_new_enough || stop "Java 17 is installed but PATH has an older one: put the newer first (update-alternatives --config java)"
fi

if ! there; then
    # Whole or not at all: the jars come under their name when all are there, with the pom that they were made from.
    fetched=$(mktemp -d "$folder/lib.XXXXXX")
    trap 'rm -rf "$fetched"' EXIT
    trap 'exit 1' HUP INT TERM
    echo "fetching the Neo4j server for the tests from Maven Central (130 MB)" >&2
    mvn -q -B -f "$pom" dependency:copy-dependencies -DoutputDirectory="$fetched" >&2 ||
        stop "Maven could not fetch the Neo4j server (its messages are above): is Maven Central, or its mirror in ~/.m2/settings.xml, in reach?"
    cp "$pom" "$fetched/pom.xml"
    chmod 755 "$fetched"
    if ! there; then
        rm -rf "$folder/lib"
        mv "$fetched" "$folder/lib"
    fi
fi
echo "$folder"
