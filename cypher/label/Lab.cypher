// Mark organisations as laboratories.
// Parameters: $ids, element ids. Returns: nothing.
UNWIND $ids AS id
MATCH (node:Organisation) WHERE elementId(node) = id
SET node:Lab
