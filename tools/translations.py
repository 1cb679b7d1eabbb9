"""Keep the French catalogue in step with the code.

python tools/translations.py          collects the messages, updates polegraph.pot and .po, compiles .mo
python tools/translations.py --check  changes nothing; says what is missing, fuzzy, different or stale, and exits with 1

New messages stand in polegraph.po with an empty msgstr: translate them there, then run this again.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "polegraph"
TEMPLATE = PACKAGE / "locale" / "polegraph.pot"
FRENCH = PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "polegraph.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
# Rooms whose constants are sentences that datasets keep in English: they are translated when they are shown.
REASONS = ("tables/checks.py", "files/*.py", "sources/**/*.py")
# French spaces, one rule for the whole catalogue (CONTRIBUTING.md): a thin no-break space before ; ! ? and %,
# a no-break space before : and € and inside « ». The space inside « stands before whatever sign is quoted.
SPACES = (
    (re.compile(r"(?<![\s«])[ \u00a0\u202f]+(?=[;!?]|%(?!\())"), "\u202f"),
    (re.compile(r"(?<![\s«])[ \u00a0\u202f]+(?=[:€])"), "\u00a0"),
    (re.compile(r"(?<=«)[ \u00a0\u202f]*|[ \u00a0\u202f]+(?=»)|(?<=[^ \u00a0\u202f])(?=»)"), "\u00a0"),
)
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([a-z]+\)s")
_DAY = datetime(2005, 7, 12, tzinfo=UTC)  # a fixed date: the same messages give the same files


def collect() -> Catalog:
    """Collect every message of the code and of the model."""
    catalog = _empty(None)
    found = extract_from_dir(
        PACKAGE,
        method_map=[("**.py", "python")],
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalog.add(
            message, locations=[(f"polegraph/{Path(file).as_posix()}", 0)], auto_comments=comments, context=context
        )
    for file, message in (*_reasons(), *_model()):
        catalog.add(message, locations=[(file, 0)])
    return catalog


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        header_comment="# The words of polegraph. Kept in step with the code by tools/translations.py.",
        project="polegraph",
        version="",
        copyright_holder="the polegraph founders",
        msgid_bugs_address="",
        creation_date=_DAY,
        revision_date=_DAY,
        last_translator="the polegraph founders",
        language_team="French",
        charset="utf-8",
        fuzzy=False,
    )


def _reasons() -> Iterator[tuple[str, str]]:
    """Find the constants that hold a sentence, and the sentences that are handed over as reasons."""
    for pattern in REASONS:
        for path in sorted(PACKAGE.glob(pattern)):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                for text in _sentences(node):
                    yield path.relative_to(ROOT).as_posix(), text


def _sentences(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        constant = all(isinstance(target, ast.Name) and target.id.lstrip("_").isupper() for target in targets)
        values = [node.value] if constant and node.value is not None else []
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "reject":
        values = [*node.args[4:5], *(keyword.value for keyword in node.keywords if keyword.arg == "reason")]
    else:
        values = []
    for value in values:
        parts = [value.left, value.right] if isinstance(value, ast.BinOp) else [value]
        for part in parts:
            text = (
                part.value.removeprefix("; ") if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
            )
            if _is_sentence(text):
                yield text


def _is_sentence(text: str) -> bool:
    return len(re.findall(r"[a-z]{2,} ", text)) > 1 and not set(text) & set("\\[|^\n;")


def _model() -> Iterator[tuple[str, str]]:
    """Yield what the model says of its tables and columns."""
    from polegraph.tables import TABLES  # noqa: PLC0415  # found once the path is set

    for name, table in TABLES.items():
        yield "polegraph/tables/definitions.py", name
        yield "polegraph/tables/definitions.py", table.what
        for column in table.columns:
            if column.note:
                yield "polegraph/tables/definitions.py", column.note


def french() -> Catalog:
    """Read the French catalogue as it is committed."""
    if not FRENCH.exists():
        return _empty("fr")
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr", charset="utf-8")


def updated(template: Catalog) -> Catalog:
    """Bring the French catalogue to the messages of the template; what is gone goes."""
    before = french()
    after = _empty("fr")
    for message in template:
        if message.id:
            known = before.get(message.id, message.context)
            text = known.string if known is not None and not known.fuzzy else ""
            text = tuple(map(typeset, text)) if isinstance(text, (list, tuple)) else typeset(text or "")
            after.add(message.id, text, locations=message.locations, auto_comments=message.auto_comments)
    return after


def typeset(text: str) -> str:
    """Set the spaces before signs, so that whoever translates need not type them."""
    for pattern, space in SPACES:
        text = pattern.sub(space, text)
    return text


def as_po(catalog: Catalog) -> bytes:
    """Write a catalogue as a .po or .pot file."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b'"Generated-By:'))  # another babel, the same file


def as_mo(catalog: Catalog) -> bytes:
    """Compile a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def problems() -> list[str]:
    """List what is wrong with the committed catalogue, one line each."""
    template, catalog = collect(), french()
    found = []
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != as_po(template):
        found.append("polegraph.pot is not what the code says")
    wanted = {message.id for message in template if message.id}
    for message in catalog:
        if message.id:
            found.extend(_wrong(message))
    known = {message.id for message in catalog if message.id}
    found.extend(f"not in polegraph.po: {one!r}" for one in sorted(wanted - known, key=str))
    found.extend(f"no longer in the code: {one!r}" for one in sorted(known - wanted, key=str))
    compiled = FRENCH.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != as_mo(catalog):
        found.append("polegraph.mo is not compiled from polegraph.po")
    return found


def _wrong(message: Message) -> Iterator[str]:
    """Describe what is wrong with one translation."""
    if message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    texts = list(message.string) if isinstance(message.string, (list, tuple)) else [message.string or ""]
    if not all(texts):
        yield f"not translated: {message.id!r}"
        return
    ids = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    allowed = {frozenset(PLACEHOLDER.findall(one)) for one in ids}
    wrong = [text for text in texts if frozenset(PLACEHOLDER.findall(text)) not in allowed]
    yield from (f"other placeholders: {message.id!r} → {text!r}" for text in wrong)
    if any(
        text.endswith("\n") != ids[0].endswith("\n") or text.count("\n\n") != ids[0].count("\n\n") for text in texts
    ):
        yield f"other paragraphs: {message.id!r}"


def main() -> int:
    """Update or check."""
    sys.path.insert(0, str(ROOT))
    if "--check" not in sys.argv[1:]:
        template = collect()
        FRENCH.parent.mkdir(parents=True, exist_ok=True)
        TEMPLATE.write_bytes(as_po(template))
        FRENCH.write_bytes(as_po(updated(template)))
        FRENCH.with_suffix(".mo").write_bytes(as_mo(french()))
    found = problems()
    for line in found:
        print(line)
    print(f"{len(found)} problems" if found else "the French catalogue is complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
