"""How days and times of day are written in every language of clients.

Names are those of CLDR (stand-alone weekdays, months as in a date); the order and the marks are
CLDR's long formats with the year of Finland and 24 hours. Finnish and the Swedish of Finland write
23.11.2026 and 9.30 (Kielitoimiston ohjepankki; Språkrådet at Kotus), and so do Estonian, Russian,
Ukrainian and Northern Sámi in figures: no month has to be put into a case.
"""

# ruff: noqa: RUF001 (Cyrillic letters that look like Latin ones are meant)

from collections.abc import Mapping
from dataclasses import dataclass

_DOTS = "{d}.{m}.{y}"
_SHORT_DOTS = "{d}.{m}."


@dataclass(frozen=True, slots=True)
class DateWords:
    """Weekdays from Monday. Templates take ``d``, ``m``, ``y``, ``month``, ``weekday``.

    ``clock`` takes the hour ``h`` and the minute ``n``, ``before`` stands before a time by itself
    and ``joined`` between a day and a time.
    """

    weekdays: tuple[str, ...]
    abbreviated: tuple[str, ...]
    clock: str
    before: str
    joined: str
    day: str = "{weekday} " + _DOTS
    short_day: str = _SHORT_DOTS
    months: tuple[str, ...] = ()


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


_FINNISH = DateWords(
    _split("maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai"),
    _split("ma|ti|ke|to|pe|la|su"),
    "{h}.{n:02}",
    "klo ",
    " klo ",
)

DATE_WORDS: Mapping[str, DateWords] = {
    "fi": _FINNISH,
    "fi-simple": DateWords(
        _FINNISH.weekdays, _FINNISH.abbreviated, _FINNISH.clock, "kello ", " kello "
    ),
    "sv": DateWords(
        _split("måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag"),
        _split("må|ti|on|to|fr|lö|sö"),
        "{h}.{n:02}",
        "kl. ",
        " kl. ",
    ),
    "en": DateWords(
        _split("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
        _split("Mon|Tue|Wed|Thu|Fri|Sat|Sun"),
        "{h}:{n:02}",
        "",
        " at ",
        "{weekday} {d} {month} {y}",
        "{d} {month}",
        _split(
            "January|February|March|April|May|June|July|August|September|October|November|December"
        ),
    ),
    "ru": DateWords(
        _split("понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"),
        _split("пн|вт|ср|чт|пт|сб|вс"),
        "{h:02}:{n:02}",
        "",
        " в ",
        "{weekday}, " + _DOTS,
    ),
    "uk": DateWords(
        _split("понеділок|вівторок|середа|четвер|пʼятниця|субота|неділя"),
        _split("пн|вт|ср|чт|пт|сб|нд"),
        "{h:02}:{n:02}",
        "",
        " о ",
        "{weekday}, " + _DOTS,
    ),
    "et": DateWords(
        _split("esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev"),
        _split("E|T|K|N|R|L|P"),
        "{h:02}:{n:02}",
        "kell ",
        " kell ",
        "{weekday}, " + _DOTS,
    ),
    "ar": DateWords(
        _split("الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"),
        _split("الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"),
        "{h:02}:{n:02}",
        "الساعة ",
        " الساعة ",
        "{weekday}، {d} {month} {y}",
        "{d} {month}",
        _split(
            "يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
        ),
    ),
    "so": DateWords(
        _split("Isniin|Talaado|Arbaco|Khamiis|Jimco|Sabti|Axad"),
        _split("Isn|Tldo|Arbc|Khms|Jmc|Sbti|Axd"),
        "{h:02}:{n:02}",
        "saacadda ",
        " saacadda ",
        "{weekday}, {month} {d}, {y}",
        "{month} {d}",
        _split(
            "Janaayo|Febraayo|Maarso|Abriil|Maayo|Juun|"
            "Luulyo|Agosto|Sebtembar|Oktoobar|Noofeembar|Diseembar"
        ),
    ),
    "fa": DateWords(
        _split("دوشنبه|سه‌شنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه"),
        _split("دوشنبه|سه‌شنبه|چهارشنبه|پنجشنبه|جمعه|شنبه|یکشنبه"),
        "{h}:{n:02}",
        "ساعت ",
        "، ساعت ",
        "{weekday} {d} {month} {y}",
        "{d} {month}",
        _split(
            "ژانویهٔ|فوریهٔ|مارس|آوریل|مهٔ|ژوئن|ژوئیهٔ|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
        ),
    ),
    "ckb": DateWords(
        _split("دووشەممە|سێشەممە|چوارشەممە|پێنجشەممە|ھەینی|شەممە|یەکشەممە"),
        _split("دووشەممە|سێشەممە|چوارشەممە|پێنجشەممە|ھەینی|شەممە|یەکشەممە"),
        "{h:02}:{n:02}",
        "کاتژمێر ",
        " کاتژمێر ",
        "{weekday} {d}ی {month}ی {y}",
        "{d}ی {month}",
        _split(
            "کانوونی دووەم|شوبات|ئازار|نیسان|ئایار|حوزەیران|"
            "تەمووز|ئاب|ئەیلوول|تشرینی یەکەم|تشرینی دووەم|کانونی یەکەم"
        ),
    ),
    "vi": DateWords(
        _split("Thứ Hai|Thứ Ba|Thứ Tư|Thứ Năm|Thứ Sáu|Thứ Bảy|Chủ Nhật"),
        _split("Th 2|Th 3|Th 4|Th 5|Th 6|Th 7|CN"),
        "{h}:{n:02}",
        "lúc ",
        " lúc ",
        "{weekday}, {d} tháng {m}, {y}",
        "{d} tháng {m}",
    ),
    "zh": DateWords(
        _split("星期一|星期二|星期三|星期四|星期五|星期六|星期日"),
        _split("周一|周二|周三|周四|周五|周六|周日"),
        "{h:02}:{n:02}",
        "",
        " ",
        "{y}年{m}月{d}日{weekday}",
        "{m}月{d}日",
    ),
    "th": DateWords(
        _split("วันจันทร์|วันอังคาร|วันพุธ|วันพฤหัสบดี|วันศุกร์|วันเสาร์|วันอาทิตย์"),
        _split("จ.|อ.|พ.|พฤ.|ศ.|ส.|อา."),
        "{h:02}:{n:02}",
        "เวลา ",
        " เวลา ",
        "{weekday}ที่ {d} {month} ค.ศ. {y}",
        "{d} {month}",
        _split(
            "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
        ),
    ),
    "se": DateWords(
        _split("mánnodat|disdat|gaskavahkku|duorastat|bearjadat|lávvordat|sotnabeaivi"),
        _split("má|di|ga|du|be|lá|so"),
        "{h}.{n:02}",
        "dmu ",
        " dmu ",
    ),
}
