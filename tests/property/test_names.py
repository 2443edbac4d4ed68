import pytest
from hypothesis import given
from hypothesis import strategies as st

from visitwatch.domain.authority import Authority
from visitwatch.domain.names import plain_name
from visitwatch.domain.register import packaged_register

REGISTER = packaged_register()
AUTHORITIES = st.sampled_from(REGISTER.authorities)
DECORATED = st.sampled_from(
    ["{}", "{} Council", "{} Borough Council", "The {}", "{}, Borough of", "{} local authority"]
)


@given(AUTHORITIES, DECORATED, st.sampled_from([str, str.upper, str.lower]))
def test_a_decorated_name_in_any_case_finds_its_authority(authority: Authority, form: str, case: type[str]) -> None:
    assert REGISTER.find(case(form.format(authority.name))) == authority


@given(AUTHORITIES)
def test_every_alias_finds_its_authority(authority: Authority) -> None:
    assert all(REGISTER.find(alias) == authority for alias in authority.aliases)


@given(AUTHORITIES, AUTHORITIES)
def test_a_text_that_names_two_authorities_names_just_those(first: Authority, second: Authority) -> None:
    text = f"The inspection of {first.name} came before the visit to {second.name}."
    assert set(REGISTER.named_in(text)) == {first, second}


@given(AUTHORITIES, st.sampled_from(["\n", "  ", "\r\n"]))
def test_line_breaks_inside_a_name_change_nothing(authority: Authority, gap: str) -> None:
    text = f"visit to {authority.name} on".replace(" ", gap)
    assert REGISTER.named_in(text) == (authority,)


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text: str) -> None:
    assert set(REGISTER.named_in(text)) <= set(REGISTER.authorities)
    REGISTER.find(text)


@given(st.text(max_size=40))
def test_a_plain_name_is_its_own_plain_name(name: str) -> None:
    assert plain_name(plain_name(name)) == plain_name(name)


@pytest.mark.parametrize("authority", REGISTER.authorities, ids=lambda a: a.name)
def test_the_title_of_an_inspection_names_its_authority_alone(authority: Authority) -> None:
    title = f"Inspection of {authority.name} local authority children’s services"
    assert REGISTER.named_in(title) == (authority,)
