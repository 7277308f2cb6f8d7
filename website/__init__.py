"""What the public sees as files: pages, banner of the date, feeds and calendar; made anew from calendar and rows."""
