from __future__ import annotations

from threadpoolctl import threadpool_info

from polegraph.linalg.threads import in_threads


def blas() -> set[int]:
    """Return how many threads each library for matrices uses."""
    return {int(one["num_threads"]) for one in threadpool_info() if one["user_api"] == "blas"}


def test_products_of_matrices_have_one_thread_while_there_are_several_of_ours() -> None:
    before = blas()
    assert before
    found = list(in_threads(lambda __: blas(), range(4)))
    assert found == [{1}] * 4
    assert blas() == before
