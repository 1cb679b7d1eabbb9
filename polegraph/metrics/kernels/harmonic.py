"""Harmonic centrality by breadth-first searches from many organisations at once, over the two-mode network.

Each search is one bit of a word, and a step from organisations to their projects and on to their members is an OR of
words (Then et al., "The more the merrier: efficient multi-source graph traversal", PVLDB 8, 449–460 (2014)). The
two-mode network has as many edges as there are participations, the collaboration network many times more. A class of
twins with a single project is found where its project is found, so it is no node of the search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled
from polegraph.linalg.threads import in_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg.equivalence import Twins

    Integers = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Floats = NDArray[np.float64]

WORDS = 4  # of 64 searches each, done together: a half of what the processor fetches at once
_BITS = 64


def harmonic(given: Twins) -> Floats:
    r"""Return :math:`\sum_{u \neq v} 1 / d(u, v)` for a member *v* of each class.

    Parameters
    ----------
    given
        The network.
    """
    found, busy = _found(given, given.number)
    # Twins are one step from each other; a class with one project was found there by its own search as well.
    return found + np.where(busy, given.number - 1, -1)


def total(given: Twins, times: Integers) -> float:
    r"""Return :math:`\sum_u \sum_{v \neq u} 1 / d(u, v)` over some organisations *u* and all *v*.

    Parameters
    ----------
    given
        The network.
    times : array of int, one entry a class
        How many members of each class are among the *u*.
    """
    found, busy = _found(given, times)
    return float(np.sort(found * given.number).sum() + (times * np.where(busy, given.number - 1, -1)).sum())


def farness(given: Twins) -> Floats:
    r"""Return :math:`\sum_u d(u, v)` over all *u* that can be reached, for a member *v* of each class.

    Parameters
    ----------
    given
        The network.
    """
    found, busy = _found(given, given.number, far=True)
    return found + np.where(busy, given.number - 1, -1)


def total_distance(given: Twins, times: Integers) -> float:
    r"""Return :math:`\sum_u \sum_v d(u, v)` over some organisations *u* and all *v* that can be reached.

    Parameters
    ----------
    given
        The network.
    times : array of int, one entry a class
        How many members of each class are among the *u*.
    """
    found, busy = _found(given, times, far=True)
    return float((found * given.number).sum() + (times * np.where(busy, given.number - 1, -1)).sum())


def _found(given: Twins, times: Integers, *, far: bool = False) -> tuple[Floats, NDArray[np.bool_]]:
    """Search from each class, counted with its multiplicity, and sum 1 / distance where each class is found.

    With *far* the distances are summed instead. The second array marks the classes with several projects: they are not
    found by their own search.
    """
    projects, classes = given.incidence.shape
    members = given.incidence.tocsc()
    activity = np.diff(members.indptr)
    busy = int((activity > 1).sum())  # they come first
    by_class = members.indptr[: busy + 1].astype(np.int64), members.indices[: members.indptr[busy]].astype(np.int64)
    core = given.incidence[:, :busy]
    by_project = core.indptr.astype(np.int64), core.indices.astype(np.int64)
    only = members.indices[members.indptr[busy] :].astype(np.int64)  # the project of a class that has but one
    place = np.concatenate([np.arange(busy), busy + only])
    found = np.zeros(busy + projects)
    for part in in_threads(lambda batch: search(*by_class, *by_project, place, *batch, far), _batches(times)):
        found += part
    return found[place] if classes else found[:0], activity > 1


def _batches(number: Integers) -> list[tuple[Integers, Integers]]:
    """Put the classes into words of 64 that count alike, since a word is counted at once."""
    order = np.argsort(number, kind="stable")
    order = order[number[order] > 0]
    words = [
        same[start : start + _BITS]
        for same in np.split(order, np.flatnonzero(np.diff(number[order])) + 1)
        for start in range(0, len(same), _BITS)
    ]
    batches = []
    for start in range(0, len(words), WORDS):
        batch = words[start : start + WORDS]
        sources = np.full((WORDS, _BITS), -1)
        for row, word in zip(sources, batch, strict=False):
            row[: len(word)] = word
        weight = np.zeros(WORDS, dtype=np.int64)
        weight[: len(batch)] = [number[word[0]] if len(word) else 0 for word in batch]
        batches.append((sources, weight))
    return batches


@compiled
def search(  # noqa: C901, PLR0912, PLR0915  # one search; a call in its inner loops would cost more than it explains
    class_ptr: Integers,
    class_projects: Integers,
    project_ptr: Integers,
    project_classes: Integers,
    place: Integers,
    sources: Integers,
    weight: Integers,
    far: bool,  # noqa: FBT001  # numba takes arguments by place
) -> Floats:
    """Search from some classes at once and sum what each finding is worth.

    Parameters
    ----------
    class_ptr, class_projects
        The projects of each class of several projects.
    project_ptr, project_classes
        The classes of several projects in each project.
    place
        Where each class is found: itself, or its only project, counted after the classes of several.
    sources : array of int, words × 64
        The classes to start from; −1 for none.
    weight
        What a finding by a source of each word counts.
    far
        Sum distances, and not their reciprocals.

    Returns
    -------
    array of float
        For each class of several projects, then for each project.
    """
    # Give each source a bit; new bits wait in lists of classes and of projects.
    busy = len(class_ptr) - 1
    number = busy + len(project_ptr) - 1
    words = len(weight)
    found = np.zeros(number)
    seen = np.zeros((number, words), dtype=np.uint64)
    coming = np.zeros((number, words), dtype=np.uint64)
    new = np.zeros((busy, words), dtype=np.uint64)
    waiting = np.zeros(number, dtype=np.bool_)
    classes = np.empty(busy, dtype=np.int64)
    projects = np.empty(number - busy, dtype=np.int64)
    classes_waiting = 0
    projects_waiting = 0
    fresh = np.zeros(words, dtype=np.uint64)
    one = np.uint64(1)
    m1, m2, m4 = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
    fold = np.uint64(0x0101010101010101)
    # Start from each source.
    for word in range(words):
        for bit in range(sources.shape[1]):
            source = sources[word, bit]
            if source < 0:
                continue
            at = place[source]
            mask = one << np.uint64(bit)
            if at < busy:
                seen[at, word] |= mask
                new[at, word] |= mask
                if not waiting[at]:
                    waiting[at] = True
                    classes[classes_waiting] = at
                    classes_waiting += 1
            else:
                coming[at, word] |= mask
                if not waiting[at]:
                    waiting[at] = True
                    projects[projects_waiting] = at
                    projects_waiting += 1
    # Go on a step at a time while bits are waiting.
    distance = 0
    while classes_waiting + projects_waiting > 0:
        distance += 1
        # From classes of several projects to their projects.
        for index in range(classes_waiting):
            at = classes[index]
            waiting[at] = False
            for edge in range(class_ptr[at], class_ptr[at + 1]):
                project = busy + class_projects[edge]
                for word in range(words):
                    coming[project, word] |= new[at, word]
                if not waiting[project]:
                    waiting[project] = True
                    projects[projects_waiting] = project
                    projects_waiting += 1
            for word in range(words):
                new[at, word] = 0
        classes_waiting = 0
        # Each project keeps the bits that are new to it, and counts their sources.
        for index in range(projects_waiting):
            project = projects[index]
            waiting[project] = False
            some = np.uint64(0)
            count = 0
            for word in range(words):
                bits = coming[project, word] & ~seen[project, word]
                coming[project, word] = 0
                seen[project, word] |= bits
                fresh[word] = bits
                some |= bits
                # The number of bits that are set.
                bits = bits - ((bits >> np.uint64(1)) & m1)
                bits = (bits & m2) + ((bits >> np.uint64(2)) & m2)
                bits = (bits + (bits >> np.uint64(4))) & m4
                count += weight[word] * np.int64((bits * fold) >> np.uint64(56))
            if some == 0:
                continue
            found[project] += count * distance if far else count / distance
            # From the project to its classes.
            for edge in range(project_ptr[project - busy], project_ptr[project - busy + 1]):
                at = project_classes[edge]
                for word in range(words):
                    coming[at, word] |= fresh[word]
                if not waiting[at]:
                    waiting[at] = True
                    classes[classes_waiting] = at
                    classes_waiting += 1
        projects_waiting = 0
        # Each class keeps the bits that are new to it, and counts their sources.
        reached = classes_waiting
        classes_waiting = 0
        for index in range(reached):
            at = classes[index]
            waiting[at] = False
            some = np.uint64(0)
            count = 0
            for word in range(words):
                bits = coming[at, word] & ~seen[at, word]
                coming[at, word] = 0
                seen[at, word] |= bits
                new[at, word] = bits
                some |= bits
                bits = bits - ((bits >> np.uint64(1)) & m1)
                bits = (bits & m2) + ((bits >> np.uint64(2)) & m2)
                bits = (bits + (bits >> np.uint64(4))) & m4
                count += weight[word] * np.int64((bits * fold) >> np.uint64(56))
            if some == 0:
                continue
            found[at] += count * distance if far else count / distance
            waiting[at] = True
            classes[classes_waiting] = at
            classes_waiting += 1
    return found
