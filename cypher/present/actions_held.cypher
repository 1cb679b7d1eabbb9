// What is there of the nodes :Action.
// Parameters: $dataset. Returns: ids, keys, fingerprints, in one order.
// Written by tools/statements.py: change what it reads, not this file.
MATCH (node:Action {dataset: $dataset})
WHERE node.fingerprint IS NOT NULL
WITH collect(node) AS nodes
RETURN [node IN nodes | elementId(node)] AS ids,
  [node IN nodes | node.action_id] AS keys,
  [node IN nodes | node.fingerprint] AS fingerprints
