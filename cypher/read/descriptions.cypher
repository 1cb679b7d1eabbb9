// The columns of the table descriptions.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Description) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.org_id] AS org_id,
  [node IN nodes | node.source] AS source,
  [node IN nodes | node.column] AS column,
  [node IN nodes | node.year] AS year,
  [node IN nodes | node.value] AS value,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
