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


def test_facts_that_the_words_do_not_name_part_nothing() -> None:
    other = replace(IMPORT, why=Told(CLOSED.why.text, {"reference": "1ff2c743"}))
    assert len(together([CLOSED, other])) == 1
    named = replace(IMPORT, why=Told("The account of {company} is closed.", {"company": "Ett AB"}))
    another = replace(named, why=Told(named.why.text, {"company": "Ett annat AB"}))
    assert len(together([named, another])) == len([named, another])


def test_further_causes_are_hidden_with_the_rest_of_the_contents() -> None:
    told = replace(CLOSED, contents=True, causes=(Told("{amount:kr} is missing.", {"amount": 12_300}),))
    (cause,) = told.masked.causes
    assert "123" not in cause.say("sv")
