"""Pure functions over a history: schedule, statistics, edges."""
