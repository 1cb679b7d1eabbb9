// One node for each dataset of polegraph.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_dataset_name IF NOT EXISTS
FOR (node:Dataset) REQUIRE node.name IS UNIQUE
