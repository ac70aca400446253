"""A built book, served to its author alone and built again when something changes. Nothing of it is ever published."""
