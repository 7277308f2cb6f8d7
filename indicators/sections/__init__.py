"""What each section of a report says: sentences, charts and tables out of a `Report`. Pure."""
