"""From a text to a dataset: a folder to begin with, a source's text, proposals to code, and what a coder accepted.

What belongs here: what is done before a dataset is whole. What does not: the rules of a dataset (model), a book.
"""
