"""`docs/data-model.md` from the comments of the tables: `python -m findings.data_model`."""

from pathlib import Path

from findings.tables import TABLES, comments

_HEAD = """# Data model

The tables of `findings.duckdb`, as `kodetrapp run` publishes them. Made from the comments of their
definitions by `python -m findings.data_model`; the same comments are set in the file itself
(`SELECT * FROM duckdb_columns()`).

```
  machine's codings ─┐                       ┌── findings ── ladder_matrix ── highest_steps
                     ├── coded_segments ──┬──┤
  people's decisions ┘                    │  └── quotes, findings_by_kind
                                          │
                                    sentence_codes ── document_codes ── shares ─┬─ comparisons
  random audit ─── audited_sentences ─────┴───────────────┘                     ├─ development
                                                                                ├─ factor_balance
                                                                                └─ problem_map
```

What stands on the left is in the working file `kodetrapp.duckdb`, which only kodetrapp opens
(`store/migrations`).
"""


def data_model() -> str:
    """The page."""
    parts = [_HEAD]
    for name in TABLES:
        question, columns = comments(name)
        parts.append(f"## {name}\n\n{question}\n\n| column | |\n|---|---|")
        parts.append("\n".join(f"| `{column}` | {text} |" for column, text in columns.items()))
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    page = Path(__file__).parents[1] / "docs" / "data-model.md"
    page.write_text(data_model(), "utf-8")
