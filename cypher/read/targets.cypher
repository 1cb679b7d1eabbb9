// The columns of the table targets.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Target) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.pole_id] AS pole_id,
  [node IN nodes | node.indicator] AS indicator,
  [node IN nodes | node.year] AS year,
  [node IN nodes | node.target] AS target,
  [node IN nodes | node.document] AS document,
  [node IN nodes | node.source] AS source,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
