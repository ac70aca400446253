"""claimbook: turn a dataset of coded claims into a reproducible Jupyter Book."""

__version__ = "0.1.0"
