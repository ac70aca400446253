"""Pure functions from frames to frames: what the claims say, counted and grouped. No files, no charts."""
