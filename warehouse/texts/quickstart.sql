-- Alliance Events $version in DuckDB: run in the folder of the release, with `duckdb < quickstart/quickstart.sql`.
ATTACH '$database' AS ae (READ_ONLY);

-- Who pressed which ally with what, most often first?
SELECT actor, ally, lever, count(*) AS events
FROM ae.alliance_events
WHERE stance = 'pressure' AND granularity = 'act'
GROUP BY ALL
ORDER BY events DESC, actor, ally, lever
LIMIT 10;

-- The same from the Parquet file alone: no database needed.
SELECT lever, count(*) AS events FROM 'data/events.parquet' GROUP BY ALL ORDER BY events DESC, lever;

-- The evidence of the surest events.
SELECT event_on, actor, lever, target, status, evidence
FROM ae.alliance_events
WHERE confidence >= 0.9 AND evidence <> ''
ORDER BY event_on DESC, event_id
LIMIT 5;
