"""What the room says: words, notions, answers; secret votes; the pictures of the ice-breaker."""

import pytest

from common.errors import Conflict, Forbidden, Invalid, NotFound
from tests.people import Room
from tests.rest import call
from workshop.choices import Dimension, NoteKind
from workshop.commands import workshop_go_to_step
from workshop.commands.notes import goal_set, note_delete, note_write, vote_cast, votes_show
from workshop.commands.pictures import picture_move, pictures_collect, pictures_deal, pictures_reveal
from workshop.documents import GoalDocument, NoteDocument, VoteDocument
from workshop.models import MaturityVote, Note, Participant, Picture, Step
from workshop.pictures import PICTURES, neighbours_right
from workshop.queries.notes import cloud_of, picture_code_for, pictures_of, tallies_of


def say(room: Room, role: str, text: str, kind: str = "word") -> Note:
    return note_write(actor=room[role], document=NoteDocument(kind=kind, text=text))


def vote(room: Room, role: str, level: int) -> None:
    vote_cast(actor=room[role], document=VoteDocument(dimension="quality", level=level))


def quality(room: Room, role: str):
    return next(tally for tally in tallies_of(room[role]) if tally.dimension == Dimension.QUALITY)


# Notes


def test_cloud_counts_words_whatever_their_case_and_accents(room):
    for role, text in {"client": "Qualité", "steward": "qualite", "owner": "règles"}.items():
        say(room, role, text)
    assert [(said.text, said.count, said.size) for said in cloud_of(room["dpo"])] == [
        ("Qualité", 2, 5),
        ("règles", 1, 1),
    ]


def test_same_word_of_the_same_person_counts_once(room):
    assert say(room, "client", "Qualité").pk == say(room, "client", " qualité ").pk


def test_note_belongs_to_the_step_the_room_is_in(room):
    trouver = Step.objects.get(workshop=room.workshop, code="trouver")
    assert say(room, "client", "clé", NoteKind.NOTION).step.code == "installation"
    workshop_go_to_step(actor=room["facilitator"], step_id=trouver.pk)
    assert say(room, "client", "clé", NoteKind.NOTION).step == trouver


def test_word_is_short(room):
    with pytest.raises(Invalid):
        say(room, "client", "x" * 41)


def test_note_of_another_workshop_does_not_exist(room, other_room):
    step = Step.objects.filter(workshop=other_room.workshop)[0]
    with pytest.raises(NotFound):
        note_write(actor=room["client"], document=NoteDocument(kind="word", text="x", step=step.pk))
    note = say(room, "client", "x")
    with pytest.raises(NotFound):
        note_delete(actor=other_room["facilitator"], note_id=note.pk)
    assert cloud_of(other_room["client"]) == []


def test_note_is_taken_back_by_its_author_or_the_facilitator(room):
    note = say(room, "client", "x")
    with pytest.raises(Forbidden):
        note_delete(actor=room["owner"], note_id=note.pk)
    note_delete(actor=room["client"], note_id=note.pk)
    note_delete(actor=room["facilitator"], note_id=say(room, "client", "y").pk)
    assert Note.objects.filter(workshop=room.workshop).count() == 0


def test_note_that_is_sent_twice_is_written_once(room):
    """What a phone queued without a line: the same key gives the same answer."""
    client = call(room, "client")
    sent = [client("POST", "notes/", {"kind": "debrief", "text": "bien"}, Idempotency_Key="k1") for _ in "12"]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    assert sent[1].headers["Idempotency-Replayed"] == "true"
    assert Note.objects.filter(workshop=room.workshop).count() == 1


def test_note_does_not_name_its_author(room):
    say(room, "client", "clé", NoteKind.NOTION)
    (row,) = call(room, "owner")("GET", "notes/").json()["results"]
    assert (row["text"], row["own"]) == ("clé", False)
    assert "participant_id" not in row


# Votes


def test_votes_are_secret_until_they_are_shown(room):
    for role, level in {"client": 1, "owner": 2, "dpo": 5}.items():
        vote(room, role, level)
    secret = quality(room, "client")
    assert (secret.count, secret.own, secret.median, list(secret.counts)) == (3, 1, None, [])
    votes_show(actor=room["facilitator"], shown=True)
    shown = quality(room, "facilitator")
    assert (shown.own, shown.median, shown.lowest, shown.highest) == (None, 2.0, 1, 5)
    assert list(shown.counts) == [(1, 1), (2, 1), (3, 0), (4, 0), (5, 1)]


def test_too_few_votes_stay_secret(room):
    vote(room, "client", 1)
    vote(room, "owner", 2)
    votes_show(actor=room["facilitator"], shown=True)
    assert quality(room, "facilitator").median is None


def test_voting_again_replaces_and_ends_when_shown(room):
    vote(room, "client", 1)
    vote(room, "client", 4)
    assert MaturityVote.objects.get(workshop=room.workshop).level == 4
    votes_show(actor=room["facilitator"], shown=True)
    with pytest.raises(Conflict):
        vote(room, "client", 2)


def test_goal_is_noted_once_for_each_dimension(room):
    for target in (3, 4):
        goal_set(
            actor=room["facilitator"],
            document=GoalDocument(dimension="quality", target=target, action="Règles"),
        )
    assert (quality(room, "client").goal.target, quality(room, "client").goal.version) == (4, 2)


# Pictures


def test_everybody_gets_one_picture_and_no_two_the_same(room):
    people = Participant.objects.filter(workshop=room.workshop).count()
    assert pictures_deal(actor=room["facilitator"]) == people
    assert pictures_deal(actor=room["facilitator"]) == 0
    assert len({picture.code for picture in pictures_of(room["client"])}) == people


def test_picture_is_hidden_from_its_holder_until_it_is_revealed(room):
    pictures_deal(actor=room["facilitator"])
    client = room["client"]
    seen = {p.participant_id: picture_code_for(client, p) for p in pictures_of(client)}
    assert seen.pop(client.participant_id) == ""
    assert all(seen.values())
    pictures_reveal(actor=room["facilitator"])
    assert all(picture_code_for(client, p) for p in pictures_of(client))
    with pytest.raises(Conflict):
        picture_move(actor=client, picture_id=pictures_of(client)[0].pk, places=1)


def test_picture_moves_and_its_neighbours_close_up(room):
    pictures_deal(actor=room["facilitator"])
    before = [picture.pk for picture in pictures_of(room["client"])]
    picture_move(actor=room["owner"], picture_id=before[0], places=2)
    after = [picture.pk for picture in pictures_of(room["client"])]
    assert after == [before[1], before[2], before[0], *before[3:]]
    picture_move(actor=room["owner"], picture_id=before[0], places=-99)
    assert [(p.pk, p.place) for p in pictures_of(room["client"])] == [(pk, n) for n, pk in enumerate(before)]


def test_collected_pictures_can_be_dealt_anew(room):
    pictures_deal(actor=room["facilitator"])
    pictures_reveal(actor=room["facilitator"])
    with pytest.raises(Conflict):
        pictures_deal(actor=room["facilitator"])
    pictures_collect(actor=room["facilitator"])
    assert Picture.objects.filter(workshop=room.workshop).count() == 0


def test_right_neighbours_are_counted():
    codes = list(PICTURES)
    assert neighbours_right(codes) == len(codes) - 1
    assert neighbours_right(codes[::-1]) == 0
    assert neighbours_right([]) == 0
