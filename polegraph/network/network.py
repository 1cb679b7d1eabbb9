"""The network: checked tables, frozen, with the sparse and NetworkX views that everything else computes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Self

import pandas as pd

from polegraph import tables
from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.names.categories import in_one_spelling
from polegraph.network import misnamed, selection, sizes, visibility
from polegraph.network.incidence_tables import IncidenceTables
from polegraph.network.state import hold
from polegraph.network.ties import Ties
from polegraph.network.views import read_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from polegraph.linalg import Csr

    Audience = Literal["public", "members", "internal"]


class Network(Ties):
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
        If a table does not follow the model; names the table, row, column and value of the first problem and lists the
        others. All of them are its ``problems``, a data frame with ``table, row, column, value, reason``.

    Warns
    -----
    UserWarning
        If a column that is not in the model is called almost as one that is, which has no value: ``startDate`` beside
        no ``start``. It is kept as a column of your own.

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
        sizes.fill_sizes(checked["organisations"])
        hold(self, {"tables": in_one_spelling(checked)})
        misnamed.warn(given, self.tables)

    @classmethod
    def from_checked(
        cls,
        checked: Mapping[str, pd.DataFrame],
        *,
        focus: frozenset[str] | None,
        around: Network | Callable[[], Network] | None,
        origin: Network | Callable[[], Network] | None = None,
        day: date | None = None,
        undated: int = 0,
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
            The day of observation; None for today.
        undated
            How many projects were left out because their year is unknown.
        """
        whole = focus is None and around is None and origin is None
        held = in_one_spelling(checked) if whole else checked  # parts of a network are as the whole is
        return cls._derived(dict(held), focus=focus, _around=around, _origin=origin, _day=day, undated=undated)

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
        country: str | None = None,
        kind: str | None = None,
        ids: Iterable[str] | None = None,
        min_projects: int | None = None,
        component: str | None = None,
        core: int | None = None,
    ) -> Network:
        """Return a smaller network.

        ``theme``, ``programme``, ``phase``, ``since`` and ``until`` choose projects. Organisations that this leaves
        without a project go, unless they had none to begin with or are members of a pôle.
        ``pole``, ``region``, ``country``, ``kind``, ``ids``, ``min_projects``, ``component`` and ``core`` then choose
        organisations: the members of the pôle, those in the region, and so on; of several words those that fit all.
        What stays is these (the *focus*), their projects and those that the pôle has labelled, and the partners in
        them.
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
            First and last year in which projects started. Projects of unknown year are left out, and counted
            (``undated``).
        at
            The day of observation (`Network.on`): a date, a year, or a text (``YYYY-MM-DD``,
            ``YYYY-MM``, ``YYYY``), of which the last day is meant. It chooses no projects.
        former
            With ``pole``: not its members, but its former ones, which have left it or are dissolved.
        country
            Code of a country, as the column ``country`` has it.
        kind
            One of `polegraph.tables.KINDS`.
        ids
            Values of ``org_id``.
        min_projects
            Least number of projects that an organisation takes part in, among those that the other words choose.
        component
            ``largest``, or an ``org_id``: the organisations that its projects join to it, over any number of steps.
        core
            The organisations of the *k*-core of the collaboration network: each has at least *k* partners among them.

        Returns
        -------
        Network
            ``focus`` holds the chosen organisations (None if all were), and ``around`` the network that they were
            chosen from, in which paths beyond their own projects are found.

        Raises
        ------
        PolegraphError
            If the pôle, region, country, kind, theme, programme or phase does not exist here; those that do are listed.
            If there is no such organisation or day, or ``former`` is asked for without a pôle.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().select(since=2020)
        <Network: 3 organisations, 1 project, 2 participations>
        >>> sorted(polegraph.examples.tiny().select(kind="company", min_projects=2).focus)
        ['SME1']
        """
        seen = self if at is None else self.on(at)
        choice = selection.Choice(
            pole=pole,
            region=region,
            theme=theme,
            programme=programme,
            phase=phase,
            since=since,
            until=until,
            former=bool(former),
            country=country,
            kind=kind,
            ids=selection.ids(ids),
            min_projects=min_projects,
            component=component,
            core=core,
        )
        return _part(seen, choice)

    def select_as(self, audience: Audience, **narrow: Any) -> Network:  # noqa: ANN401  # the words of `select`
        """Return a smaller network for an audience, with the parts that are hidden from it.

        Parameters
        ----------
        audience
            The audience: what it may not see it cannot name, and no message names it.
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

    def visible(self, audience: Audience = "public") -> Network:
        """Return what an audience may see.

        Parameters
        ----------
        audience
            ``internal`` sees everything, ``members`` what is public or for members, ``public`` what is public.

        Returns
        -------
        Network
            Without the organisations and projects that others may not see, and all that belongs to them; without the
            pôles, themes and files that only these name; and without what was set aside on import, which may
            quote them. Where the group of an organisation that stays bears the name of one that goes, a stand-in is
            shown (``undisclosed-group:1``), the same for all of that group. What they count as (`category`) stays what
            it is: the subsidiary of a hidden large company is no SME to be linked, which reveals that its group is
            large, and no more.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().visible("public")
        <Network: 5 organisations, 3 projects, 7 participations>
        """
        if audience == "internal":
            return self
        if audience not in visibility.AUDIENCES:
            raise not_one_of(_("there is no such audience"), audience, (*visibility.AUDIENCES, "internal"))
        allowed = visibility.AUDIENCES[audience]
        if self._shown_to is not None and self._shown_to <= allowed:
            return self
        origin = self.origin.as_seen(allowed)
        if origin.seen is None:
            return self
        around = None if self.around is self else self.around.visible(audience)
        smaller, focus = visibility.visible(self.tables, self.focus, origin.seen)
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

    def as_seen(self, allowed: frozenset[str]) -> Self:
        """Return a whole network as one that knows what may be seen of it (``seen``); itself if that is all.

        Parameters
        ----------
        allowed
            The values of ``visibility`` that the audience may see.
        """
        if self.seen is not None and self.seen.allowed <= allowed:
            return self
        if allowed not in self._views:
            seen = visibility.seen(self.tables, allowed)
            view = self if seen is None else self._derived(in_one_spelling(self.tables), seen=seen)
            self._views[allowed] = view
        return self._views[allowed]

    def with_tables(self, **changed: pd.DataFrame) -> Network:
        """Return the same network with some tables replaced; everything is checked again.

        Parameters
        ----------
        **changed : DataFrame
            Tables by name.
        """
        return Network(**{**self.tables, **changed}).on(self._day)

    def with_incidence(self, incidence: Csr) -> Network:
        """Return the same organisations and projects with other participations, as a draw of a null model has them.

        Parameters
        ----------
        incidence
            Projects × organisations in table order, one where the organisation takes part; CSR, int64, sorted indices.
            It is read-only from then on.

        Returns
        -------
        Network
            Its ``participations`` have no role, funding or cost, which are not defined for it; they are
            made when first asked for. What an organisation counts as (`category`) stays, and ``around`` is itself.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> net = tiny()
        >>> net.with_incidence(net.incidence[::-1].tocsr()).participations["project_id"].value_counts().to_dict()
        {'P3': 3, 'P1': 2, 'P2': 2}
        """
        held = IncidenceTables(self.tables, incidence, self.project_index, self.org_index)
        state = {"focus": self.focus, "_origin": self.origin, "_day": self.day, "by_id": self.by_id}
        return self._derived(held, incidence=read_only(incidence), **state)

    def with_categories(self, units: pd.DataFrame) -> Network:
        """Return the same network, with the category of each organisation given (`category`).

        Parameters
        ----------
        units
            ``unit`` and ``size`` by ``org_id``, which is the index; missing for those that it lacks.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> units = pd.DataFrame({"unit": ["group"], "size": ["large"]}, index=["SME1"])
        >>> tiny().with_categories(units).category.loc[0].tolist()
        ['SME1', 'group', 'large']
        """
        category = units[["unit", "size"]].reindex(self.org_index).reset_index(names="org_id")
        return self._changed(_category=category.astype("str"))


def _part(network: Network, choice: selection.Choice) -> Network:
    """Choose projects, then organisations."""
    net, outer = network, None if network.around is network else network.around
    # the projects, and the organisations in them
    if choice.of_projects:
        outer = None if outer is None else outer.select(**choice.projects_alone)
        wanted = selection.wanted_projects(network.tables, choice, network.around.projects)
        staying = pd.concat([network.members(former=former)["org_id"] for former in {False, choice.former}])
        smaller = selection.with_projects(network.tables, wanted, staying)
        focus = None if network.focus is None else network.focus.intersection(smaller["organisations"]["org_id"])
        net = Network.from_checked(smaller, focus=focus, around=outer, origin=network.origin, day=network.day)
    # the organisations, and their projects and partners
    smaller, focus = dict(net.tables), net.focus
    if choice.of_organisations:
        members = net.members(former=choice.former)
        known = network.around.organisations  # a region without a wanted project is still a region
        smaller, focus = selection.with_organisations(smaller, focus, choice, members, known)
        outer = outer or net
    return Network.from_checked(
        smaller,
        focus=focus,
        around=outer,
        origin=network.origin,
        day=network.day,
        undated=_undated(network, choice),
    )


def _undated(network: Network, choice: selection.Choice) -> int:
    """Count the projects that choosing by years leaves out because their year is unknown."""
    if not choice.by_years or not network.projects["year"].isna().any():
        return 0
    return int(_part(network, choice.in_any_year).projects["year"].isna().sum())
