// The columns of the table proposals.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Proposal) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.one_id] AS one_id,
  [node IN nodes | node.other_id] AS other_id,
  [node IN nodes | node.question] AS question,
  [node IN nodes | node.right] AS right,
  [node IN nodes | node.judged] AS judged,
  [node IN nodes | node.evidence] AS evidence,
  [node IN nodes | node.other_name] AS other_name,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
