"""A person's word on publications: pause, release, correct, take back, settle."""
