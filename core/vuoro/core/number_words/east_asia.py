"""Numbers in words: Vietnamese, Chinese and Thai, whose ones change after tens and hundreds."""

from vuoro.core.number_words.composing import words

_VI = words("không một hai ba bốn năm sáu bảy tám chín")
_ZH = tuple("零一二三四五六七八九")
_TH = words("ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า")


def vietnamese(number: int) -> str:
    """The words for 0 to 999."""
    hundreds, tens, ones = _places(number)
    parts = [f"{_VI[hundreds]} trăm"] if hundreds else []
    if tens:
        parts.append("mười" if tens == 1 else f"{_VI[tens]} mươi")
    elif hundreds and ones:
        parts.append("lẻ")
    if ones == 5 and tens:
        parts.append("lăm")
    elif tens > 1 and ones in (1, 4):
        parts.append({1: "mốt", 4: "tư"}[ones])
    elif ones or not number:
        parts.append(_VI[ones])
    return " ".join(parts)


def chinese(number: int) -> str:
    """The words for 0 to 999, in characters."""
    hundreds, tens, ones = _places(number)
    said = f"{_ZH[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{_ZH[tens]}十"
    elif hundreds and ones:
        said += _ZH[0]
    return said + (_ZH[ones] if ones or not number else "")


def thai(number: int) -> str:
    """The words for 0 to 999, without spaces as Thai is written."""
    hundreds, tens, ones = _places(number)
    said = f"{_TH[hundreds]}ร้อย" if hundreds else ""
    if tens:
        said += {1: "", 2: "ยี่"}.get(tens, _TH[tens]) + "สิบ"
    if ones == 1 and number > 9:
        return said + "เอ็ด"
    return said + (_TH[ones] if ones or not number else "")


def _places(number: int) -> tuple[int, int, int]:
    return number // 100, number // 10 % 10, number % 10
