"""From frames and charts to pages, and from pages to the book."""
