-- Which events do most documents tell?
-- reading: $actor, $lever, $target is told by $n_documents documents of $n_publishers publishers.
SELECT actor, lever, target, status, event_on, n_documents, n_publishers, evidence
FROM alliance_events
ORDER BY n_documents DESC, n_mentions DESC, event_id
LIMIT 10
