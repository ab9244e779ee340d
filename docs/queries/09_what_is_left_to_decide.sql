-- Which cells of the ladder would change most if people decided what waits?
SELECT short, step_nb, level_nb, level_decided_nb, pending
FROM ladder_matrix
WHERE provisional
ORDER BY pending DESC
