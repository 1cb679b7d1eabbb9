// The columns of the table decisions.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Decision) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.one_id] AS one_id,
  [node IN nodes | node.other_id] AS other_id,
  [node IN nodes | node.question] AS question,
  [node IN nodes | node.answer] AS answer,
  [node IN nodes | node.note] AS note,
  [node IN nodes | node.kept_name] AS kept_name,
  [node IN nodes | node.head_id] AS head_id,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
