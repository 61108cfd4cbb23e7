"""What goes over the line: transactions as bytes, packed in runs and sealed, and read again with mistrust."""
