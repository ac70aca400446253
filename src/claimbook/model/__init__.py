"""What a claim is: notations, tables, passages, checks. Files are read here and nowhere later."""
