"""A study as one page that needs no network: pictures, tables, reasons, sources."""
