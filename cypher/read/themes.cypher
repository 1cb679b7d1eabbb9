// The columns of the table themes.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Theme) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.theme_id] AS theme_id,
  [node IN nodes | node.label] AS label,
  [node IN nodes | node.scheme] AS scheme,
  [node IN nodes | node.source] AS source,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
