"""Simulated time: the calendar and the hours of the background jobs."""
