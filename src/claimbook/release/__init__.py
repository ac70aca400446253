"""Versions: a build verified offline, made again, compared; a version published, redacted, archived."""
