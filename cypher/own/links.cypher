// Write columns that the model does not know on relationships.
// Parameters: $ids, element ids; $own, a map a relationship, null where a property goes. Returns: nothing.
UNWIND range(0, size($ids) - 1) AS i
MATCH ()-[link]->() WHERE elementId(link) = $ids[i]
SET link += $own[i]
