"""The rules of the numbers: values in, values out. Nothing here knows of files or windows."""
