"""File input and output: parsers for untrusted CSV, XLSX and archive files, and atomic writers."""

from polegraph.files.atomic import flush, speaking_of, whole
from polegraph.files.text import FORMULA, first_record, neutral, plain, unaccented

__all__ = ["FORMULA", "first_record", "flush", "neutral", "plain", "speaking_of", "unaccented", "whole"]
