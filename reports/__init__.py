"""Figures as people read them: a document into the terminal, a page, a PDF, a workbook. Pure."""
