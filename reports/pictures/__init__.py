"""Charts as SVG: pygal lays them out, and this room draws what it laid out in one house style. Loads pygal."""
