-- Of the measures that were threatened or demanded, how many came into force afterwards?
-- reading: for $lever, $came_into_force of $threatened threatened measures came into force.
SELECT
    lever,
    count(*) AS threatened,
    count(*) FILTER (effective_on >= threatened_on) AS came_into_force
FROM episodes
WHERE threatened_on IS NOT NULL AND ally IS NOT NULL
GROUP BY ALL
ORDER BY threatened DESC, lever
