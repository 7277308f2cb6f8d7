"""What is said, to whom and when. Pure: no SQL, no network, no clock."""
