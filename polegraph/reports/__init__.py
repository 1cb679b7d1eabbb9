"""Outputs for people: tables for the terminal and for files, workbooks, graph files, the state of a network."""
