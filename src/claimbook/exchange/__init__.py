"""Datasets that come in other forms, or go out in them. Forms only: what a claim is stands in the model."""
