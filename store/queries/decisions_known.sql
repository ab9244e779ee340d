-- Which decision is the last there is, and how many stand in no document that counts?
SELECT
    coalesce(max(seq), 0) AS last_seq,
    count(*) FILTER (decision_id NOT IN (SELECT decision_id FROM placed_decisions)) AS unplaced
FROM decisions
