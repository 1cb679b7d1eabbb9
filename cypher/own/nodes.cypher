// Write columns that the model does not know on nodes.
// Parameters: $ids, element ids; $own, a map a node, null where a property goes. Returns: nothing.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node) WHERE elementId(node) = $ids[i]
SET node += $own[i]
