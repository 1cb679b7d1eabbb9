"""Headings and words for people; files for machines keep the English names of columns and values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import N_, _, language
from polegraph.metrics import registry
from polegraph.reports import meeting_headings, question_headings
from polegraph.reports.note_headings import NOTES
from polegraph.tables import (
    ACTION_KINDS,
    ANSWERS,
    DOMAINS,
    KINDS,
    NEED_STATES,
    ORIGIN,
    OUTCOMES,
    QUESTIONS,
    RELATIONS,
    ROLES,
    SIZES,
    STAGES,
    TABLES,
    UNITS,
    VISIBILITIES,
)

if TYPE_CHECKING:
    import pandas as pd

# Result columns with names that do not explain themselves; the headings of measures stand in the registry.
_HEADINGS: Final = {
    **question_headings.HEADINGS,
    **registry.HEADINGS,
    **meeting_headings.HEADINGS,
    "org_id": N_("identifier"),
    "status": N_("link to a large group"),
    "distance": N_("steps to a large group"),
    "direct_partners": N_("large groups met"),
    "direct_ids": N_("which large groups"),
    "shared_projects": N_("projects with them"),
    "last_year": N_("last year"),
    "introducer_id": N_("introducer (identifier)"),
    "introducer_name": N_("could be introduced by"),
    "introducer_projects": N_("projects that prove it"),
    "reach_two": N_("large groups within two steps"),
    "expected_direct": N_("large groups expected by chance"),
    "dependence": N_("dependence on one group"),
    "pole": N_("pôle"),
    "as_of": N_("as of"),
    "near_projects": N_("projects with the introducer"),
    "introduced_to_id": N_("to which large group (identifier)"),
    "introduced_to_name": N_("to which large group"),
    "introduced_to_projects": N_("projects of the introducer and this group"),
    "other_large_groups": N_("other large groups possible"),
    "sme_name": N_("SME"),
    "sme_city": N_("city"),
    "sme_id": N_("SME (identifier)"),
    "by_name": N_("introduced by"),
    "by_id": N_("introducer (identifier)"),
    "to_name": N_("to which large group"),
    "to_id": N_("to which large group (identifier)"),
    "far_projects": N_("projects of these two"),
    "done_on": N_("done on"),
    "done_by": N_("done by"),
    "follow_up": N_("what came of it"),
    "rank": N_("rank"),
    "suggested_id": N_("suggested (identifier)"),
    "suggested_name": N_("suggested partner"),
    "suggested_kind": N_("its kind"),
    "suggested_size": N_("its size"),
    "suggested_group": N_("subsidiary of"),
    "subsidiary_of": N_("subsidiary of"),
    "score": N_("score"),
    "reasons": N_("reasons"),
    "via_ids": N_("through"),
    "evidence_projects": N_("projects behind it"),
    "level": N_("level"),
    "source": N_("source"),
    "file": N_("file"),
    "table": N_("table"),
    "row": N_("row"),
    "column": N_("column"),
    "value": N_("value"),
    "problem": N_("problem"),
    "remedy": N_("what to do"),
    "topic": N_("topic"),
    "item": N_("item"),
    "count": N_("number"),
    "share": N_("share"),
    "method": N_("method"),
    "coverage": N_("coverage"),
    "low": N_("lower bound (95 %)"),
    "high": N_("upper bound (95 %)"),
    "measure": N_("measure"),
    "observed": N_("observed"),
    "expected": N_("by chance"),
    "difference": N_("difference"),
    "first": N_("first"),
    "second": N_("second"),
    "last": N_("last"),
    "sd": N_("standard deviation"),
    "p_value": N_("p-value"),
    "period": N_("period"),
    "smes": N_("SMEs"),
    "large_groups": N_("large groups"),
    "newcomers": N_("newcomers"),
    "stayers": N_("there before too"),
    "leavers": N_("left"),
    "new_links": N_("new links"),
    "kept_links": N_("kept links"),
    "lost_links": N_("lost links"),
    "formation_rate": N_("rate of new links"),
    "dissolution_rate": N_("rate of lost links"),
    "jaccard": N_("Jaccard index of links"),
    "recurrent_smes": N_("SMEs with two projects or more"),
    "smes_with_large_group": N_("SMEs with a large group"),
    "sme_large_links": N_("links of SMEs and large groups"),
    "gap": N_("gap"),
    "indicator": N_("indicator"),
    "trend": N_("trend"),
    "counted": N_("counted"),
    "of": N_("of how many"),
    "at_risk": N_("projects watched"),
    "with_outcome": N_("projects with an outcome"),
    "rate": N_("share with an outcome"),
    "expected_rate": N_("share expected"),
    "median_months": N_("months until half have one"),
    "products": N_("products"),
    "processes": N_("processes"),
    "services": N_("services"),
    "patents": N_("patents"),
    "companies": N_("companies created"),
    "jobs": N_("jobs (FTE)"),
    "software": N_("software"),
    "publications": N_("publications"),
    "jobs_kept": N_("jobs kept (FTE)"),
    "turnover": N_("turnover (€)"),
    "private_funds": N_("private funds (€)"),
    "undated": N_("projects of unknown days"),
    "months": N_("months since the end"),
    "offer_org_id": N_("who offers it (identifier)"),
    "offer_name": N_("who offers it"),
    "offer_detail": N_("what it offers"),
    "offer_city": N_("its city"),
    "capacity_left": N_("capacity left"),
    "assigned": N_("assigned"),
    "kilometres": N_("kilometres"),
    "result": N_("what became of it"),
    "first_project": N_("first project since"),
    "months_to_project": N_("months until then"),
    "new_projects": N_("projects since"),
    "pairs_compared": N_("pairs compared with"),
    "coordinator_id": N_("coordinator (identifier)"),
    "coordinator_name": N_("coordinator"),
    "sme_ids": N_("SME partners (identifiers)"),
    "sme_names": N_("SME partners"),
    "expected_by_now": N_("share of those like it that had one by then"),
    "poles": N_("pôles"),
    "proposal": N_("proposal"),
    "topics": N_("topics that it knows"),
    "topics_covered": N_("score: topics covered"),
    "trust": N_("score: have worked together"),
    "links_opened": N_("score: links that open"),
    "fit": N_("score: fits those that must be in"),
    "free_capacity": N_("score: free capacity"),
    "experience": N_("score: experience of the coordinator"),
    "outcomes_before": N_("score: outcomes before"),
    "members_cost": N_("score: what members cost"),
    "optimality_gap": N_("how far a better one could be above it"),
    "term": N_("what of the consortium"),
    "events": N_("projects with an outcome in time"),
    "clusters": N_("pôles by which errors are clustered"),
    "left_out": N_("projects left out"),
    "what": N_("what is counted"),
    "ratio": N_("observed / by chance"),
    "q_value": N_("q-value"),
    "p_draws": N_("p-value, counted"),
    "group": N_("group"),
    "group_name": N_("name of the group"),
    "group_organisations": N_("organisations of the group"),
    "other": N_("other group (identifier)"),
    "other_organisations": N_("organisations of the other group"),
    "short_by": N_("projects missing to chance"),
    "links_expected": N_("links, by chance"),
    "chance": N_("share of random networks in which it lacks it too"),
    "offer_ids": N_("who offers it"),
    "after": N_("what it would become"),
    "ratio_after": N_("what it would become / by chance"),
    "answer": N_("answer"),
    "question": N_("question"),
    "one_id": N_("identifier of the one"),
    "other_id": N_("the other (identifier)"),
    "one_name": N_("one"),
    "other_name": N_("the other"),
    "one_city": N_("city of the one"),
    "other_city": N_("city of the other"),
    "one_kind": N_("kind of the one"),
    "other_kind": N_("kind of the other"),
    "one_projects": N_("projects of the one"),
    "other_projects": N_("projects of the other"),
    "evidence": N_("what speaks for it"),
    "right": N_("share of such proposals that were right"),
    "judged": N_("of how many that were judged"),
    "note": N_("note"),
    "head": N_("head of the group"),
    "into_id": N_("merged into (identifier)"),
    "into_name": N_("merged into"),
    "how": N_("how it was found"),
    "rule": N_("rule"),
    "asked": N_("bound"),
    "why": N_("why"),
    "mend": N_("what would mend it"),
    "rules": N_("name"),
    "asks": N_("what it asks"),
    "document": N_("source"),
    "url": N_("address"),
    "checked": N_("compared with the text"),
    "remark": N_("remark"),
}
_SHEETS: Final = (
    *(N_("links"), N_("introductions"), N_("suggestions"), N_("info"), N_("check"), N_("backtest")),
    *(N_("metrics"), N_("summary"), N_("evolution"), N_("comparison")),
    *(N_("merges"), N_("review"), N_("changes")),
    *(N_("synergies"), N_("gap"), N_("pairs")),
    *(N_("outcomes"), N_("follow-up"), N_("association"), N_("scorecard"), N_("behind")),
    *(N_("support"), N_("unmet")),
    *(N_("consortium"), N_("rules"), N_("proposals")),
    *meeting_headings.SHEETS,
)
_PERFORMANCE: Final = ("outcomes", "needs", "offers", "targets", "actions")
"""Tables with columns that other tables name otherwise; the headings of lists are those of the others."""
_OF_THE_MODEL: Final = {
    column.name: column.fr
    for names in (_PERFORMANCE, [name for name in TABLES if name not in _PERFORMANCE])
    for name in names
    for column in TABLES[name].columns
}
_FRENCH: Final = {
    **{f"{table.name}.{one.name}": f"{table.fr} : {one.fr}" for table in TABLES.values() for one in table.columns},
    **ACTION_KINDS,
    **UNITS,
    **STAGES,
    **NEED_STATES,
    **OUTCOMES,
    **DOMAINS,
    **ROLES,
    **VISIBILITIES,
    **SIZES,
    **KINDS,
    **QUESTIONS,
    **ANSWERS,
    **RELATIONS,
    ORIGIN[0]: ORIGIN[1],
}
_WORDS: Final = frozenset(
    {
        *question_headings.WORDS,
        N_("too few to say"),
        N_("number"),
        N_("share"),
        N_("direct"),
        N_("introduced"),
        N_("far"),
        N_("unreachable"),
        N_("no_partner"),
        N_("no_project"),
        N_("error"),
        N_("remark"),
        N_("total"),
        N_("kind"),
        N_("size of companies"),
        N_("phase"),
        N_("year of projects"),
        N_("members of the pôle"),
        N_("former members of the pôle"),
        N_("dissolved"),
        N_("large groups"),
        N_("groups"),
        N_("organisations in them"),
        N_("projects labelled by the pôle"),
        N_("unknown"),
        N_("participations of the source"),
        N_("rows read"),
        N_("rows rejected"),
        N_("rows not used"),
        N_("cells not understood"),
        N_("columns not used"),
        N_("files not read"),
        N_("rows repeated"),
        N_("programme"),
        N_("who is who"),
        N_("organisations in the sources"),
        N_("merged into others"),
        N_("made of several"),
        N_("pairs to decide"),
        N_("pairs decided"),
        N_("in a group"),
        N_("of a public body"),
        N_("SMEs and large groups, merged"),
        N_("SMEs and large groups, as in the sources"),
        N_("SMEs"),
        N_("model"),
        N_("legal_form"),
        N_("same_name"),
        N_("other_language"),
        N_("department"),
        N_("former_name"),
        N_("abbreviation"),
        N_("spacing"),
        N_("acronym"),
        N_("typo"),
        N_("group_word"),
        N_("order"),
        N_("sme_without_large_group"),
        N_("lab_without_sme"),
        N_("member_without_project"),
        N_("training_body_left_out"),
        N_("kind_pair"),
        N_("size_pair"),
        N_("pole_pair"),
        N_("theme_pair"),
        N_("region_pair"),
        N_("community_pair"),
        N_("member_within_pole_only"),
        N_("need_unmet"),
        N_("became_project"),
        N_("none_yet"),
        N_("too_early"),
        N_("already_partners"),
        N_("undated"),
        N_("own"),
        N_("decision"),
        N_("pass"),
        N_("fail"),
    },
)


def heading(column: str) -> str:
    """Return the heading of a column in the current language.

    Parameters
    ----------
    column
        Its English name.

    Examples
    --------
    >>> heading("direct_partners"), heading("clustering_expected"), heading("my_own_column")
    ('large groups met', 'clustering, by chance', 'my own column')
    """
    if column in _HEADINGS:
        return _(_HEADINGS[column])
    for end, text in (
        ("_expected", _("{measure}, by chance")),
        ("_z", _("{measure}, z")),
        ("_raw", _("{measure} (identifiers)")),
    ):
        if column.removesuffix(end) in _HEADINGS:
            return text.format(measure=heading(column.removesuffix(end)))
    if column in _OF_THE_MODEL and language() == "fr":
        return _OF_THE_MODEL[column]
    return column.replace("_", " ")


def heading_in(frame: pd.DataFrame, column: str) -> str:
    """Return the heading of a column of a result, which says so where it is an estimate.

    Parameters
    ----------
    frame
        The result; ``attrs["estimated"]`` names such columns, ``attrs["headings"]`` gives other headings.
    column
        English name of the column.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"betweenness": [0.5]})
    >>> table.attrs["estimated"] = {"betweenness": 256}
    >>> heading_in(table, "betweenness")
    'betweenness (estimate)'
    """
    others = frame.attrs.get("headings", {})
    said = _(others[column]) if column in others else heading(column)
    return _("{measure} (estimate)").format(measure=said) if column in frame.attrs.get("estimated", ()) else said


def note(key: str) -> str:
    """Return the words for a count of a reader.

    Parameters
    ----------
    key
        As it stands in ``imports.notes``.

    Examples
    --------
    >>> note("identifiers_made"), note("something_new")
    ('identifiers made from names', 'something new')
    """
    return _(NOTES[key]) if key in NOTES else key.replace("_", " ")


def sheet_name(name: str) -> str:
    """Return the name of a result in the current language.

    Parameters
    ----------
    name
        Its English name.

    Examples
    --------
    >>> sheet_name("links")
    'links'
    """
    return _(name) if name in _SHEETS else name


def word(value: str) -> str:
    """Return a word of one of the lists of words (kind, size, status, …) in the current language; others as they are.

    Parameters
    ----------
    value
        What stands in the table.

    Examples
    --------
    >>> from polegraph.i18n import speaking
    >>> with speaking("fr"):
    ...     word("mid_cap"), word("Thales")
    ('ETI', 'Thales')
    """
    if value in _WORDS or value in TABLES:
        return _(value)
    return _FRENCH.get(value, value) if language() == "fr" else value


# Columns in which words of these lists stand. Names are never looked up in them: a company may be called "Direct".
_WORD_COLUMNS: Final = frozenset(
    {
        *("kind", "size", "role", "domain", "visibility", "suggested_kind", "suggested_size"),
        *("status", "level", "topic", "item", "table", "gap", "unit", "stage", "note", "result"),
        *("question", "answer", "relation", "how", "one_kind", "other_kind"),
        *question_headings.COLUMNS,
    },
)


def cell(column: str, value: Any) -> str:  # noqa: ANN401  # any value of a frame
    """Write a value for people.

    Parameters
    ----------
    column
        Name of its column.
    value
        The value; not missing.

    Examples
    --------
    >>> cell("share", 0.25), cell("last_year", 2016), cell("sme", True)
    ('0.25', '2016', 'yes')
    """
    if isinstance(value, str):
        if column == "measure":
            return heading(value)
        return word(value) if column in _WORD_COLUMNS else value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        text = f"{value:.3f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else str(value)  # noqa: PLR2004  # beyond it digits mean nothing
        return text.replace(".", ",") if language() == "fr" else text
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)


def cells(frame: pd.DataFrame) -> list[list[str]]:
    """Write all values of a frame for people, row by row; what is missing is empty.

    Parameters
    ----------
    frame
        Any result.
    """
    columns = []
    for name, values in frame.items():
        known = values.notna().tolist()
        plain = values.tolist()
        columns.append([cell(str(name), value) if there else "" for value, there in zip(plain, known, strict=True)])
    return [list(row) for row in zip(*columns, strict=True)]
