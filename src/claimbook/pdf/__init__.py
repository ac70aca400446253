"""The whole book as one PDF, made from the published pages. After `book`; only `cli` asks for it."""
