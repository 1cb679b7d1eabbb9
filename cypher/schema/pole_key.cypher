// One Pole of a dataset for each pole_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_pole_key IF NOT EXISTS
FOR (node:Pole) REQUIRE (node.dataset, node.pole_id) IS UNIQUE
