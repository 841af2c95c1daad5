"""What a rule is: what its type takes, how it reads, the SQL it becomes, and which rules documentation proposes.

Pure: nothing here reads a table or knows a person.
"""
