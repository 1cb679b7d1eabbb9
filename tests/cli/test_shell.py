"""Polegraph as a process: streams, exit codes, signals."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from polegraph import resources
from polegraph.cli import cli
from polegraph.cli import command as cli_command
from polegraph.errors import PolegraphError
from polegraph.reports.terminal import width
from tests.cli.world import environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]
    Shell = Callable[..., subprocess.CompletedProcess[bytes]]

COMMANDS = [
    *("templates", "import", "changes", "undo", "check", "dedupe", "info", "links", "synergies", "suggest", "map"),
    *(
        "workbook",
        "outcomes",
        "scorecard",
        "support",
        "consortium",
        "meetings",
        "report",
        "site",
        "evolution",
        "metrics",
        "backtest",
        "copy",
        "query",
    ),
    "demo",
]
"""In the order of the work."""


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, polegraph.cli; print(*sorted(set(sys.modules) & set(sys.argv[1].split())))"
    heavy = "pandas numpy scipy networkx pyarrow pandera pyvis openpyxl xlsxwriter numba matplotlib neo4j"
    heavy += " polegraph.network polegraph.tables"
    done = subprocess.run([sys.executable, "-c", code, heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_help_names_every_command(shell: Shell) -> None:
    done = shell("--help")
    text = done.stdout.decode()
    assert done.returncode == 0
    assert re.findall(r"^  ([a-z]+)  ", text.partition("Commands:")[2], re.MULTILINE) == COMMANDS
    assert shell("-h").stdout == done.stdout


@pytest.mark.parametrize("how", [("--lang", "fr"), ("--lang=fr",), ()])
def test_help_and_usage_errors_speak_french(shell: Shell, how: tuple[str, ...]) -> None:
    variables = {} if how else {"LANG": "fr_FR.UTF-8"}
    texts = [
        shell(*how, "--help", **variables).stdout.decode(),
        shell("links", *how, "-h", **variables).stdout.decode(),
    ]
    for text in texts:
        assert text.startswith("Utilisation : polegraph".replace(" :", "\u00a0:"))
        assert not re.search(r"\b(Usage|the|Show|Commands|default|NETWORK|Only)\b", text)
    missing = shell("links", *how, **variables)
    assert missing.returncode == 2
    assert "Il manque l'argument «\u00a0RÉSEAU\u00a0»" in missing.stderr.decode()
    assert "Error" not in missing.stderr.decode()


def _every(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    children = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(one for name, child in children for one in _every(child, (*path, name)))]


@pytest.mark.parametrize("path", _every(cli), ids=" ".join)
def test_every_command_has_help_in_two_languages_and_the_common_options(run: Run, path: tuple[str, ...]) -> None:
    english, french = run(*path, "-h"), run(*path, "-h", "--lang", "fr")
    assert english.exit_code == french.exit_code == 0
    for option in ("--lang", "--quiet", "--verbose", "--help"):
        assert option in english.stdout
    # No line of help is the same in both, but those that name options alone.
    same = set(english.stdout.splitlines()) & set(french.stdout.splitlines())
    assert not [line for line in same if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", line)]


def test_version(shell: Shell) -> None:
    assert shell("--version").stdout.decode() == "polegraph, version 0.1.0\n"


def test_an_error_is_one_paragraph_and_exit_1(shell: Shell) -> None:
    done = shell("links", "no-such-folder")
    assert done.returncode == 1
    assert done.stdout == b""
    text = done.stderr.decode()
    assert text.count("\n") == 1
    assert text.startswith("no-such-folder: ")
    assert "What to do: " in text
    loud = shell("links", "no-such-folder", "--verbose")
    assert loud.returncode == 1
    assert "Traceback" in loud.stderr.decode()


@click.command("fail", cls=cli_command.Command)
@click.argument("how")
def _fail(how: str) -> None:
    errors: dict[str, BaseException] = {
        "mistake": ZeroDivisionError("in /home/somebody\x1b[31m/x"),
        "system": PermissionError(13, "Permission denied", "x.csv"),
        "memory": MemoryError(),
        "interrupt": KeyboardInterrupt(),
        "pipe": BrokenPipeError(),
        "ours": PolegraphError("wrong", file="a\x1b]0;b.csv"),
    }
    raise errors[how]


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ("mistake", 1, "This is a mistake of polegraph, not yours: ZeroDivisionError in command.py"),
        ("system", 1, "x.csv: the system refuses: Permission denied."),
        ("memory", 1, "There is not enough memory."),
        ("interrupt", 130, "Interrupted."),
        ("pipe", 141, ""),
        ("ours", 1, "a\\x1b]0;b.csv: wrong."),
    ],
)
def test_no_traceback_reaches_a_user(monkeypatch: pytest.MonkeyPatch, how: str, code: int, words: str) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setitem(cli.commands, "fail", _fail)
    result = CliRunner().invoke(cli, ["fail", how])
    assert result.exit_code == code
    assert result.stdout == ""
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert "\x1b" not in result.stderr
    assert len(result.stderr.strip().splitlines()) <= 1


@pytest.mark.usefixtures("folder")
def test_an_encoding_that_cannot_show_a_name_does_not_stop_it(shell: Shell) -> None:
    poor = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    table = shell("links", "net", "--lang", "fr", **poor)
    assert table.returncode == 0
    assert "Élan vital" in table.stdout.decode("cp1252")
    assert b"????" in table.stdout
    as_csv = shell("links", "net", "--format", "csv", "-q", **poor)
    assert "日本" in as_csv.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f'"{sys.executable}" -m polegraph info net -q --format csv | true; echo ${{PIPESTATUS[0]}}'
    shell = ["/bin/bash", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout in {"0\n", "141\n"}  # it may have written before the reader went


def _on_terminal(folder: Path, columns: int, *arguments: str, stream: str = "stdout") -> str:
    """Run Python with one of its streams on a terminal of some width; give all that was shown there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(),
        stdin=theirs,
        stdout=streams["stdout"],
        stderr=streams["stderr"],
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # Linux says so when the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return shown.decode()


