// What is there of the nodes :Target.
// Parameters: $dataset. Returns: ids, keys, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (node:Target {dataset: $dataset})
WHERE node.fingerprint IS NOT NULL
WITH collect(node) AS nodes
RETURN [node IN nodes | elementId(node)] AS ids,
  [node IN nodes | node.key] AS keys,
  [node IN nodes | node.fingerprint] AS fingerprints
