"""A real Neo4j server that a test starts, stops and kills: no Docker, but the jars that tools/neo4j.sh fetches."""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]
USER = "neo4j"
_PATIENCE = 120  # seconds until a server that does not answer is given up
_OPENED = (
    "java.nio",
    "java.io",
    "sun.nio.ch",
    "java.util.concurrent",
)  # what Neo4j reaches into, as its own script says
_QUICK = "-XX:TieredStopAtLevel=1"
_ALWAYS = {
    "server.default_listen_address": "127.0.0.1",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.usage_report.enabled": "false",
    "dbms.security.auth_max_failed_attempts": "0",  # a test of a wrong password must not lock the next test out
    "server.memory.pagecache.size": "256m",
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # `stop` takes ten seconds otherwise
    "internal.dbms.bolt.netty_server_shutdown_timeout": "2s",
    "db.tx_log.preallocate": "false",  # half a gigabyte of zeros a server otherwise
}
_TLS = {
    "server.bolt.tls_level": "REQUIRED",
    "dbms.ssl.policy.bolt.enabled": "true",
    "dbms.ssl.policy.bolt.base_directory": "certificates/bolt",
    "dbms.ssl.policy.bolt.private_key": "private.key",
    "dbms.ssl.policy.bolt.public_certificate": "public.crt",
    "dbms.ssl.policy.bolt.client_auth": "NONE",
}


class Access(NamedTuple):
    """Where a server is, and who may enter."""

    address: str
    user: str
    password: str

    def __repr__(self) -> str:
        """Describe who and where, and nothing secret: pytest prints the values of a test that failed."""
        return f"Access({self.user} at {self.address})"

    def driver(self) -> neo4j.Driver:
        """Open the official driver; the caller closes it (`with server.driver() as driver`)."""
        return neo4j.GraphDatabase.driver(self.address, auth=(self.user, self.password))


