"""Template tags of the public desk."""
