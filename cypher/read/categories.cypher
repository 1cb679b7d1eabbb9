// What organisations count as, once their groups are taken into account.
// Parameters: $ids, element ids. Returns: org_id, unit, unit_size, in one order.
UNWIND $ids AS id
MATCH (node:Organisation) WHERE elementId(node) = id
WITH collect(node) AS nodes
RETURN [node IN nodes | node.org_id] AS org_id,
  [node IN nodes | node.unit] AS unit,
  [node IN nodes | node.unit_size] AS unit_size
