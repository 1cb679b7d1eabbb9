// One Target of a dataset for each key.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_target_key IF NOT EXISTS
FOR (node:Target) REQUIRE (node.dataset, node.key) IS UNIQUE
