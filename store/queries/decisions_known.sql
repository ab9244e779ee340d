-- Which decision or review is the last there is, and how many decisions stand in no document that
-- counts?
SELECT
    greatest(0, max(seq), (SELECT max(seq) FROM reviews)) AS last_seq,
    count(*) FILTER (decision_id NOT IN (SELECT decision_id FROM placed_decisions)) AS unplaced
FROM decisions
