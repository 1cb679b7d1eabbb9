// Remove relationships that left the source.
// Parameters: $ids, element ids. Returns: nothing.
UNWIND $ids AS id
MATCH ()-[link]->() WHERE elementId(link) = id
DELETE link
