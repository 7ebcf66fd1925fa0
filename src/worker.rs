//! Which events go to whom, which jobs exist, what recurs when. `run_one` does one round, for tests.
