// One Decision of a dataset for each key.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_decision_key IF NOT EXISTS
FOR (node:Decision) REQUIRE (node.dataset, node.key) IS UNIQUE
