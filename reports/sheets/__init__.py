"""A report as sheets of a workbook: how each part of it is laid out."""
