// The columns of the table imports.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:ImportedFile) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.source] AS source,
  [node IN nodes | node.file] AS file,
  [node IN nodes | node.table] AS table,
  [node IN nodes | node.layout] AS layout,
  [node IN nodes | node.rows] AS rows,
  [node IN nodes | node.kept] AS kept,
  [node IN nodes | node.repeated] AS repeated,
  [node IN nodes | node.rejected] AS rejected,
  [node IN nodes | node.cleaned] AS cleaned,
  [node IN nodes | node.dropped_columns] AS dropped_columns,
  [node IN nodes | node.unknown_columns] AS unknown_columns,
  [node IN nodes | node.notes] AS notes,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
