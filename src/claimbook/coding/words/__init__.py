"""Word lists, one TOML file a language: data, not code. What reads them is `wordlists`."""
