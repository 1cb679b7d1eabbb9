// One Action of a dataset for each action_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_action_key IF NOT EXISTS
FOR (node:Action) REQUIRE (node.dataset, node.action_id) IS UNIQUE
