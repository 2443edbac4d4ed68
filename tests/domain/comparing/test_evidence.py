from dataclasses import replace

import pytest

from visitwatch.domain.comparing.evidence import clearest, statements_on
from visitwatch.domain.report import Finding, Movement, Stance

S, C, M, N = Stance.STRENGTH, Stance.CONCERN, Stance.MIXED, Stance.NEUTRAL


def finding(text: str, stance: Stance, *themes: str, change: Movement = Movement.NONE, page: int = 1) -> Finding:
    return Finding(text, page, "", themes=themes or ("caseloads",), stance=stance, change=change)


def shown(findings: list[Finding], stances: tuple[Stance, ...], movements: tuple[Movement, ...] = ()) -> list[str]:
    return [e.text for e in clearest(statements_on("caseloads", findings), "key", stances, movements)]


def test_a_statement_is_a_finding_on_the_theme_that_is_not_neutral() -> None:
    findings = [
        finding("Caseloads are high.", C),
        finding("Caseloads vary between teams.", N),
        finding("Inspectors looked at caseloads.", S),
        finding("They also considered performance information on caseloads.", S),
        finding("The visit was carried out by telephone and looked at caseloads.", C),
        finding("A range of evidence was considered, caseloads among it.", S),
        finding("Plans are late.", C, "planning"),
        finding("Managers watch caseloads.", S, "management_oversight", "caseloads"),
        Finding("Not annotated.", 1, ""),
    ]
    statements = statements_on("caseloads", findings)
    assert [(s.finding.text, s.rank, s.order) for s in statements] == [
        ("Caseloads are high.", 0, 0),
        ("Managers watch caseloads.", 1, 7),
    ]


def test_evidence_is_verbatim_with_key_and_page() -> None:
    (evidence,) = clearest(statements_on("caseloads", [finding("Caseloads are high.", C, page=7)]), "file.pdf", (C,))
    assert (evidence.key, evidence.text, evidence.page) == ("file.pdf", "Caseloads are high.", 7)


def test_nothing_is_shown_of_no_statement() -> None:
    assert shown([], (C,)) == []


def test_at_most_three_are_shown_in_the_reports_order_where_they_are_equally_clear() -> None:
    findings = [finding(f"Caseloads are far too high in team {name} today.", C) for name in "ABCDE"]
    assert shown(findings, (C,)) == [f.text for f in findings[:3]]


def test_only_wanted_stances_are_shown_the_first_wanted_first() -> None:
    strength = finding("Caseloads are manageable in most of the teams.", S)
    mixed = finding("Caseloads have fallen, but in two teams they are high.", M)
    concern = finding("Caseloads are too high in most of the teams.", C)
    assert shown([strength, mixed, concern], (C, M)) == [concern.text, mixed.text]


def test_one_of_each_wanted_stance_comes_before_a_second_of_any() -> None:
    first, second = (finding(f"Caseloads are too high in the {n} team today.", C) for n in ("first", "second"))
    strength = finding("Caseloads are manageable in most of the teams.", S)
    assert shown([first, second, strength], (C, S)) == [first.text, strength.text, second.text]


def test_a_stated_movement_comes_first_even_with_a_stance_that_is_wanted_less() -> None:
    plain = finding("Caseloads are manageable in most of the teams.", S)
    moved = finding("Caseloads have fallen, but in two teams they are high.", M, change=Movement.IMPROVED)
    assert shown([plain, moved], (S, M), (Movement.IMPROVED,)) == [moved.text, plain.text]


def test_a_stated_movement_in_a_sentence_of_a_stance_that_is_not_wanted_is_not_shown() -> None:
    plain = finding("Caseloads are manageable in most of the teams.", S)
    still = finding("Caseloads are still far too high in two of the teams.", C, change=Movement.PERSISTING)
    assert shown([still, plain], (S,), (Movement.PERSISTING,)) == [plain.text]


def test_a_sentence_on_this_theme_above_others_is_clearer() -> None:
    beside = finding("Supervision is late and caseloads are too high today.", C, "supervision", "caseloads")
    about = finding("Caseloads are too high in most of the teams.", C)
    assert shown([beside, about], (C,)) == [about.text, beside.text]


def test_a_sentence_that_points_back_or_is_very_short_or_long_is_less_clear() -> None:
    back = finding("This means that their caseloads are far too high.", C)
    short = finding("Caseloads are high.", C)
    long = finding("Caseloads are high " + "and then some " * 20, C)
    clear = finding("Caseloads are too high in most of the teams.", C)
    assert shown([back, short, long, clear], (C,))[0] == clear.text


@pytest.mark.parametrize(("words", "clear"), [(5, False), (6, True), (45, True), (46, False)])
def test_a_sentence_of_six_to_45_words_is_clear(words: int, clear: bool) -> None:  # noqa: FBT001 -- parametrised
    this = finding("Caseloads " + "word " * (words - 1), C)
    other = finding("This is what caseloads are in most of the teams.", C)
    assert shown([other, this], (C,))[0] == (this.text if clear else other.text)


