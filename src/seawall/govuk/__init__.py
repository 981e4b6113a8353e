"""Forms that draw themselves, and the page parts of the GOV.UK design system. Knows nothing of Seawall."""
