// en: Needs, and the members who can meet them
// fr: Les besoins, et les adhérents qui peuvent y répondre
// en-what: A row is an organisation with a need and one that offers it, those that share a pôle first. Who has opted
//   out of suggestions or is dissolved is left out.
// fr-what: Une ligne est une organisation qui a un besoin et une qui peut y répondre, d'abord celles qui partagent un
//   pôle. Qui ne veut pas être suggéré ou est dissous n'y est pas.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param domain (domain?): private_finance, internationalisation, support or skills; empty for all | fr:
//   private_finance, internationalisation, support ou skills ; vide pour tous
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: domain (domain of the need); org_id (its identifier); name (its name); offer_id (who offers it); offer_name
//   (its name); common_poles (pôles of which both are members); shared_projects (projects that they share already)

:param dataset => 'polegraph';
:param audience => ['public'];
:param domain => 'internationalisation';
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation {dataset: $dataset})-[asked:NEEDS]->(need:Need)<-[offered:OFFERS]-(offer:Organisation)
WHERE coalesce(asked.status, 'open') IN ['open', 'in_progress']
  AND coalesce(offered.status, 'open') IN ['open', 'in_progress']
  AND coalesce(asked.visibility, 'public') IN $audience AND coalesce(offered.visibility, 'public') IN $audience
  AND ($domain = '' OR need.domain = $domain)
  AND o <> offer AND coalesce(offer.dissolved > day, true) AND NOT coalesce(offer.opt_out, false)
  AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(offer.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[member:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
  })
  AND coalesce(o.dissolved > day, true)
WITH DISTINCT day, need, o, offer
WITH day, need, o, offer,
  COLLECT {
    MATCH (o)-[member:MEMBER_OF]->(m:Pole)<-[other:MEMBER_OF]-(offer)
    WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(other.since <= day, true) AND coalesce(other.until >= day, true)
    RETURN m.pole_id AS id ORDER BY id
  } AS common_poles,
  COUNT {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(offer)
    WHERE coalesce(p.visibility, 'public') IN $audience
  } AS shared_projects
RETURN need.domain AS domain, o.org_id AS org_id, o.name AS name, offer.org_id AS offer_id, offer.name AS offer_name,
  common_poles, shared_projects
ORDER BY domain, size(common_poles) > 0 DESC, shared_projects DESC, offer_id, org_id;
