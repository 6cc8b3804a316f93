"""Diagnoses of one cause and one next step are told as one, and nothing of them is lost."""

from dataclasses import replace

from lib.support.diagnoses import Diagnosis, Line, Reconnect, Told, Weight, Who, together

CLOSED = Diagnosis(
    "connection",
    Weight.STOPS,
    Told("The connection is over."),
    Told("The account is closed."),
    Told("Have it opened."),
    Who.CLIENT,
    Reconnect.AFTER,
)
IMPORT = replace(CLOSED, key="import", what=Told("The import stopped."), also=(Told("The one before too."),), more=2)


def test_what_came_of_one_cause_stands_beside_what_came_first() -> None:
    (one,) = together([CLOSED, IMPORT])
    assert one.key == "connection"
    assert [told.text for told in one.also] == ["The import stopped.", "The one before too."]
    assert one.more == 2


def test_another_cause_step_or_person_is_told_by_itself() -> None:
    others = [
        replace(IMPORT, why=Told("The licence is missing.")),
        replace(IMPORT, step=Told("Order it.")),
        replace(IMPORT, who=Who.ACCOUNTANT),
        replace(IMPORT, reconnect=Reconnect.MENDS),
        replace(IMPORT, contents=True),
    ]
    for other in others:
        assert together([CLOSED, other]) == [CLOSED, other]


def test_each_line_of_a_source_is_told_by_itself() -> None:
    first, second = (replace(CLOSED, key=str(line), line=Line("i", "f.se", line)) for line in (3, 7))
    assert together([first, second]) == [first, second]
