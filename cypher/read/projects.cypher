// The columns of the table projects.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Project) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.project_id] AS project_id,
  [node IN nodes | node.acronym] AS acronym,
  [node IN nodes | node.title] AS title,
  [node IN nodes | node.abstract] AS abstract,
  [node IN nodes | node.start] AS start,
  [node IN nodes | node.end] AS end,
  [node IN nodes | node.year] AS year,
  [node IN nodes | node.status] AS status,
  [node IN nodes | node.programme] AS programme,
  [node IN nodes | node.call] AS call,
  [node IN nodes | node.total_cost] AS total_cost,
  [node IN nodes | node.funding] AS funding,
  [node IN nodes | node.visibility] AS visibility,
  [node IN nodes | node.source] AS source,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
