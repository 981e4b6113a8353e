"""Nobody is left waiting: what nobody reads or answers climbs from who is on, to the team, to the head (product.md B2)."""
