-- How high has each group come, and does it rest on people's decisions?
SELECT short, step, step_nb, partly_step, provisional
FROM highest_steps
