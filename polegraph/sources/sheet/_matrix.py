from __future__ import annotations


def read(sheet, sense):
    return None
