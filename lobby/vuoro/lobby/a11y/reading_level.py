"""How hard a Finnish text is to read: what an easy Finnish (selkokieli) text must not have.

After Selkokeskus: *Helpot kielen rakenteet* (selkokeskus.fi, Näin kirjoitat selkokieltä: favour the
active voice, common cases, short sentences with one matter; avoid participle and infinitive
structures) and the *Selkokielen mittari 2.0* (2022). Those are judged by people and give no
figures; the limits here are ours, and a text that keeps them may still be hard. LIX is Björnsson's
(*Läsbarhet*, 1968): 25 very easy, 60 very hard in Swedish; Finnish, whose words are longer, comes
out higher, so it is only compared with the Finnish original.
"""

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

LONGEST_SENTENCE = 10
"""Words."""
LONGEST_WORD = 14
"""Letters."""
_KNOWN_LONG = ("henkilötunnu",)
"""Beginnings of long words that everybody knows and that have no other name."""
MOST_COMMAS = 1
"""In a sentence: one subordinate clause."""
_LONG_IN_LIX = 6

_STAFF = ("staff.", "device.", "pin.", "trial.", "weekday.", "month.")

_SENTENCE = re.compile(r"[^.!?:…]+")
_WORD = re.compile(r"[{\w][\w}'-]*")
_V = "[aeiouyäö]"


class Rule(enum.StrEnum):
    """What makes a text hard."""

    SENTENCE = "long sentence"
    WORD = "long word"
    CLAUSES = "several clauses"
    PASSIVE = "passive"
    STRUCTURE = "participle or infinitive structure"
    CASE = "rare case"
    ABBREVIATION = "abbreviation"
    OFFICIAL = "word of officials"


@dataclass(frozen=True, slots=True)
class Hard:
    """One thing that makes a text hard; ``what`` is the word or the sentence."""

    rule: Rule
    key: str
    what: str


_FORMS: tuple[tuple[Rule, re.Pattern[str]], ...] = (
    # sanotaan, tehdään, pestään, tullaan, mennään; sanottiin, tehtiin
    (Rule.PASSIVE, re.compile(rf"\w*({_V}[td]|hd|st|[eouy]ll|nn|rr)(aan|ään)|\w+({_V}t?|h)tiin")),
    # sanottu, perutut, tehty, siirretyn
    (Rule.PASSIVE, re.compile(r"\w{2,}[^n\W](tu|ty)[nt]?")),
    # painettava, tehtävä as must be done
    (Rule.STRUCTURE, re.compile(rf"\w+{_V}(ttava|ttävä)(a|ä|n|ksi)?")),
    # tultuasi, tullessasi, odottaessasi
    (Rule.STRUCTURE, re.compile(r"\w+t(ua|yä)(ni|si|an|än|mme|nne)")),
    (Rule.STRUCTURE, re.compile(r"\w+([aäeio]ess|dess|lless|nness|rress)[aä](ni|si|an|än|mme)")),
    # painamalla, koskematta
    (Rule.STRUCTURE, re.compile(rf"\w+{_V}(malla|mällä|matta|mättä)")),
    # tulevansa, olevan
    (Rule.STRUCTURE, re.compile(rf"\w+{_V}v(ansa|änsä|ani|asi|äsi)")),
    # liitteineen
    (Rule.CASE, re.compile(r"\w+ine(en|ni|si|nsa|nsä|mme|nne)")),
)
_NO_SUCH_FORM = frozenset((
    *("ainoastaan", "itsestään", "oikeastaan", "uudestaan", "vastaan", "ketään", "mitään"),
    *("samalla", "kädessäsi", "juttu", "tuttu", "katu"),
))  # fmt: skip
"""Words that only look so."""

_NEGATED = re.compile(r"(e[nti]|emme|ette|eivät) (\w+ )?\w+(et[aä]|aada|ida)\b")
"""*Ei jaeta*, *ei enää tallenneta*."""
_ABBREVIATIONS = frozenset(["klo", "esim", "ym", "yms", "nro", "puh", "ks", "tms"])
_OFFICIAL = re.compile(
    "mikäli|koskien|kyseinen|suorit(a|taa|at|amme)|toimenpi(de|teet)|asioi(nti|da|t)|ellei(t|vät)?|"
    "täten|taho|menettely|liittyen|sekä|edellyttää|voimassaolo"
)


def hard(texts: Mapping[str, str]) -> Iterator[Hard]:
    """What makes texts hard, key by key."""
    for key, text in texts.items():
        for sentence in sentences(text):
            yield from _sentence(key, sentence)


def of_visitors(texts: Mapping[str, str]) -> dict[str, str]:
    """Those that visitors read or hear: without the staff menu, the test page and names."""
    return {key: text for key, text in texts.items() if not key.startswith(_STAFF)}


def sentences(text: str) -> list[str]:
    """Its sentences, without their ends. A colon ends one, too: a list is read item by item."""
    joined = re.sub(r"(?<=\d)[.:](?=\d)|(?<=})[.:](?={)", "", text.replace("\u00a0", " "))
    found = (each.strip(' –"”') for each in _SENTENCE.findall(joined))
    return [each for each in found if words(each)]


def words(sentence: str) -> list[str]:
    """Its words; what is filled in counts as one."""
    return [each for each in _WORD.findall(sentence) if any(map(str.isalnum, each))]


def lix(texts: Iterable[str]) -> float:
    """Words in a sentence, plus the percentage of words with more than six letters."""
    spoken = [sentence for text in texts for sentence in sentences(text)]
    every = [word for sentence in spoken for word in words(sentence) if "{" not in word]
    if not every:
        return 0.0
    long = sum(len(word) > _LONG_IN_LIX for word in every)
    return len(every) / len(spoken) + 100 * long / len(every)


def _sentence(key: str, sentence: str) -> Iterator[Hard]:
    found = words(sentence)
    if len(found) > LONGEST_SENTENCE:
        yield Hard(Rule.SENTENCE, key, sentence)
    if sentence.count(",") > MOST_COMMAS:
        yield Hard(Rule.CLAUSES, key, sentence)
    if negated := _NEGATED.search(sentence.lower()):
        yield Hard(Rule.PASSIVE, key, negated.group())
    for word in found:
        yield from (Hard(rule, key, word) for rule in _word(word.lower()))


def _word(word: str) -> Iterator[Rule]:
    if len(word) > LONGEST_WORD and not word.startswith(("{", *_KNOWN_LONG)):
        yield Rule.WORD
    if word in _ABBREVIATIONS:
        yield Rule.ABBREVIATION
    if _OFFICIAL.fullmatch(word):
        yield Rule.OFFICIAL
    if word not in _NO_SUCH_FORM:
        yield from dict.fromkeys(rule for rule, form in _FORMS if form.fullmatch(word))
