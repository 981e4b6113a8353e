"""The evidence bundle: what a case holds, for the police or whoever else it is referred to, signed and locked for them."""
