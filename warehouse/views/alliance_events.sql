-- Who did what to which ally, when, and how sure the text makes us: the flat table most people want, newest reports first.
SELECT * FROM all_events WHERE ally IS NOT NULL ORDER BY last_reported DESC, event_on DESC NULLS LAST, event_id
