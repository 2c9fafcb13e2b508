"""Numbers in words: the languages of Europe."""

from vuoro.core.number_words.composing import Numerals, words

_FI = words("nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän")
_FI_MANY = _FI[2:]

FINNISH = Numerals(
    small=(*_FI, "kymmenen", *(f"{one}toista" for one in _FI[1:])),
    tens=tuple(f"{many}kymmentä" for many in _FI_MANY),
    hundreds=("sata", *(f"{many}sataa" for many in _FI_MANY)),
    after_tens="",
    after_hundreds="",
)

_SV = words("noll ett två tre fyra fem sex sju åtta nio tio elva tolv")

SWEDISH = Numerals(
    small=_SV + words("tretton fjorton femton sexton sjutton arton nitton"),
    tens=words("tjugo trettio fyrtio femtio sextio sjuttio åttio nittio"),
    hundreds=("hundra", *(f"{many}hundra" for many in _SV[2:10])),
    after_tens="",
    after_hundreds="",
)

_EN = words("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen")

ENGLISH = Numerals(
    small=_EN + words("fifteen sixteen seventeen eighteen nineteen"),
    tens=words("twenty thirty forty fifty sixty seventy eighty ninety"),
    hundreds=tuple(f"{many} hundred" for many in _EN[1:10]),
    after_tens="-",
    after_hundreds=" and ",
)

_ET = words("null üks kaks kolm neli viis kuus seitse kaheksa üheksa")

ESTONIAN = Numerals(
    small=(*_ET, "kümme", *(f"{one}teist" for one in _ET[1:])),
    tens=tuple(f"{many}kümmend" for many in _ET[2:]),
    hundreds=("sada", *(f"{many}sada" for many in _ET[2:])),
)

_SE = words("nolla okta guokte golbma njeallje vihtta guhtta čieža gávcci ovcci")

NORTHERN_SAMI = Numerals(
    small=(*_SE, "logi", *(f"{one}nuppelohkái" for one in _SE[1:])),
    tens=tuple(f"{many}logi" for many in _SE[2:]),
    hundreds=("čuođi", *(f"{many}čuođi" for many in _SE[2:])),
    after_tens="",
    after_hundreds="",
)

RUSSIAN = Numerals(
    small=words(
        "ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
        "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
    ),
    tens=words("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"),
    hundreds=words("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"),
)

UKRAINIAN = Numerals(
    small=words(
        "нуль один два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять "
        "тринадцять чотирнадцять п’ятнадцять шістнадцять сімнадцять вісімнадцять дев’ятнадцять"
    ),
    tens=words("двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто"),
    hundreds=words("сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот"),
)
