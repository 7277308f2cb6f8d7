"""The window: what a browser or a monitor is shown. It reads rows, and calls nobody."""
