"""Tasks in people's hands: their papers, mails, dates, reminders and evidence."""
