-- Why does a step have its level, and what is said for and against it?
SELECT short, step, step_nb, level_nb, reason_nb, quotes
FROM ladder_matrix
WHERE short = 'KUBU'
