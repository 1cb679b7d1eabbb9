// Organisations by place.
// Parameters: none. Returns: nothing.
CREATE POINT INDEX polegraph_locations IF NOT EXISTS
FOR (node:Organisation) ON (node.location)
