"""Static files with their hash in the name, compressed once; scripts may import one another by name."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Whitenoise's storage that also follows `import` in our scripts."""

    support_js_module_import_aggregation = True
