// One Description of a dataset for each key.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_description_key IF NOT EXISTS
FOR (node:Description) REQUIRE (node.dataset, node.key) IS UNIQUE
