-- How many decisions has no training known of?
SELECT count(*)
FROM decisions
WHERE seq > (SELECT coalesce(max(last_decision_seq), 0) FROM trainings)
