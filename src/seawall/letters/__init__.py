"""Letters to families: a draft that names nobody, a second pair of eyes, PDFs made in the background, sent and kept."""
