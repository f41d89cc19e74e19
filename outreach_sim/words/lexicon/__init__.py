"""Words and phrases that readers notice, in five languages. Data; matched on text in small letters."""
