// Full-text search in names of organisations and projects, as polegraph query and people use it.
// Parameters: none. Returns: nothing.
CREATE FULLTEXT INDEX polegraph_names IF NOT EXISTS
FOR (node:Organisation|Alias|Project) ON EACH [node.name, node.acronym, node.title]