BAR = """
import click
from polegraph.cli import messages

@click.command()
def command():
    with messages.steps(2, "work") as step:
        step("one")
        messages.say("said")
        step("two")

command()
"""


def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    shown = _on_terminal(tmp_path, 80, "-c", BAR, stream="stderr")
    assert "100%" in shown
    assert "\r\x1b[Ksaid" in shown  # the sentence does not stand behind the bar
    done = subprocess.run([sys.executable, "-c", BAR], cwd=tmp_path, env=environment(), capture_output=True, check=True)
    assert done.stderr == b"said\n"


@pytest.mark.parametrize("columns", [40, 79, 200])
def test_a_table_fits_the_terminal(folder: Path, columns: int) -> None:
    lines = _on_terminal(folder, columns, "-m", "polegraph", "links", "net", "--lang", "fr").splitlines()
    assert len(lines) >= 2 + 4
    assert max(map(width, lines)) <= columns
    assert [line for line in lines if line.startswith("nom")]
    assert any("日本" in line for line in lines)


INTERRUPTED = """
import signal, sys
from polegraph.cli import main
from tests.moments import signal_at

signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is told to ignore it
signal_at(1, signal.SIGINT, sys.argv.pop(1), sys.argv.pop(1))
sys.argv[0] = "polegraph"
main()
"""


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ("open", "partenaires.csv.gz"),
        ("import", "polegraph.sources.anr.layouts"),
        ("os.mkdir", "net"),
        ("open", "net"),
    ],
    ids=["as the file is opened", "as its reader is loaded", "as the dataset is begun", "as it is written"],
)
def test_an_interrupted_import_leaves_nothing_half_written(tmp_path: Path, event: str, path: str) -> None:
    file = resources.data("anr") / "anr_dos_2010_2022_partenaires.csv.gz"
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, event, path, "import", "anr", str(file), "--to", "net"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "Interrupted. Nothing was left half-written." in done.stderr
    assert done.returncode == 130
    assert list(tmp_path.iterdir()) == []
