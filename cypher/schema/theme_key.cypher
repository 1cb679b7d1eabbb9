// One Theme of a dataset for each theme_id.
// Parameters: none. Returns: nothing.
// Written by tools/statements.py: change what it reads, not this file.
CREATE CONSTRAINT polegraph_theme_key IF NOT EXISTS
FOR (node:Theme) REQUIRE (node.dataset, node.theme_id) IS UNIQUE
