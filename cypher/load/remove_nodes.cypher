// Remove nodes that left the source; one that others have tied something to stays, without polegraph's marks.
// Parameters: $ids, element ids; $fingerprints, as they were when they were found gone. Returns: nothing.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node) WHERE elementId(node) = $ids[i] AND node.fingerprint = $fingerprints[i]
OPTIONAL MATCH (node)-[derived:COLLABORATES_WITH|SUGGESTED]-()
DELETE derived
WITH DISTINCT node
FOREACH (_ IN CASE WHEN EXISTS { (node)--() } THEN [1] ELSE [] END |
  SET node.left_dataset = node.dataset
  REMOVE node.dataset, node.fingerprint
  SET node:Former
)
WITH node
WHERE node.left_dataset IS NULL
DELETE node
