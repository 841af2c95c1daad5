"""Tables below this floor that hold nothing of a data subject, and why.

Data subjects are the persons that the bricks are about. The people in the room (participants) are users of this
product: their nicknames go with their workshop.
"""

DESCRIBES = "Describes data; holds none."
ROOM = "About the people in the room, not about data subjects."
MOVES = "Says what moved where, in numbers and ids."
RULES = "Rules about data, not data."

IMPERSONAL_BELOW = {
    "workshop.User": ROOM,
    "workshop.Workshop": ROOM,
    "workshop.Step": ROOM,
    "workshop.Participant": ROOM,
    "workshop.RoleAssignment": ROOM,
    "workshop.ApiToken": ROOM,
    "workshop.JoinAttempt": ROOM,
    "catalog.System": DESCRIBES,
    "catalog.Asset": DESCRIBES,
    "catalog.Field": DESCRIBES,
    "catalog.UniqueKey": DESCRIBES,
    "catalog.UniqueKeyField": DESCRIBES,
    "catalog.ForeignKey": DESCRIBES,
    "catalog.ForeignKeyColumn": DESCRIBES,
    "catalog.Ownership": ROOM,
    "catalog.Term": DESCRIBES,
    "catalog.TermLink": DESCRIBES,
    "catalog.ImportedSource": DESCRIBES,
    "catalog.SearchEntry": DESCRIBES,
    "catalog.Observation": DESCRIBES,
    "lineage.Change": MOVES,
    "lineage.Job": DESCRIBES,
    "lineage.Run": MOVES,
    "lineage.RunDataset": DESCRIBES,
    "lineage.Event": MOVES,
    "lineage.AssetFacets": DESCRIBES,
    "lineage.Alias": DESCRIBES,
    "lineage.Edge": MOVES,
    "lineage.Origin": MOVES,
    "lineage.FieldEdge": MOVES,
    "lineage.Lowering": RULES,
    "lineage.Namespace": DESCRIBES,
    "lineage.Source": DESCRIBES,
    "lineage.Tag": DESCRIBES,
    "lineage.FieldTag": DESCRIBES,
    "exchange.Submission": MOVES,
    "exchange.Decision": MOVES,
    "exchange.Transfer": MOVES,
    "exchange.Shop": DESCRIBES,
    "quality.Rule": RULES,
    "quality.Check": RULES,
    "quality.CheckResult": "Counts and ids of bricks.",
    "quality.Incident": RULES,
    "quality.Contract": RULES,
    "consent.Purpose": DESCRIBES,
    "consent.CollectedFor": DESCRIBES,
    "consent.Compatibility": RULES,
    "consent.Notice": DESCRIBES,
    "consent.Processing": DESCRIBES,
    "consent.Verdict": "Numbers and reasons about fields and assets; no persons.",
    "consent.Erasure": "The proof: numbers and reasons, without personal data.",
}
