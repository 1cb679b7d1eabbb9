"""Datasets in Neo4j; every statement stands in `cypher/`."""
