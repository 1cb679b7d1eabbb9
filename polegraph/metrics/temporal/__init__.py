"""Networks over time: periods, and what changes from one to the next."""
