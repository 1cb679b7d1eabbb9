// en: Partners of partners
// fr: Les partenaires des partenaires
// en-what: The organisations that one organisation never worked with, though several of its partners did, those with
//   most common partners first. Its own group, who has opted out of suggestions and who is dissolved are left out.
// fr-what: Les organisations avec lesquelles une organisation n'a jamais travaillé, alors que plusieurs de ses
//   partenaires l'ont fait ; d'abord celles qui ont le plus de partenaires communs. Son propre groupe, qui ne veut pas
//   être suggéré et qui est dissous n'y sont pas.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param organisation (organisation): identifier or name of the organisation | fr: identifiant ou nom de l'organisation
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); kind (what it is); size (category, its group counted); region (its
//   region); common_partners (partners of both); via_ids (which ones)

:param dataset => 'polegraph';
:param audience => ['public'];
:param organisation => 'ORG-0619';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(via:Organisation)
WHERE $organisation IN [o.org_id, o.name] AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(via.visibility, 'public') IN $audience
WITH day, o, collect(DISTINCT via) AS partners
UNWIND partners AS via
MATCH (via)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(other:Organisation)
WHERE other.unit <> o.unit AND NOT other IN partners AND coalesce(other.dissolved > day, true) AND NOT coalesce(other.opt_out, false)
  AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(other.visibility, 'public') IN $audience
WITH DISTINCT other, via.org_id AS via_id
ORDER BY via_id
WITH other, collect(via_id) AS via_ids
RETURN other.org_id AS org_id, other.name AS name, other.kind AS kind, other.unit_size AS size, other.region AS region,
  size(via_ids) AS common_partners, via_ids
ORDER BY common_partners DESC, name, org_id;
