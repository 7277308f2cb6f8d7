"""How a finished message goes out: one file a medium. This room knows nothing of campaigns, calendars or databases."""
