"""A dataset as one workbook for spreadsheets, a sheet a table, out and back in without loss."""
