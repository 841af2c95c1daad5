"""Addresses of the pages that read across apps."""

from django.urls import path

from portal import views
from portal.sheets import SHEETS
from portal.views import room, sheets

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/", room.desk, name="desk"),
    path("desk/hand/", room.hand_raise, name="hand-raise"),
    path("desk/hand/<int:pk>/lower/", room.hand_lower, name="hand-lower"),
    path("board/", room.board, name="board"),
    path("console/", room.console, name="console"),
    path("console/move/", room.move, name="timer-move"),
    path("console/undo/", room.undo, name="timer-undo"),
    path("console/activities/<int:pk>/", room.go, name="timer-go"),
    path("console/steps/<int:pk>/", room.reopen, name="step-reopen"),
    path("console/messages/", room.announce, name="announcement-send"),
    path("console/messages/<int:pk>/withdraw/", room.announce_end, name="announcement-withdraw"),
    path("console/people/<int:pk>/table/", room.person_move, name="participant-move"),
    path("slides/<int:number>/", sheets.slide, name="slide"),
    path("slides/<int:number>/notes/", sheets.slide_notes, name="slide-notes"),
    path("quiz/", sheets.quiz, name="quiz"),
    path("report/", sheets.report, name="report"),
    path("sheets/", sheets.sheets, name="sheets"),
    *(
        path(
            f"sheets/{code}/", sheets.sheet, {"code": code}, name=f"sheet-{code}"
        )  # as the agenda names them
        for code in SHEETS
    ),
]
