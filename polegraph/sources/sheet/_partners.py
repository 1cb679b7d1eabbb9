from __future__ import annotations


def with_partners(by_table, ledger=None):
    return by_table
