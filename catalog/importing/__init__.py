"""What already exists elsewhere, brought into the catalogue.

`databases` and `folders` read a source, `proposals` guesses the keys that files do not declare,
`merge` and `plan` (pure) compare what the source says with what people made of it, `commands`
writes, `report` tells. The door is `manage.py import_catalogue`.
"""
