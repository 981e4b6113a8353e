"""The views of this desk: a page asks, an action does."""
