// One ImportedFile of a dataset for each key.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_importedfile_key IF NOT EXISTS
FOR (node:ImportedFile) REQUIRE (node.dataset, node.key) IS UNIQUE
