-- Who threatened which ally with what?
-- reading: most threats were made by $actor against $target, with $lever ($threats of them).
SELECT actor, target, lever, count(*) AS threats, min(event_on) AS first_on, max(event_on) AS last_on
FROM alliance_events
WHERE status = 'threatened' AND granularity = 'act'
GROUP BY ALL
ORDER BY threats DESC, actor, target, lever
LIMIT 10
