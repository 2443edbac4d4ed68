from datetime import date
from itertools import chain
from pathlib import Path

import pytest
from scripts.make_authorities import OUT, authorities

from visitwatch.domain.authority import Authority
from visitwatch.domain.names import plain_name
from visitwatch.domain.register import Register, authorities_from_json, packaged_register
from visitwatch.domain.report import Urn
from visitwatch.errors import UnknownAuthorityError

TODAY = date(2026, 11, 24)
REGISTER = packaged_register()
REGIONS = {
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
}


def named(text: str) -> list[str]:
    return [authority.name for authority in REGISTER.named_in(text)]


def test_there_are_153_authorities_today() -> None:
    assert len(REGISTER.all_current(TODAY)) == 153


def test_before_the_reorganisation_of_2023_there_was_cumbria_as_well() -> None:
    assert "Cumbria" in {a.name for a in REGISTER.all_current(date(2023, 3, 31))}
    assert "Cumbria" not in {a.name for a in REGISTER.all_current(date(2023, 4, 1))}


def test_no_urn_code_or_name_belongs_to_two_authorities() -> None:
    every = REGISTER.authorities
    for values in ([a.urn for a in every], [a.la_code for a in every], [a.ons_code for a in every]):
        assert all(values)
        assert len(set(values)) == len(every)
    names = list(chain.from_iterable({plain_name(n) for n in (a.name, *a.aliases)} for a in every))
    assert len(set(names)) == len(names)


def test_every_authority_lies_in_one_of_the_nine_regions() -> None:
    assert {a.region for a in REGISTER.authorities} == REGIONS


def test_neighbours_and_successions_point_at_authorities_that_are_there() -> None:
    for authority in REGISTER.authorities:
        for urn in (*authority.neighbours, *authority.predecessors, *authority.successors):
            assert REGISTER.by_urn(urn) is not None
        assert authority.urn not in authority.neighbours


def test_successions_are_told_from_both_sides() -> None:
    for authority in REGISTER.authorities:
        for urn in authority.successors:
            successor = REGISTER.by_urn(urn)
            assert successor is not None
            assert authority.urn in successor.predecessors


def test_only_abolished_authorities_have_successors() -> None:
    for authority in REGISTER.authorities:
        assert bool(authority.successors) == (authority.abolished is not None)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bristol", "Bristol"),
        ("City of Bristol", "Bristol"),
        ("Bristol City Council", "Bristol"),
        ("BRISTOL, CITY OF", "Bristol"),
        ("Bristol, City of", "Bristol"),
        ("Royal Borough of Kensington and Chelsea", "Kensington and Chelsea"),
        ("RBKC", "Kensington and Chelsea"),
        ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
        ("St Helens", "St Helens"),
        ("St. Helens", "St Helens"),
        ("st-helens", "St Helens"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("The Isles of Scilly", "Isles of Scilly"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("London Borough of Barnet", "Barnet"),
        ("City of London", "City of London"),
        ("Corporation of London", "City of London"),
        ("City of London Corporation", "City of London"),
        ("Kingston upon Hull", "Kingston upon Hull"),
        ("Kingston-upon-Hull City Council", "Kingston upon Hull"),
        ("Hull", "Kingston upon Hull"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole"),
        ("BCP Council", "Bournemouth, Christchurch and Poole"),
        ("Durham", "Durham"),
        ("County Durham", "Durham"),
        ("Durham County Council", "Durham"),
        ("Herefordshire, County of", "Herefordshire"),
        ("Rutland County Council District Council", "Rutland"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Dorset County Council", "Dorset"),
        ("Birmingham Children’s Trust", "Birmingham"),
        ("Together for Children", "Sunderland"),
        ("Brighter Futures for Children", "Reading"),
        ("80441", "Bristol"),
        ("Nottingham City Council", "Nottingham"),
        ("Nottinghamshire County Council", "Nottinghamshire"),
        ("Leicester", "Leicester"),
        ("Leicestershire", "Leicestershire"),
        ("Derby City", "Derby"),
        ("Derbyshire", "Derbyshire"),
        ("City of York Council", "York"),
        ("North Yorkshire", "North Yorkshire"),
        ("Cheshire East Council", "Cheshire East"),
        ("Bournemouth", "Bournemouth, Christchurch and Poole"),
        ("LB Barnet", "Barnet"),
        ("RB Greenwich", "Greenwich"),
        ("NE Lincolnshire", "North East Lincolnshire"),
        ("Bath & NE Somerset", "Bath and North East Somerset"),
        ("W Sussex County Council", "West Sussex"),
        ("Herts", "Hertfordshire"),
        ("The Council of the City of Wakefield", "Wakefield"),
    ],
)
def test_every_usual_form_of_a_name_finds_its_authority(name: str, expected: str) -> None:
    found = REGISTER.find(name)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "London",
        "Yorkshire",
        "Cheshire",
        "Bedfordshire County Council",
        "Gloucester City Council",
        "Lincoln",
        "Nottingham County Council",
        "Derby County Council",
        "Leicestershire City Council",
        "York County",
        "Achieving for Children",
        "Northamptonshire Children's Trust",
        "99999",
        "Council",
    ],
)
def test_a_name_of_nobody_or_of_several_finds_nobody(name: str) -> None:
    assert REGISTER.find(name) is None


