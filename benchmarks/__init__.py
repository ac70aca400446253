"""Measurements: what claimbook costs, beside what others cost. Timings live here and nowhere else; no test is timed."""
