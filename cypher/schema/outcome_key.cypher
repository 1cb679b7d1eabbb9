// One Outcome of a dataset for each outcome_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_outcome_key IF NOT EXISTS
FOR (node:Outcome) REQUIRE (node.dataset, node.outcome_id) IS UNIQUE
