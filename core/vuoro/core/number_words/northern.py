"""Numbers in words: Finnish, Swedish, English."""

_FI = (
    "nolla",
    "yksi",
    "kaksi",
    "kolme",
    "neljä",
    "viisi",
    "kuusi",
    "seitsemän",
    "kahdeksan",
    "yhdeksän",
)
_SV = (
    *("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio"),
    *(
        "tio",
        "elva",
        "tolv",
        "tretton",
        "fjorton",
        "femton",
        "sexton",
        "sjutton",
        "arton",
        "nitton",
    ),
)
_SV_TENS = ("tjugo", "trettio", "fyrtio", "femtio", "sextio", "sjuttio", "åttio", "nittio")
_EN = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def finnish(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _finnish_below_hundred(rest)
    head = "sata" if hundreds == 1 else f"{_FI[hundreds]}sataa"
    return head + (_finnish_below_hundred(rest) if rest else "")


def _finnish_below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _FI[ones]
    if tens == 1:
        return f"{_FI[ones]}toista" if ones else "kymmenen"
    return f"{_FI[tens]}kymmentä" + (_FI[ones] if ones else "")


def swedish(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _swedish_below_hundred(rest)
    head = "hundra" if hundreds == 1 else f"{_SV[hundreds]}hundra"
    return head + (_swedish_below_hundred(rest) if rest else "")


def _swedish_below_hundred(number: int) -> str:
    if number < 20:
        return _SV[number]
    tens, ones = divmod(number, 10)
    return _SV_TENS[tens - 2] + (_SV[ones] if ones else "")


def english(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _english_below_hundred(rest)
    head = f"{_EN[hundreds]} hundred"
    return f"{head} and {_english_below_hundred(rest)}" if rest else head


def _english_below_hundred(number: int) -> str:
    if number < 20:
        return _EN[number]
    tens, ones = divmod(number, 10)
    return _EN_TENS[tens - 2] + (f"-{_EN[ones]}" if ones else "")
