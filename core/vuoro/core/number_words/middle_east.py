"""Numbers in words: Arabic, Persian, Sorani and Somali."""

from vuoro.core.number_words.composing import Numerals, words

ARABIC = Numerals(
    small=words(
        "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة أحد~عشر اثنا~عشر ثلاثة~عشر "
        "أربعة~عشر خمسة~عشر ستة~عشر سبعة~عشر ثمانية~عشر تسعة~عشر"
    ),
    tens=words("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون"),
    hundreds=words("مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة"),
    after_tens=" و",
    after_hundreds=" و",
    ones_first=True,
)

PERSIAN = Numerals(
    small=words(
        "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده "
        "هجده نوزده"
    ),
    tens=words("بیست سی چهل پنجاه شصت هفتاد هشتاد نود"),
    hundreds=words("صد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد"),
    after_tens=" و ",
    after_hundreds=" و ",
)

SORANI = Numerals(
    small=words(
        "سفر یەک دوو سێ چوار پێنج شەش حەوت هەشت نۆ دە یازدە دوازدە سێزدە چواردە پازدە شازدە حەڤدە "
        "هەژدە نۆزدە"
    ),
    tens=words("بیست سی چل پەنجا شەست حەفتا هەشتا نەوەد"),
    hundreds=words("سەد دووسەد سێسەد چوارسەد پێنجسەد شەشسەد حەوتسەد هەشتسەد نۆسەد"),
    after_tens=" و ",
    after_hundreds=" و ",
)

_SO = words("eber kow laba saddex afar shan lix toddoba siddeed sagaal")

SOMALI = Numerals(
    small=(*_SO, "toban", *(f"{one} iyo toban" for one in _SO[1:])),
    tens=words("labaatan soddon afartan konton lixdan toddobaatan siddeetan sagaashan"),
    hundreds=("boqol", *(f"{many} boqol" for many in _SO[2:])),
    after_tens=" iyo ",
    after_hundreds=" iyo ",
    ones_first=True,
)
