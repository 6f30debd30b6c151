-- Who threatened which ally with what?
-- reading: $actor threatened $target most, with $lever: $threats times.
SELECT actor, target, lever, count(*) AS threats, min(event_on) AS first_on, max(event_on) AS last_on
FROM alliance_events
WHERE status = 'threatened' AND granularity = 'act'
GROUP BY ALL
ORDER BY threats DESC, actor, target, lever
LIMIT 10
