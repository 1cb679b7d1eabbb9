"""Write docs/questions.md, the catalogue of questions with an example answer to each.

python tools/questions.py ADDRESS   asks the région Centre example, which must have been loaded at this address:
                                    polegraph import tables data/region-centre/region-centre.xlsx --to ADDRESS
python tools/questions.py --check   changes nothing; exits with 1 if the page is not what the files of the catalogue say
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from polegraph.i18n import speaking
from polegraph.reports import sheets
from polegraph.resources import cypher
from polegraph.stores.graph_database import store
from polegraph.stores.questions import questions, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    import neo4j as driver
    import pandas as pd

    from polegraph.stores.question_files import Value
    from polegraph.stores.questions import Question

PAGE = Path(__file__).parents[1] / "docs" / "questions.md"
_ROWS = 3
_DAY = "2026-01-01"  # after all that the example tells, so that the page is the same on any day
_WIDTH = 48
_EXAMPLE = re.compile(r"<!-- example of (\w+) -->\n(.*?)<!-- end of example -->", re.DOTALL)
_HEAD = """# Questions to the graph / Questions au graphe

*Written by `tools/questions.py` from the files of `cypher/questions`; the answers come from the région Centre example,
in which **every organisation and every project is invented**.*
*Page écrite par `tools/questions.py` d'après les fichiers de `cypher/questions` ; les réponses viennent de l'exemple de
la région Centre, dont **toutes les organisations et tous les projets sont inventés**.*

Once a network is in Neo4j (`polegraph copy FOLDER neo4j://localhost:7687`), three ways lead to an answer:

- `polegraph query neo4j://localhost:7687 NAME KEY=VALUE…`; without a name it lists the questions. `-o answer.xlsx`
  writes a workbook, `--audience members` or `internal` includes what is not public.
- In Neo4j Browser: tick *Enable multi statement query editor* in the settings, paste the whole block below, change the
  values of the `:param` lines, run.
- In a shell: `polegraph query neo4j://localhost:7687 NAME KEY=VALUE… --show | cypher-shell`.

Une fois le réseau dans Neo4j (`polegraph copy DOSSIER neo4j://localhost:7687`), trois chemins mènent à une réponse :

- `polegraph query neo4j://localhost:7687 NOM CLÉ=VALEUR…` ; sans nom, la liste des questions. `-o reponse.xlsx` écrit
  un classeur, `--audience members` ou `internal` inclut ce qui n'est pas public.
- Dans Neo4j Browser : cocher *Enable multi statement query editor* dans les réglages, coller tout le bloc ci-dessous,
  changer les valeurs des lignes `:param`, lancer.
- Dans un terminal : `polegraph query neo4j://localhost:7687 NOM CLÉ=VALEUR… --show | cypher-shell`.

"SME" is micro or sme; "large group" is large, or not_sme where the publisher says no more; both by the category of the
group that the organisation belongs to. Two organisations of one group are one large group.
« PME » : micro ou sme ; « grand groupe » : large, ou not_sme si l'éditeur des données n'en dit pas plus ; toujours
selon la catégorie du groupe. Deux organisations d'un groupe sont un seul grand groupe.

The answers below show {rows} rows at most. / Les réponses ci-dessous montrent {rows} lignes au plus.
"""


def page(examples: Mapping[str, str]) -> str:
    """Return the page.

    Parameters
    ----------
    examples
        The example answer to each question, in Markdown.
    """
    there = questions().values()
    contents = [f"| [{one.name}](#{one.name}) | {one.titles['en']} | {one.titles['fr']} |\n" for one in there]
    table = "| name | English | français |\n| --- | --- | --- |\n" + "".join(contents)
    return "\n".join([_HEAD.format(rows=_ROWS), table, *(_section(one, examples[one.name]) for one in there)])


def _section(question: Question, example: str) -> str:
    values = [f"| `{one.name}` | `{one.default}` | {one.words['en']} | {one.words['fr']} |\n" for one in question.own]
    table = "| value | default | English | français |\n| --- | --- | --- | --- |\n" + "".join(values) + "\n"
    columns = "; ".join(f"`{name}` {meaning}" for name, meaning in question.columns.items())
    return (
        f"## {question.name}\n\n"
        f"**{question.titles['en']}.** {question.whats['en']}\n\n"
        f"**{question.titles['fr']}.** {question.whats['fr']}\n\n"
        f"{table if values else ''}"
        f"Columns: {columns}.\n\n"
        f"<!-- example of {question.name} -->\n{example}<!-- end of example -->\n\n"
        f"<details><summary>Cypher</summary>\n\n```cypher\n{_pasteable(question)}```\n\n</details>\n"
    )


def _pasteable(question: Question) -> str:
    """Return the file without its header, which stands above in plain words."""
    return cypher(f"questions/{question.name}").partition("\n\n")[2]


def answer(frame: pd.DataFrame) -> str:
    """Write the first rows of an answer.

    Parameters
    ----------
    frame
        The answer.
    """
    first = frame.head(_ROWS)
    for name, values in first.items():
        if values.dtype == "str":
            first = first.assign(**{str(name): values.map(_short, na_action="ignore").astype("str")})
    with speaking("en"):
        return sheets.markdown(first)


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[:_WIDTH] + "…"


def asked(session: driver.Session) -> dict[str, str]:
    """Ask every question.

    Parameters
    ----------
    session
        A session in the database that holds the example.
    """
    return {name: answer(run(session, one, _values(one))) for name, one in questions().items()}


def _values(question: Question) -> dict[str, Value]:
    return {one.name: _DAY for one in question.own if one.type == "day"}


def kept(text: str) -> dict[str, str]:
    """Take the example answers out of a page.

    Parameters
    ----------
    text
        The page as it is.
    """
    return dict.fromkeys(questions(), "") | {match.group(1): match.group(2) for match in _EXAMPLE.finditer(text)}


def main() -> int:
    """Write the page, or check it."""
    given = sys.argv[1:]
    if given == ["--check"]:
        text = PAGE.read_text(encoding="utf-8")
        if page(kept(text)) == text:
            return 0
        print("docs/questions.md is not what cypher/questions says: run tools/questions.py ADDRESS", file=sys.stderr)
        return 1
    if len(given) != 1 or given[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    with store.session(given[0]) as session:
        PAGE.write_text(page(asked(session)), encoding="utf-8")
    print(f"{PAGE} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
