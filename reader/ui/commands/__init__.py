"""Commands by subject: functions that one entry of the key table each names."""
