"""A dataset in other people's forms: what comes in from theirs, what goes out in them. No book, no charts."""
