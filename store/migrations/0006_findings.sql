-- What findings need: a level may want positive segments, and what is known of the models' quality.

ALTER TABLE levels ADD COLUMN min_positive INTEGER DEFAULT 0;

CREATE TABLE model_cards (
    model_version VARCHAR PRIMARY KEY,
    card JSON NOT NULL
);
COMMENT ON TABLE model_cards IS 'The card of every model that a run has coded by';
