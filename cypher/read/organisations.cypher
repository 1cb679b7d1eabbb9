// The columns of the table organisations.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($ids) - 1) AS i
MATCH (node:Organisation) WHERE elementId(node) = $ids[i]
WITH i, node ORDER BY i
WITH collect(node) AS nodes
RETURN [node IN nodes | node.org_id] AS org_id,
  [node IN nodes | node.name] AS name,
  [node IN nodes | node.kind] AS kind,
  [node IN nodes | node.size] AS size,
  [node IN nodes | node.sme] AS sme,
  [node IN nodes | node.siren] AS siren,
  [node IN nodes | node.siret] AS siret,
  [node IN nodes | node.pic] AS pic,
  [node IN nodes | node.ror] AS ror,
  [node IN nodes | node.rnsr] AS rnsr,
  [node IN nodes | node.vat] AS vat,
  [node IN nodes | node.country] AS country,
  [node IN nodes | node.region] AS region,
  [node IN nodes | node.department] AS department,
  [node IN nodes | node.city] AS city,
  [node IN nodes | node.postcode] AS postcode,
  [node IN nodes | node.lat] AS lat,
  [node IN nodes | node.lon] AS lon,
  [node IN nodes | node.naf] AS naf,
  [node IN nodes | node.group_id] AS group_id,
  [node IN nodes | node.dissolved] AS dissolved,
  [node IN nodes | node.opt_out] AS opt_out,
  [node IN nodes | node.visibility] AS visibility,
  [node IN nodes | node.source] AS source,
  CASE WHEN $own THEN [node IN nodes | properties(node)] END AS own
