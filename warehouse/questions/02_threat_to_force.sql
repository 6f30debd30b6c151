-- How long does it take from the first threat of a measure to its entry into force, where both days are known?
-- reading: the quickest was $lever by $actor on $target: $days_from_threat_to_force days from threat to force.
SELECT actor, lever, target, threatened_on, effective_on, days_from_threat_to_force
FROM lives
WHERE days_from_threat_to_force >= 0
ORDER BY days_from_threat_to_force, actor, lever, target
LIMIT 10
