"""What a workbook is, whoever made it and whatever stands in it: read within limits, undone, made, and marked.

What belongs here: files, sheets, cells. What does not: which sheet is which table (exchange), what a coder is asked
for (coding).
"""
