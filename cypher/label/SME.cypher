// Mark organisations as SMEs, their groups counted.
// Parameters: $ids, element ids. Returns: nothing.
UNWIND $ids AS id
MATCH (node:Organisation) WHERE elementId(node) = id
SET node:SME
