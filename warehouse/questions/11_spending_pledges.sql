-- Who was asked for, or pledged, how much defence spending?
-- reading: $actor toward $target, $status: $magnitude_value $magnitude_unit.
SELECT actor, target, status, magnitude_value, magnitude_unit, event_on, evidence
FROM alliance_events
WHERE lever = 'burden_sharing' AND magnitude_value IS NOT NULL
ORDER BY event_on DESC, event_id
LIMIT 10
