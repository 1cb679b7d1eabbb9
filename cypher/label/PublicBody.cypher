// Mark organisations as public bodies.
// Parameters: $ids, element ids. Returns: nothing.
UNWIND $ids AS id
MATCH (node:Organisation) WHERE elementId(node) = id
SET node:PublicBody