def test_requiring_an_unknown_name_names_it() -> None:
    with pytest.raises(UnknownAuthorityError, match="Atlantis"):
        REGISTER.require("Atlantis")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Inspection of Bath and North East Somerset local authority children's services",
            ["Bath and North East Somerset"],
        ),
        ("Focused visit to North East Lincolnshire", ["North East Lincolnshire"]),
        ("Inspection of South\nGloucestershire", ["South Gloucestershire"]),
        ("Leicester, Leicestershire and Rutland", ["Leicester", "Leicestershire", "Rutland"]),
        ("North and West Northamptonshire", ["North Northamptonshire", "West Northamptonshire"]),
        ("Northamptonshire Children’s Trust", ["North Northamptonshire", "West Northamptonshire"]),
        (
            "Achieving for Children works here",
            ["Kingston upon Thames", "Richmond upon Thames", "Windsor and Maidenhead"],
        ),
        ("Bournemouth, Christchurch & Poole", ["Bournemouth, Christchurch and Poole"]),
        ("BCP’s progress, and Hull's", ["Bournemouth, Christchurch and Poole", "Kingston upon Hull"]),
        ("KINGSTON UPON HULL CITY COUNCIL", ["Kingston upon Hull"]),
        ("St. Helens Metropolitan Borough Council", ["St Helens"]),
        ("Kent County Council and Kent Police", ["Kent"]),
        ("Monitoring visit to Reading Borough Council", ["Reading"]),
        ("Minister tells Reading to act", ["Reading"]),
        ("Reading: a third visit", ["Reading"]),
        ("Reading, Slough and Bury", ["Reading", "Slough", "Bury"]),
        ("Reading’s leaders", ["Reading"]),
        ("Greater Manchester and Manchester", ["Manchester"]),
        ("Barnet, then Barnet again", ["Barnet"]),
        ("Isle of Wight", ["Isle of Wight"]),
    ],
)
def test_a_text_names_its_authorities_once_each_in_order(text: str, expected: list[str]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Reading the report, we were struck by its tone",
        "Results in Reading and Writing",
        "children are reading in hull",
        "Bury St Edmunds",
        "Newcastle-under-Lyme",
        "New York",
        "West Lancashire",
        "Derbyshire Dales",
        "University of York",
        "Kent Police",
        "with Essex police in the lead",
        "Devon and Cornwall police",
        "NHS Devon",
        "the Devon ICB",
        "Bolton College",
        "Dear Ms Kent",
        "Mr Adam Essex wrote",
        "Sutton Coldfield",
        "Ministers in Westminster",
        "Together for children",
        "Piccadilly Gate, Store Street, Manchester M1 2WD",
        "Wivenhoe, Essex\nCO4 3ZL",
        "Barking dogs",
        "bcp",
        "Nottinghamshirean",
    ],
)
def test_other_places_people_and_words_name_no_authority(text: str) -> None:
    assert named(text) == []


def test_a_look_up_by_code_or_urn_of_nobody_is_none() -> None:
    assert REGISTER.by_urn("1") is None
    assert REGISTER.by_la_code("000") is None
    bristol = REGISTER.by_la_code("801")
    assert bristol is not None
    assert bristol.name == "Bristol"


def test_an_invented_authority_can_be_added_and_the_others_stay() -> None:
    invented = Authority(Urn("99001"), "Wexcombe", ("Wexcombe Council",), "", "", "South West")
    register = REGISTER.extended([invented])
    assert register.find("Wexcombe Borough Council") == invented
    assert register.named_in("Monitoring visit to Wexcombe") == (invented,)
    assert register.find("Bristol") == REGISTER.find("Bristol")
    assert REGISTER.find("Wexcombe") is None


@pytest.mark.corpus
def test_the_packaged_file_is_what_the_script_makes_of_the_csv(corpus: Path) -> None:
    assert OUT.read_text(encoding="utf-8") == authorities(corpus / "authorities.csv")


@pytest.mark.corpus
def test_every_folder_of_the_real_documents_is_an_authority(corpus: Path) -> None:
    for folder in (corpus / "reports").iterdir():
        urn, _, slug = folder.name.partition("-")
        assert REGISTER.by_urn(urn) == REGISTER.find(slug)


def test_two_authorities_of_one_urn_are_refused() -> None:
    one = Authority(Urn("1"), "One", (), "", "", "London")
    with pytest.raises(ValueError, match="one URN"):
        Register([one, one])


def test_an_authority_file_may_leave_out_what_does_not_apply() -> None:
    register = authorities_from_json('{"authorities": [{"urn": "99002", "name": "Eastmarch", "region": "London"}]}')
    found = register.find("Eastmarch")
    assert found is not None
    assert (found.urn, found.abolished, found.aliases) == ("99002", None, ())
