-- In which months does a source tell nothing, though it was read?
-- reading: $source in $month: $n_coded documents coded, $n_with_events with events.
SELECT source, month, n_fetched, n_rejected, n_coded, n_with_events
FROM coverage
WHERE n_coded > 0
ORDER BY n_with_events, n_coded DESC, source, month
LIMIT 10
