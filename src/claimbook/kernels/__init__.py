"""Kernels forked from a warm process, for papermill and every other client of Jupyter. Nothing here knows claims."""