class Server:
    """A Neo4j server with authentication on and its own data, which `start` and `kill` take up and down.

    Parameters
    ----------
    folder
        Where tools/neo4j.sh put the jars (in `folder/lib`).
    home
        Folder of its data, configuration and log; made when missing.
    heap
        Memory of the Java machine.
    settings
        Lines of neo4j.conf beyond ours, or instead of ours; may be changed between `stop` and `start`.
    tls
        Take only encrypted connections, with a certificate that the server signed itself (`bolt+ssc://`).
    steady
        Let Java compile as far as it can, as a server that runs for months does: for measuring. It starts in twice the
        time, and is about as quick as the other for the little that a test asks.

    """

    def __init__(
        self,
        folder: str | Path,
        home: str | Path,
        *,
        heap: str = "1g",
        settings: Mapping[str, str] | None = None,
        tls: bool = False,
        steady: bool = False,
    ) -> None:
        self.jars = Path(folder).resolve() / "lib"
        self.home = Path(home).resolve()
        self.heap = heap
        self.settings = dict(settings or {})
        self.tls = tls
        self.steady = steady
        self.user = USER
        self.password = secrets.token_hex(16)
        self.port = _free_port()
        self.log = self.home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address in the form that the driver and polegraph take."""
        return f"{'bolt+ssc' if self.tls else 'bolt'}://127.0.0.1:{self.port}"

    @property
    def access(self) -> Access:
        """The address with the credentials."""
        return Access(self.address, self.user, self.password)

    @property
    def process_id(self) -> int | None:
        """The number of its process; None while it does not run."""
        return None if self._process is None else self._process.pid

    def driver(self) -> neo4j.Driver:
        """Open the official driver; the caller closes it."""
        return self.access.driver()

    def start(self) -> Self:
        """Start, on the same port and data as before, and wait until Bolt answers."""
        if self._process is not None:
            raise RuntimeError("this server is already started")
        self._prepare()
        opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED]
        command = [
            *self._java(f"-Xms{self.heap}", f"-Xmx{self.heap}", *([] if self.steady else [_QUICK]), *opened),
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={self.home}",
            f"--config-dir={self.home / 'conf'}",
            "--console-mode",
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self.home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._guard = guard(self._process.pid)
        try:
            self._wait()
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """Shut down in good order."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=60)
        self.kill()

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL, nothing flushed."""
        if self._process is None:
            return
        _end(self._guard)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = self._guard = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()  # quicker than in good order, and nobody reads these data again

    def _java(self, *options: str) -> list[str]:
        if not any(self.jars.glob("neo4j-*.jar")):
            raise FileNotFoundError(f"no Neo4j server in {self.jars}: tools/neo4j.sh {self.jars.parent} fetches it")
        return [_program("java"), "-cp", f"{self.jars}/*", "-Dfile.encoding=UTF-8", *options]

    def _prepare(self) -> None:
        conf = self.home / "conf"
        first = not conf.exists()
        conf.mkdir(parents=True, exist_ok=True)
        bolt = {"server.bolt.listen_address": f"127.0.0.1:{self.port}"}
        lines = _ALWAYS | bolt | (_TLS if self.tls else {}) | self.settings
        text = "".join(f"{name}={value}\n" for name, value in lines.items())
        (conf / "neo4j.conf").write_text(text, encoding="utf-8")
        if first:
            self._set_password()
        if self.tls:
            _certificate(self.home / _TLS["dbms.ssl.policy.bolt.base_directory"])

    def _set_password(self) -> None:
        command = [
            *self._java(_QUICK),
            "org.neo4j.server.startup.Neo4jAdminCommand",
            "dbms",
            "set-initial-password",
            self.password,
        ]
        places = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        with self.log.open("ab") as log:
            done = subprocess.run(command, env=os.environ | places, stdout=log, stderr=log, check=False)
        if done.returncode:
            raise RuntimeError(f"Neo4j took no initial password:\n{self._tail()}")

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        said: Exception | None = None
        while time.monotonic() < until:
            if self._process is None or self._process.poll() is not None:
                raise RuntimeError(f"Neo4j ended while it started:\n{self._tail()}")
            try:
                with self.driver() as driver:
                    driver.verify_connectivity()
            except AuthError:
                raise
            except (DriverError, Neo4jError) as problem:
                said = problem
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(f"Neo4j did not answer in {_PATIENCE} s ({said}):\n{self._tail()}")

    def _tail(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-40:])


def fetched() -> Path:
    """Return the folder of the server's jars: what POLEGRAPH_NEO4J names, or what tools/neo4j.sh fetches."""
    named = os.environ.get("POLEGRAPH_NEO4J")
    if named:
        return Path(named).resolve()
    script = [str(ROOT / "tools" / "neo4j.sh"), str(ROOT / ".neo4j")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Path(done.stdout.splitlines()[-1])


def given() -> Access | None:
    """Return the server that the environment names in NEO4J_URI, if any; it must be one that the tests may empty."""
    address = os.environ.get("NEO4J_URI")
    if not address:
        return None
    access = Access(address, os.environ.get("NEO4J_USERNAME", USER), os.environ.get("NEO4J_PASSWORD", ""))
    with access.driver() as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]
    if nodes:  # it may be the graph that somebody works with
        raise RuntimeError(
            f"NEO4J_URI names a database with {nodes} nodes, and the tests would delete them: "
            "empty it yourself, name another server, or unset NEO4J_URI."
        )
    return access


def empty(access: Access) -> None:
    """Take everything out of a database: constraints, indexes (but the two that every database has), nodes."""
    with access.driver() as driver, driver.session() as session:
        # Constraints first: their indexes go with them, and the nodes go faster without.
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(_drop("CONSTRAINT", name)).consume()
        for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").value():
            session.run(_drop("INDEX", name)).consume()
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def _drop(what: str, name: str) -> str:
    quoted = name.replace("`", "``")
    return f"DROP {what} `{quoted}`"  # names cannot be parameters here


def _free_port() -> int:
    """Find a free port below those that the system gives to clients, one of which could take it while Java starts."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as tried, contextlib.suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no free port between 20000 and 32000")


def guard(pid: int) -> subprocess.Popen[bytes]:
    """Start a shell that kills the server's group when this process is gone, however it went: its stdin ends."""
    command = [_program("sh"), "-c", 'read -r _; kill -s KILL -- "-$0"', str(pid)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(guard: subprocess.Popen[bytes] | None) -> None:
    if guard is not None:
        guard.kill()  # before its pipe is closed, so that it kills nobody
        guard.wait()
        if guard.stdin is not None:
            guard.stdin.close()


def _certificate(folder: Path) -> None:
    if folder.exists():
        return
    folder.mkdir(parents=True)
    command = [_program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(folder / "private.key"), "-out", str(folder / "public.crt")]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"the tests of Neo4j need the program {name} on PATH")
    return path
