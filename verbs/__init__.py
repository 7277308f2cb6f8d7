"""What the operator types: one file for each family of verbs, each verb a few lines over what the daemon uses too."""
