"""The plural rules of fifteen languages, beside those of CLDR."""

import pytest
from babel import Locale

from vuoro.core.languages import ENDONYMS
from vuoro.core.plural_forms import PLURAL_FORMS, plural_forms

IN_ORDER = ("zero", "one", "two", "few", "many", "other")


def test_every_language_has_a_rule() -> None:
    assert PLURAL_FORMS.keys() == ENDONYMS.keys()


@pytest.mark.parametrize("language", ENDONYMS)
def test_every_number_gets_the_form_that_cldr_gives_it(language: str) -> None:
    """A form for each category that whole numbers have, in CLDR's order."""
    forms = plural_forms(PLURAL_FORMS[language])
    category = Locale(language.partition("-")[0]).plural_form
    numbers = range(1001)
    used = {category(number) for number in numbers}
    categories = [each for each in IN_ORDER if each in used]

    assert forms.count == len(categories)
    assert [categories[forms.form(number)] for number in numbers] == list(map(category, numbers))


@pytest.mark.parametrize(
    ("language", "alone"),
    [("fi", {0}), ("ru", set()), ("ar", {0, 1, 2}), ("fa", set()), ("se", {0, 1}), ("th", set())],
)
def test_some_forms_stand_for_one_number_alone(language: str, alone: set[int]) -> None:
    forms = plural_forms(PLURAL_FORMS[language])

    assert {form for form in range(forms.count) if forms.single(form)} == alone


@pytest.mark.parametrize("field", ["", "plural=0;", "nplurals=2;", "nplurals=2; plural=x+1;"])
def test_a_rule_that_can_not_be_read_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=r"plural|Plural|token"):
        plural_forms(field)
