"""The network: checked tables, frozen, with the sparse and NetworkX views that everything else computes on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from polegraph import linalg, tables
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.identity import distinct_form, normal_form
from polegraph.names.categories import in_one_spelling
from polegraph.network import membership, selection, visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    import networkx as nx
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

Weight = Literal["projects", "newman"]
_IDENTIFIERS = ("org_id", "siren", "siret", "pic", "rnsr", "ror")
_AUDIENCE = {"public": frozenset(["public"]), "members": frozenset(["public", "members"])}


class Network:
    """Organisations that take part in projects: the tables of the model, checked, and never changed afterwards.

    Parameters
    ----------
    organisations : DataFrame
        ``org_id`` and ``name`` are required; ``kind`` is ``other`` where absent.
    projects : DataFrame
        ``project_id`` is required. ``year`` is taken from ``start`` where absent.
    participations : DataFrame
        ``project_id`` and ``org_id``.
    **others : DataFrame or None
        Any other table of `polegraph.tables.TABLES`, by its name.

    Raises
    ------
    PolegraphError
        If a table is not what the model says; names the table, row, column and value.

    Examples
    --------
    >>> net = Network(
    ...     organisations=pd.DataFrame({"org_id": ["A", "B", "C"], "name": ["Ada", "Bo", "Cy"]}),
    ...     projects=pd.DataFrame({"project_id": ["P"], "year": [2016]}),
    ...     participations=pd.DataFrame({"project_id": ["P", "P"], "org_id": ["A", "B"]}),
    ... )
    >>> net
    <Network: 3 organisations, 1 project, 2 participations>
    >>> net.collaboration_matrix().toarray()
    array([[0, 1, 0],
           [1, 0, 0],
           [0, 0, 0]])
    """

    tables: Mapping[str, pd.DataFrame]
    focus: frozenset[str] | None
    _origin: Network | Callable[[], Network]
    _around: Network | Callable[[], Network]
    _shown_to: frozenset[str] | None  # nothing here is hidden from who may see these
    seen: visibility.Seen | None  # of a whole network: what some may see of it
    _views: dict[frozenset[str], Network]
    _day: date | None  # on which it is looked at; None for today

    def __init__(
        self,
        organisations: pd.DataFrame,
        projects: pd.DataFrame,
        participations: pd.DataFrame,
        **others: pd.DataFrame | None,
    ) -> None:
        given = {"organisations": organisations, "projects": projects, "participations": participations}
        given.update({name: frame for name, frame in others.items() if frame is not None})
        checked = tables.check(given)
        checked["organisations"]["kind"] = checked["organisations"]["kind"].fillna("other")
        year = checked["projects"]["start"].dt.year.astype("Int64")
        checked["projects"]["year"] = checked["projects"]["year"].fillna(year)
        _fill_sizes(checked["organisations"])
        self.__dict__.update(_state(self, in_one_spelling(checked), None, None, None))

    @classmethod
    def from_checked(
        cls,
        checked: Mapping[str, pd.DataFrame],
        *,
        focus: frozenset[str] | None,
        around: Network | Callable[[], Network] | None,
        origin: Network | Callable[[], Network] | None = None,
        day: date | None = None,
    ) -> Network:
        """Build a network of tables that are parts of checked ones, without checking them again.

        Parameters
        ----------
        checked
            Every table of the model.
        focus
            The organisations that were chosen, or None.
        around
            The network that they were chosen from, or what gives it when it is asked for; None for this one.
        origin
            The network that still has every member of every group, or what gives it; None for this one.
        day
            The day on which it is looked at; None for today.
        """
        network = cls.__new__(cls)
        whole = focus is None and around is None and origin is None
        held = in_one_spelling(checked) if whole else checked  # parts of a network are as the whole is
        network.__dict__.update(_state(network, held, focus, around, origin), _day=day)
        return network

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Network is frozen; make another one instead of setting {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Network is frozen; {name!r} stays")

    def __getattr__(self, name: str) -> pd.DataFrame:
        """Return a table by its name: ``net.organisations``, ``net.projects`` and so on."""
        try:
            return self.__dict__["tables"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(f"Network has no table or attribute {name!r}") from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        counts = []
        for name in ("organisations", "projects", "participations"):
            number = len(self.tables[name])
            counts.append(f"{number:,} {name if number != 1 else name[:-1]}")
        return f"<Network: {', '.join(counts)}>"

    @cached_property
    def around(self) -> Network:
        """The network that the focus was chosen from; this one if nothing was."""
        return self._around() if callable(self._around) else self._around

    @property
    def whole(self) -> Network:
        """The network from which a part was chosen in the end: what is around what is around it."""
        net = self
        while net.around is not net:
            net = net.around
        return net

    @cached_property
    def origin(self) -> Network:
        """The network that still has every member of every group."""
        return self._origin() if callable(self._origin) else self._origin

    # -- the day ------------------------------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day on which this is looked at: members are members on it, and who is dissolved by then is. Today."""
        return self._day or membership.today()

    def on(self, day: date | str | int | None) -> Network:
        """Return the same network, looked at on another day.

        Nothing else depends on the day than who is a member, and who is dissolved; projects stay.

        Parameters
        ----------
        day
            A date, a year, or a text: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; of a month or a year its last day is
            meant. None for today, whenever that is.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().on(2024).day.isoformat()
        '2024-12-31'
        """
        wanted = None if day is None else membership.day_of(day)
        if wanted == self._day:
            return self
        other = Network.__new__(Network)
        other.__dict__.update(self.__dict__, _day=wanted, _around=other)
        other.__dict__.pop("around", None)
        if self._around is not self:
            other.__dict__["_around"] = lambda: self.around.on(wanted)
        return other

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Who is not dissolved on the day; in table order."""
        return membership.standing(self.tables["organisations"], self.day)

    def members(self, *, former: bool = False) -> pd.DataFrame:
        """Return the memberships of the day: of those who are members of a pôle on it, and are not dissolved.

        Parameters
        ----------
        former
            Whether those are asked for who were members, and have left or are dissolved.

        Examples
        --------
        >>> import polegraph.examples
        >>> len(polegraph.examples.tiny().members())
        0
        """
        return membership.members(self, former=former)

    # -- views ---------------------------------------------------------------------------------------------------

    @cached_property
    def org_index(self) -> pd.Index[str]:
        """The ``org_id`` in table order: column *i* of every matrix is ``org_index[i]``."""
        index: pd.Index[str] = pd.Index(self.tables["organisations"]["org_id"])
        return index

    @cached_property
    def project_index(self) -> pd.Index[str]:
        """The ``project_id`` in table order: row *p* of the incidence is ``project_index[p]``."""
        index: pd.Index[str] = pd.Index(self.tables["projects"]["project_id"])
        return index

    @cached_property
    def incidence(self) -> Csr:
        """Projects × organisations, one where the organisation takes part; CSR, int64, in table order, read-only."""
        rows = self.project_index.get_indexer(pd.Index(self.tables["participations"]["project_id"]))
        columns = self.org_index.get_indexer(pd.Index(self.tables["participations"]["org_id"]))
        shape = (len(self.project_index), len(self.org_index))
        return _read_only(linalg.incidence(rows.astype(np.int64), columns.astype(np.int64), shape))

    def collaboration_matrix(self, weight: Weight = "projects") -> Csr:
        r"""Return the one-mode projection: which organisations work together, as a matrix.

        Parameters
        ----------
        weight
            ``projects``: number of shared projects. ``newman``: :math:`\sum_p 1 / (n_p - 1)` over them, with
            :math:`n_p` organisations in project *p*.

        Returns
        -------
        csr_array
            Organisations × organisations in table order, symmetric, zero diagonal; int64 or float64. It is read-only:
            copy it to change it.

        References
        ----------
        M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001).

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().collaboration_matrix("newman").toarray()[0].tolist()
        [0.0, 1.5, 0.5, 0.0, 0.0]
        """
        if weight not in {"projects", "newman"}:
            raise PolegraphError(
                _("there is no such weight"),
                value=weight,
                remedy=_("use one of: {names}").format(names="projects, newman"),
            )
        return self._projects_matrix if weight == "projects" else self._newman_matrix

    @cached_property
    def _projects_matrix(self) -> Csr:
        return _read_only(linalg.project(self.incidence, np.ones(self.incidence.shape[0], dtype=np.int64)))

    @cached_property
    def _newman_matrix(self) -> Csr:
        return _read_only(linalg.project(self.incidence, linalg.newman_weights(np.diff(self.incidence.indptr))))

    def to_networkx(self, mode: Literal["one", "two"] = "one", weight: Weight = "newman") -> nx.Graph[str]:
        """Return the network as a NetworkX graph; organisations and projects without a partner are nodes too.

        Parameters
        ----------
        mode
            ``one``: organisations, linked where they share a project. ``two``: organisations (``bipartite=1``) and
            projects (``bipartite=0``), linked by participations. A project whose identifier is also that of an
            organisation is called ``project:`` and its identifier, which stands in its attribute ``project_id``.
        weight
            What the edge attribute ``weight`` holds in mode ``one``; ``projects`` and ``newman`` are there as well.

        Returns
        -------
        networkx.Graph
            The columns of the tables are attributes of nodes and edges, where they are known.

        Examples
        --------
        >>> import polegraph.examples
        >>> graph = polegraph.examples.tiny().to_networkx()
        >>> graph.edges["SME1", "LAB"]["projects"], graph.degree["ALONE"]
        (2, 0)
        """
        from polegraph.network.graph_views import one_mode, two_mode  # noqa: PLC0415  # networkx is heavy

        if mode == "two":
            return two_mode(self)
        if mode == "one":
            self.collaboration_matrix(weight)  # refuses a weight that there is not
            return one_mode(self, weight)
        raise PolegraphError(
            _("there is no such mode"), value=mode, remedy=_("use one of: {names}").format(names="one, two")
        )

    # -- looking up ----------------------------------------------------------------------------------------------

    def find(self, organisation: str) -> str:
        """Return the ``org_id`` of the organisation that an identifier or a name means.

        Parameters
        ----------
        organisation
            ``org_id`` (also without the name of the source before it), SIREN, SIRET, PIC, RNSR or ROR; or a name, in
            any case and with or without accents, as the organisation is called or was ever written in a source; or a
            part of its name, if only one has it. What is written in the same way goes before what only sounds the same.

        Raises
        ------
        PolegraphError
            If none fits, or several do: they are listed.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().find("first sme")
        'SME1'
        """
        organisation = str(organisation)  # identifiers that are numbers elsewhere
        organisations = self.tables["organisations"]
        for column in _IDENTIFIERS:
            hits = organisations.loc[organisations[column] == organisation, "org_id"]
            if len(hits):
                return self._only(organisation, hits)
        own = organisations["org_id"]
        hits = own[own.str.endswith(f":{organisation}")]  # the number that it has in somebody's own sheets
        if len(hits):
            return self._only(organisation, hits)
        wanted = normal_form(organisation)
        names, normal = self._names
        close = names[normal == wanted]
        spelt = close["name"]
        exact = (
            spelt == organisation,
            spelt.str.casefold() == organisation.casefold(),
            spelt.map(distinct_form) == distinct_form(organisation),
        )
        hits = next((close.loc[fits, "org_id"] for fits in exact if fits.any()), close["org_id"])
        if not len(hits) and wanted:
            hits = names.loc[normal.str.contains(wanted, regex=False), "org_id"]
        if not len(hits):
            raise PolegraphError(
                _("no organisation has this identifier or name"),
                value=organisation,
                remedy=_("give its org_id, SIREN, PIC, RNSR or a part of its name"),
            )
        return self._only(organisation, hits.drop_duplicates())

    @cached_property
    def _names(self) -> tuple[pd.DataFrame, pd.Series[str]]:
        """Every name under which an organisation can be looked up, and the normal form of each."""
        columns = ["org_id", "name"]
        both = [self.tables["organisations"][columns], self.tables["aliases"][columns]]
        names = pd.concat(both, ignore_index=True).drop_duplicates(ignore_index=True)
        return names, names["name"].map(normal_form).astype("str")

    def _only(self, asked: str, hits: Sequence[str] | pd.Series[str]) -> str:
        found = sorted(hits)
        if len(found) == 1:
            return str(found[0])
        name = self.tables["organisations"].set_index("org_id")["name"]
        shown = "; ".join(f"{one} ({name[one]})" for one in found[:10])
        more = " …" if len(found) > 10 else ""  # noqa: PLR2004  # as many as one reads
        raise PolegraphError(
            _("{number} organisations fit: {list}").format(number=len(found), list=shown + more),
            value=asked,
            remedy=_("give the org_id of the one that is meant"),
        )

    # -- smaller networks ----------------------------------------------------------------------------------------

    def select(  # noqa: PLR0913  # the options of every command
        self,
        *,
        pole: str | None = None,
        region: str | None = None,
        theme: str | None = None,
        programme: str | None = None,
        phase: str | None = None,
        since: int | None = None,
        until: int | None = None,
        at: date | str | int | None = None,
        former: bool = False,
    ) -> Network:
        """Return a smaller network.

        ``theme``, ``programme``, ``phase``, ``since`` and ``until`` choose projects. Organisations that this leaves
        without a project go, unless they had none to begin with or are members of a pôle.
        ``pole`` and ``region`` then choose organisations: the members of the pôle, those in the region. What stays is
        these (the *focus*), their projects and those that the pôle has labelled, and the partners in them.
        Members are those of the day (`Network.members`), which is today unless ``at`` names another.

        Parameters
        ----------
        pole
            ``pole_id`` or name of a pôle.
        region
            Name of a region; case and accents are ignored.
        theme
            ``theme_id`` or label of a theme.
        programme
            Name of a programme.
        phase
            I, II, III, IV or V.
        since, until
            First and last year in which projects started. Projects whose year is unknown are left out, and counted
            (``undated``).
        at
            The day on which the network is looked at (`Network.on`): a date, a year, or a text (``YYYY-MM-DD``,
            ``YYYY-MM``, ``YYYY``), of which the last day is meant. It chooses no projects.
        former
            With ``pole``: not its members, but those who were, and have left it or are dissolved.

        Returns
        -------
        Network
            ``focus`` holds the chosen organisations (None if all were), and ``around`` the network that they were
            chosen from, in which paths beyond their own projects are found.

        Raises
        ------
        PolegraphError
            If the pôle, region, theme, programme or phase does not exist here; those that do are listed. If there is
            no such day, or ``former`` is asked for without a pôle.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().select(since=2020)
        <Network: 3 organisations, 1 project, 2 participations>
        """
        seen = self if at is None else self.on(at)
        chosen: dict[str, Any] = {"pole": pole, "region": region, "theme": theme, "programme": programme}
        chosen |= {"phase": phase, "since": since, "until": until, "former": bool(former)}
        smaller, focus, around = selection.select(seen, **chosen)
        found = Network.from_checked(smaller, focus=focus, around=around, origin=seen.origin, day=seen.day)
        found.__dict__["undated"] = selection.undated(seen, **chosen)
        return found

    @cached_property
    def undated(self) -> int:
        """How many projects `select` left out because their year is unknown, where it chose by years."""
        return 0

    def select_as(self, audience: Literal["public", "members", "internal"], **narrow: Any) -> Network:  # noqa: ANN401  # the words of `select`
        """Return a smaller network, with what is hidden in it, as an audience asks for it.

        Parameters
        ----------
        audience
            Who asks: what they may not see they cannot name, and no message names it to them.
        **narrow
            The words of `select`.

        Raises
        ------
        PolegraphError
            If what is asked for does not exist in what they may see.
        """
        shown = self.visible(audience)
        shown.select(**narrow)
        if narrow.get("pole") is not None:  # a hidden one may have the same name
            narrow["pole"] = selection.pole(shown.poles, str(narrow["pole"]))
        return self.select(**narrow)

    def visible(self, audience: Literal["public", "members", "internal"] = "public") -> Network:
        """Return what an audience may see.

        Parameters
        ----------
        audience
            ``internal`` sees everything, ``members`` what is public or for members, ``public`` what is public.

        Returns
        -------
        Network
            Without the organisations and projects that others may not see, and all that belongs to them; without the
            pôles, themes and files that these alone speak of; and without what was set aside on import, which may
            quote them. Where the group of somebody who stays bears the name of somebody who goes, a stand-in is shown
            (``undisclosed-group:1``), the same for all of that group. What they count as (`category`) stays what it
            is: the subsidiary of a hidden large company is no SME to be linked, which tells that its group is large,
            and no more.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().visible("public")
        <Network: 5 organisations, 3 projects, 7 participations>
        """
        if audience == "internal":
            return self
        if audience not in _AUDIENCE:
            raise PolegraphError(
                _("there is no such audience"),
                value=audience,
                remedy=_("use one of: {names}").format(names="public, members, internal"),
            )
        allowed = _AUDIENCE[audience]
        if self._shown_to is not None and self._shown_to <= allowed:
            return self
        origin = self.origin.as_seen(allowed)
        if origin.seen is None:
            return self
        around = None if self.around is self else self.around.visible(audience)
        smaller, focus = visibility.visible(self, origin.seen)
        shown = Network.from_checked(smaller, focus=focus, around=around, origin=origin, day=self.day)
        return shown.known_open_to(allowed)

    def known_open_to(self, allowed: frozenset[str]) -> Network:
        """Record that nothing here or around it is hidden from an audience, so that `visible` need not look.

        Parameters
        ----------
        allowed
            The values of ``visibility`` that the audience may see.
        """
        self.__dict__["_shown_to"] = allowed
        return self

    def as_seen(self, allowed: frozenset[str]) -> Network:
        """Return a whole network as one that knows what may be seen of it (``seen``); itself if that is all.

        Parameters
        ----------
        allowed
            The values of ``visibility`` that the audience may see.
        """
        if self.seen is not None and self.seen.allowed <= allowed:
            return self
        if allowed not in self._views:
            seen = visibility.seen(self, allowed)
            view = self if seen is None else Network.from_checked(self.tables, focus=None, around=None)
            view.__dict__["seen"] = seen
            self._views[allowed] = view
        return self._views[allowed]

    @cached_property
    def category(self) -> pd.DataFrame:
        """What each organisation counts as, once its group is taken into account (décret 2008-1354).

        A data frame in table order: ``org_id``; ``unit``, its group or, without one, itself; ``size``, the largest
        known size in that unit (missing if none is known).
        """
        if self.origin is not self:  # a group stays what it is when some of its members are out of sight
            rows = self.origin.org_index.get_indexer(self.org_index)
            return self.origin.category.iloc[rows].reset_index(drop=True)
        organisations = self.tables["organisations"]
        unit = _top_units(organisations["group_id"], organisations["org_id"])
        rank = organisations["size"].map({size: place for place, size in enumerate(tables.SIZE_ORDER)})
        largest = rank.groupby(unit).transform("max")
        size = largest.map(dict(enumerate(tables.SIZE_ORDER))).astype("str")
        if self.seen is not None:
            unit = visibility.replaced(unit, self.seen.stand_ins)
        return pd.DataFrame({"org_id": organisations["org_id"], "unit": unit, "size": size})

    @cached_property
    def subsidiary_of(self) -> pd.Series[str]:
        """The group whose size each organisation has in `category`, by its name; missing where the size is its own.

        In table order. A subsidiary of a large group is no SME, however small: wherever its size is shown, this says
        why. A group that may not be seen has a stand-in for a name (`visible`).

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> small = tiny().organisations.assign(group_id=["BIG", None, None, None, None])
        >>> tiny().with_tables(organisations=small).subsidiary_of[0]
        'Large group (invented)'
        """
        category = self.category
        given = category["size"].notna() & (category["size"] != self.tables["organisations"]["size"])
        there = given & (category["unit"] != category["org_id"])
        named = pd.Series(None, index=category.index, dtype="str")
        named[there] = self.names(category.loc[there, "unit"].tolist())
        return named

    def with_tables(self, **changed: pd.DataFrame) -> Network:
        """Return the same network with some tables replaced; everything is checked again.

        Parameters
        ----------
        **changed : DataFrame
            Tables by name.
        """
        return Network(**{**self.tables, **changed}).on(self._day)

    def names(self, ids: Sequence[str]) -> list[Any]:
        """Return the names of organisations and groups, in the order of their identifiers.

        Parameters
        ----------
        ids
            Values of ``org_id``, or of ``unit`` in `category`. A group that is no organisation here bears the name
            that the list of groups gives it, or else that by which the organisations call it.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> tiny().names(["BIG", "thales", "Groupe d'ici"])
        ['Large group (invented)', 'Thales', "Groupe d'ici"]
        """
        places = self.org_index.get_indexer(pd.Index(list(ids), dtype="str"))
        there = places >= 0
        names = np.array(ids, dtype=object)
        names[there] = self.tables["organisations"]["name"].iloc[places[there]]
        if not there.all():
            from polegraph.identity.organisations import groups  # noqa: PLC0415  # reads a file, and few networks need it

            names[~there] = [groups.names().get(one, one) for one in names[~there]]
        return list(names)


def _state(
    network: Network,
    checked: Mapping[str, pd.DataFrame],
    focus: frozenset[str] | None,
    around: Network | Callable[[], Network] | None,
    origin: Network | Callable[[], Network] | None,
) -> dict[str, Any]:
    """Return what a new network holds; it is put in beside ``__setattr__``, which refuses every change."""
    return {
        "tables": dict(checked),
        "focus": focus,
        "_around": network if around is None else around,
        "_origin": network if origin is None else origin,
        "_shown_to": None,
        "seen": None,
        "_views": {},
        "_day": None,
    }


def _fill_sizes(organisations: pd.DataFrame) -> None:
    """Take the publisher's flag for a size where it says no more: an SME, or a company that is none."""
    unknown = organisations["size"].isna()
    flag = organisations["sme"]
    organisations.loc[unknown & flag.fillna(value=False), "size"] = "sme"
    none = unknown & ~flag.fillna(value=True) & (organisations["kind"] == "company")
    organisations.loc[none, "size"] = "not_sme"


def _read_only(matrix: Csr) -> Csr:
    """Keep a matrix that is given out more than once from being changed by who got it."""
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    return matrix


def _top_units(group_of: pd.Series[str], org_id: pd.Series[str]) -> pd.Series[str]:
    """Follow groups of groups to the top: a group that is itself a row may belong to another."""
    unit = group_of.fillna(org_id)
    known = group_of.notna()
    parent = dict(zip(org_id[known], group_of[known], strict=True))
    for _level in range(visibility.DEEPEST):
        above = unit.map(parent).astype("str").fillna(unit)
        if (above == unit).all():
            break
        unit = above
    return unit
