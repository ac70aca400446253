"""The whole book as one PDF, made from the published pages. It comes after `book`, and nothing but `cli` asks for it."""
