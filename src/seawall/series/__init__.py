"""Series: cases that a lead says belong together, because the same person is behind them. Above cases and links."""
