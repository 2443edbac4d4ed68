import pytest

from visitwatch.domain.notices import authorities_told_of
from visitwatch.domain.register import packaged_register

REGISTER = packaged_register()


def told_of(title: str, summary: str = "") -> list[str]:
    found = (REGISTER.by_urn(urn) for urn in authorities_told_of(title, summary, REGISTER))
    return [authority.name for authority in found if authority]


@pytest.mark.parametrize(
    ("title", "summary", "expected"),
    [
        ("Ofsted: mixed progress seen at Rutland", "", ["Rutland"]),
        ("A council's second letter", "Inspectors made a monitoring visit to Rutland in May.", ["Rutland"]),
        ("Focused visit to Rutland", "", ["Rutland"]),
        ("Improvement notice issued to Rutland County Council", "", ["Rutland"]),
        ("Notice: Improvement notice: Rutland", "", ["Rutland"]),
        ("Direction issued to Rutland County Council", "", ["Rutland"]),
        ("Directions have been revoked: Rutland", "", ["Rutland"]),
        ("Direction issued to Stoke-on-Trent city council", "", ["Stoke-on-Trent"]),
        ("Revised direction issued to Rutland County Council: May 2027", "", ["Rutland"]),
        ("Improvement notice issued to London Borough of Barnet: May 2027", "", ["Barnet"]),
        ("Minister sends a commissioner", "Social work in Rutland is to be looked at.", ["Rutland"]),
        ("Minister issues a statutory direction to Rutland", "", ["Rutland"]),
        ("Revised direction: Rutland", "The council's children's services.", ["Rutland"]),
        ("Commissioner appointed in Rutland", "For children's services.", ["Rutland"]),
        ("Rutland’s children’s services re-inspected", "", ["Rutland"]),
        ("Joint targeted area inspection of Rutland", "", ["Rutland"]),
        ("JTAI: Rutland and Kent", "", ["Rutland", "Kent"]),
        ("Rutland children’s services rated good", "Ofsted praises leaders.", ["Rutland"]),
        ("Rutland's children's services no longer inadequate", "", ["Rutland"]),
        ("Inadequate: what Rutland must do now", "Children’s social care in the county is poor.", ["Rutland"]),
        ("Schools and care: Rutland council inspected", "", ["Rutland"]),
        (
            "Inspection of the Northamptonshire Children's Trust",
            "",
            ["North Northamptonshire", "West Northamptonshire"],
        ),
    ],
)
def test_an_authority_and_what_was_done_there_make_a_notice(title: str, summary: str, expected: list[str]) -> None:
    assert told_of(title, summary) == expected


def test_an_abolished_authority_stands_for_its_successors() -> None:
    assert told_of("Improvement notice issued to Cumbria") == ["Cumberland", "Westmorland and Furness"]


def test_the_title_decides_whom_it_is_about() -> None:
    assert told_of("Monitoring visit to Rutland", "As in Kent and Devon before.") == ["Rutland"]


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Monitoring visits: how they work", "A guide that names no council."),
        ("Rutland opens a new library", "The council is proud."),
        ("A new direction for trams in Leeds", "Tracks."),
        ("Directions to the town hall in Leeds", "Turn left."),
        ("Police and Crime Commissioner for Kent", "On children."),
        ("Children's Commissioner visits Leeds", "She speaks with children."),
        ("Leeds nursery closed after inspection", "Ofsted found it unsafe."),
        ("Inspection of Bolton College", ""),
        ("Ofsted moves its office to Leeds", "New desks."),
        ("Leeds children's services win a prize", "For kindness."),
        ("Reading the inspection report closely", "Tips."),
        ("", ""),
    ],
)
def test_anything_else_is_no_notice(title: str, summary: str) -> None:
    assert told_of(title, summary) == []