def test_being_about_another_theme_and_being_unclear_weigh_the_same() -> None:
    beside = finding("Supervision is late and caseloads are too high today.", C, "supervision", "caseloads")
    back = finding("This means that their caseloads are far too high.", C)
    assert shown([beside, back], (C,)) == [beside.text, back.text]
    assert shown([back, beside], (C,)) == [back.text, beside.text]


def test_a_sentence_printed_twice_is_shown_once() -> None:
    twice = [finding("Caseloads are too high in most of the teams.", C, page=page) for page in (1, 3)]
    assert shown(twice, (C,)) == [twice[0].text]


def test_without_a_wanted_stance_the_clearest_is_shown() -> None:
    first, second = (finding(f"Caseloads are manageable in team {name} today.", S) for name in "AB")
    assert shown([first, second], (C,)) == [first.text]


def test_a_few_words_that_state_the_movement_are_as_clear_as_more() -> None:
    short = finding("Caseloads have fallen.", S, change=Movement.IMPROVED)
    more = finding("Caseloads have fallen in most of the teams.", S, change=Movement.IMPROVED)
    assert shown([short, more], (S, M), (Movement.IMPROVED,)) == [short.text, more.text]
    assert shown([short, more], (S, M)) == [more.text, short.text]


HOMELESS = finding("Young people who present as homeless wait too long for a joint assessment of their needs.", C)
SHORT_BREAKS = finding("Assessments for short breaks are late and seldom ask what the family would like to happen.", C)


def test_beside_a_quote_on_one_matter_the_quote_on_the_same_matter_comes_first() -> None:
    findings = [SHORT_BREAKS, HOMELESS]

    def told(beside: str) -> str:
        return clearest(statements_on("caseloads", findings), "key", (C,), beside=beside)[0].text

    assert told("") == SHORT_BREAKS.text
    assert (
        told("The joint assessment of young people who present as homeless is now quick and thorough.") == HOMELESS.text
    )
    assert told("Families now have a say in assessments for short breaks.") == SHORT_BREAKS.text
    assert told("Contextual safeguarding is well led.") == SHORT_BREAKS.text


def test_like_words_of_a_list_or_of_what_points_back_gain_nothing() -> None:
    beside = "Managers now check that supervision takes place and that it is regular."
    item = replace(
        finding("The regularity of supervision, and how managers check.", C), section="What needs to improve"
    )
    pointing = finding("These managers do not check that supervision is regular.", C)
    plain = finding("In two of the teams there is hardly any supervision.", C)
    quotes = clearest(statements_on("caseloads", [item, pointing, plain]), "key", (C,), beside=beside)
    assert [e.text for e in quotes] == [plain.text, item.text, pointing.text]


def test_like_words_never_come_before_the_wanted_stance() -> None:
    praise = finding(HOMELESS.text.replace("too long", "briefly"), S)
    shown = clearest(statements_on("caseloads", [praise, SHORT_BREAKS]), "key", (C, S), beside=praise.text)
    assert [e.text for e in shown] == [SHORT_BREAKS.text, praise.text]


def test_a_list_of_many_themes_comes_after_a_sentence_on_a_few() -> None:
    listing = finding(
        "Still to be addressed are caseloads, plans and the tracking of permanence.",
        C,
        "caseloads",
        "planning",
        "permanence",
    )
    plain = finding("Caseloads are too high and plans are late.", C, "caseloads", "planning")
    assert shown([listing, plain], (C,)) == [plain.text, listing.text]
    two = replace(listing, themes=("caseloads", "planning"))
    assert shown([two, plain], (C,)) == [two.text, plain.text]


@pytest.mark.parametrize("section", ["What needs to improve", "Areas for priority action", "Recommendations"])
def test_an_item_of_a_list_of_what_should_be_comes_after_a_sentence_on_what_is(section: str) -> None:
    item = replace(finding("The size of caseloads in the assessment teams of the service.", C), section=section)
    plain = finding("Caseloads are too high in most of the teams.", C)
    assert shown([item, plain], (C,)) == [plain.text, item.text]
    assert shown([replace(item, section="Leaders"), plain], (C,)) == [item.text, plain.text]


@pytest.mark.parametrize(
    ("text", "stands_alone"),
    [
        ("As a result, caseloads are too high in the teams.", False),
        ("Leaders are aware of this rise in caseloads in teams.", False),
        ("The impact of these caseloads is that visits are late.", False),
        ("All of them carry caseloads that are too high.", False),
        ("As caseloads result in late visits, leaders are worried.", True),
        ("Caseloads this year are too high in the teams.", True),
        ("In this authority, caseloads are too high in the teams.", True),
        ("This year caseloads are too high in all of the teams.", True),
        ("Children's records do not show this caseload in full.", False),
        ("For example, caseloads are too high in the teams.", False),
    ],
)
def test_a_sentence_that_points_back_comes_after_one_that_stands_alone(text: str, *, stands_alone: bool) -> None:
    pointing, plain = finding(text, C), finding("Caseloads are too high in most of the teams.", C)
    assert (shown([pointing, plain], (C,))[0] == text) == stands_alone
