-- Which were the highest tariff rates on allies, of what is likelier right than not, and how far did they come?
-- reading: the highest rate is $percent percent, $actor on $target ($status).
SELECT magnitude_value AS percent, actor, target, status, event_on, evidence
FROM alliance_events
WHERE lever = 'tariff' AND magnitude_unit = 'percent' AND stance = 'pressure' AND confidence >= 0.6
ORDER BY percent DESC, event_on, event_id
LIMIT 10
