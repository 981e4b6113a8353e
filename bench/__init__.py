"""Measures Seawall against its budgets: `./run bench`. What is measured and how: docs/performance.md."""
