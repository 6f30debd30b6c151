-- Of the measures that were threatened or demanded, how many came into force?
-- reading: for $lever, $came_into_force of $threatened threatened measures came into force.
SELECT
    lever,
    count(*) AS threatened,
    count(*) FILTER (effective_on IS NOT NULL) AS came_into_force
FROM episodes
WHERE threatened_on IS NOT NULL AND ally IS NOT NULL
GROUP BY ALL
ORDER BY threatened DESC, lever
