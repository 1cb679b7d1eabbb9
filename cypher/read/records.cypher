// The columns of the table records.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:SourceRecord) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.table] AS table,
  [node IN nodes | node.row_key] AS key,
  [node IN nodes | node.source] AS source,
  [node IN nodes | node.row] AS row,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
