-- Counting acts on groups for each member on that date: which countries were pressed most?
-- reading: $country was pressed in $events events, $through_groups of them aimed at a group.
SELECT country, count(*) AS events, count(*) FILTER (is_expanded) AS through_groups
FROM events_by_country
WHERE actor = 'USA' AND stance = 'pressure' AND kind = 'country'
GROUP BY ALL
ORDER BY events DESC, country
LIMIT 10
