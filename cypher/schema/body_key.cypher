// One Body of a dataset for each body_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_body_key IF NOT EXISTS
FOR (node:Body) REQUIRE (node.dataset, node.body_id) IS UNIQUE
