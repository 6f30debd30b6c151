-- Which levers does the United States use to press allies?
-- reading: $lever leads with $events events on $allies allies.
SELECT lever, count(*) AS events, count(DISTINCT ally) AS allies
FROM alliance_events
WHERE actor = 'USA' AND stance = 'pressure'
GROUP BY ALL
ORDER BY events DESC, lever
