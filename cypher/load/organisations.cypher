// Write the nodes :Organisation, new or changed; what others added to them stays.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point; $own, a map a row of columns that the model does not know.
// Returns: ids, the element ids in the order of the rows.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:Organisation {dataset: $dataset, org_id: $org_id[i]})
SET node += {
  fingerprint: $fingerprint[i],
  name: $name[i],
  kind: $kind[i],
  size: $size[i],
  sme: $sme[i],
  siren: $siren[i],
  siret: $siret[i],
  pic: $pic[i],
  ror: $ror[i],
  rnsr: $rnsr[i],
  vat: $vat[i],
  country: $country[i],
  region: $region[i],
  department: $department[i],
  city: $city[i],
  postcode: $postcode[i],
  lat: $lat[i],
  lon: $lon[i],
  naf: $naf[i],
  group_id: $group_id[i],
  dissolved: $days[$dissolved[i]],
  opt_out: $opt_out[i],
  visibility: $visibility[i],
  source: $source[i],
  unit: $unit[i],
  unit_size: $unit_size[i],
  location: point({latitude: $lat[i], longitude: $lon[i]})
}
SET node += coalesce($own[i], {})
REMOVE node:Company:Lab:TrainingBody:PublicBody:Association:SME:LargeGroup
FOREACH (_ IN CASE $kind[i] WHEN 'company' THEN [1] ELSE [] END | SET node:Company)
FOREACH (_ IN CASE $kind[i] WHEN 'lab' THEN [1] ELSE [] END | SET node:Lab)
FOREACH (_ IN CASE $kind[i] WHEN 'training_body' THEN [1] ELSE [] END | SET node:TrainingBody)
FOREACH (_ IN CASE $kind[i] WHEN 'public_body' THEN [1] ELSE [] END | SET node:PublicBody)
FOREACH (_ IN CASE $kind[i] WHEN 'association' THEN [1] ELSE [] END | SET node:Association)
FOREACH (_ IN CASE WHEN $unit_size[i] IN ['micro', 'sme'] THEN [1] ELSE [] END | SET node:SME)
FOREACH (_ IN CASE WHEN $unit_size[i] IN ['large', 'not_sme'] THEN [1] ELSE [] END | SET node:LargeGroup)
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
