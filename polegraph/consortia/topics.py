"""Topics of a call: themes that are named, and the words of its text; who has worked on each, in which projects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.linalg.sparse import sorted_rows
from polegraph.names.normal_forms import normal_form
from polegraph.support.words import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.consortia.set_scores import Past
    from polegraph.linalg import Csr
    from polegraph.network import Network

MOST: Final = 12
"""Words of a text that are topics: those of the largest TF-IDF."""
_WORDS: Final = re.compile(r"[^\W\d_]+")
_TOO_COMMON: Final = 0.6  # a word that stands in more of the projects tells them not apart


class Topics(NamedTuple):
    """Topics of a call.

    Parameters
    ----------
    labels
        The theme, or the word as the text has it.
    weights : array of float, one entry a topic
        Their sum is 1.
    cover : array of float, organisations × topics
        How much an organisation knows of it: :math:`1 - 2^{-n}` with *n* its projects on it, each halved every three
        years, and one more where the organisation names the theme itself.
    projects
        Projects × topics, ones.
    """

    labels: list[str]
    weights: NDArray[np.float64]
    cover: NDArray[np.float64]
    projects: Csr

    @property
    def relevance(self) -> NDArray[np.float64]:
        """How much of the call each organisation covers alone, from 0 to 1."""
        return self.cover @ self.weights


def topics(past: Past, themes: Sequence[str] = (), text: str | None = None) -> Topics:
    r"""Find the topics of a call.

    A name that is that of a theme, case and accents aside, is the topic of the projects of that theme. Words of the
    text, and of names that no theme has, weigh their number in it times :math:`\log((1 + n) / (1 + n_t)) + 1`, where
    :math:`n_t` of the *n* projects have the word's stem in their title, abstract or themes; the `MOST` heaviest are
    topics. English words of which the French is known, and words whose first letters are the same, meet in both
    languages.

    Parameters
    ----------
    past
        The network.
    themes
        Names of themes, or words.
    text
        The text of the call, French or English.

    Raises
    ------
    PolegraphError
        If nothing that is asked for is in any project.

    References
    ----------
    K. Sparck Jones, "A statistical interpretation of term specificity and its application in retrieval", Journal of
    Documentation 28 (1972), 11–21. ``sparckjones1972``
    """
    named, words = _named(past.network, themes)
    parts = [_of_themes(past, named), _of_words(past, " ".join([*words, text or ""]))]
    labels = [label for part in parts for label in part[0]]
    asked = [*themes, *([text] if text else [])]
    if asked and not labels:
        raise PolegraphError(
            _("no project is about this: none has such a theme, or such words in its title, abstract or themes"),
            value="; ".join(asked),
            remedy=_("name a theme of the network, or give a text with more words"),
        )
    # Themes that are named and words of the text weigh the same together, where there are both.
    weights = np.concatenate([part[1] for part in parts])
    cover = np.hstack([part[2] for part in parts])
    return Topics(labels, weights / max(float(weights.sum()), 1e-12), cover, _stacked([part[3] for part in parts]))


_Part = tuple[list[str], "NDArray[np.float64]", "NDArray[np.float64]", "Csr"]


def _named(net: Network, asked: Sequence[str]) -> tuple[list[list[str]], list[str]]:
    """Return the identifiers of the themes that are named, and the names that no theme has."""
    table = net.themes
    forms: dict[str, list[str]] = {}
    for theme, label in zip(table["theme_id"].tolist(), table["label"].tolist(), strict=True):
        for form in {normal_form(str(theme)), normal_form(str(label))}:
            forms.setdefault(form, []).append(theme)
    found = [forms[normal_form(name)] for name in asked if normal_form(name) in forms]
    return found, [name for name in asked if normal_form(name) not in forms]


def _of_themes(past: Past, named: list[list[str]]) -> _Part:
    context, net = past.context, past.network
    label = net.themes.set_index("theme_id")["label"]
    columns, own = [], []
    for ids in named:
        place = context.theme_ids.get_indexer(pd.Index(ids))
        columns.append(sparse.csr_array((context.project_themes[:, place].sum(axis=1) > 0).astype(float)[:, None]))
        own.append(np.asarray(context.own_themes[:, place].sum(axis=1)).ravel() > 0)
    projects = _stacked(columns or [sparse.csr_array((len(context.years), 0))])
    also = np.array(own, dtype=np.float64).reshape(len(named), past.number).T
    labels = [str(label[ids[0]]) for ids in named]
    return labels, np.full(len(named), 1.0 / max(len(named), 1)), _known(past, projects, also), projects


def _of_words(past: Past, text: str) -> _Part:
    """Return the words of a text that some projects have, the heaviest first."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  # heavy, and loaded when used

    count = len(past.context.years)
    stems = sorted(set(terms(text)))
    nothing = sparse.csr_array((count, 0))
    if not stems or not count:
        return [], np.zeros(0), np.zeros((past.number, 0)), nothing
    there: Any = CountVectorizer(analyzer=terms, vocabulary=stems, binary=True).transform(documents(past))
    with_stem = np.asarray(there.sum(axis=0)).ravel()
    often = np.array([terms(text).count(stem) for stem in stems], dtype=np.float64)
    weight = often * (np.log((1 + count) / (1 + with_stem)) + 1)
    weight[(with_stem == 0) | (with_stem > max(_TOO_COMMON * count, 1))] = 0
    chosen = np.lexsort((np.arange(len(stems)), -weight))[:MOST]
    chosen = chosen[weight[chosen] > 0]
    word: dict[str, str] = {}
    for one in _WORDS.findall(text):
        for stem in terms(one):
            word.setdefault(stem, one.lower())
    projects = sorted_rows(sparse.csr_array(there)[:, chosen].astype(np.float64))
    labels = [word.get(stems[place], stems[place]) for place in chosen.tolist()]
    weights = weight[chosen] / max(float(weight[chosen].sum()), 1e-12)
    return labels, weights, _known(past, projects, np.zeros((past.number, len(chosen)))), projects


def documents(past: Past) -> list[str]:
    """Return the text of each project: title, abstract, and the labels of its themes.

    Parameters
    ----------
    past
        The network.
    """
    net = past.network
    label = net.themes.set_index("theme_id")["label"].astype("object")
    about = net.project_themes.assign(label=net.project_themes["theme_id"].map(label))
    joined = about.dropna(subset=["label"]).groupby("project_id")["label"].agg(lambda some: " ".join(sorted(some)))
    texts = pd.DataFrame(
        {
            "title": net.projects["title"].astype("object"),
            "abstract": net.projects["abstract"].astype("object"),
            "themes": net.projects["project_id"].map(joined).astype("object"),
        }
    ).fillna("")
    rows = [" ".join(row) for row in texts.itertuples(index=False)]
    return [rows[place] for place in past.context.project_order.tolist()]


def _known(past: Past, projects: Csr, also: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much each organisation knows of each topic."""
    recent = sparse.diags_array(past.activity.recency)
    number = (past.context.members @ recent @ projects).toarray() + also
    return np.asarray(1.0 - 0.5**number)


def _stacked(parts: list[Any]) -> Csr:
    return sorted_rows(sparse.hstack(parts, format="csr"))
