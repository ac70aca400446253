"""The commands that have a module each; they are put together in cli."""
