"""The shape of every mutation: one input with a reason, a payload with the change it made."""

from collections.abc import Callable
from typing import Any, ClassVar

import graphene

from common.actor import Actor


class CommandMutation(graphene.relay.ClientIDMutation):
    """Base: `run` calls the command with the input and answers the payload's values."""

    run: ClassVar[Callable[..., dict[str, Any]]]

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, **options: Any) -> None:
        fields = {"reason": graphene.String(description="Why; kept in the history.")}
        super().__init_subclass_with_meta__(input_fields=fields, **options)
        cls._meta.fields["request_id"] = graphene.Field(
            graphene.NonNull(graphene.UUID),
            description="The change that this request made, as history names it; `changeUndo` takes it back.",
        )

    @classmethod
    def mutate_and_get_payload(cls, root: Any, info: Any, **given: Any) -> "CommandMutation":
        given.pop("client_mutation_id", None)
        given["reason"] = given.get("reason") or ""
        actor: Actor = info.context.actor
        return cls(request_id=actor.request_id, **cls.run(actor, **given))
