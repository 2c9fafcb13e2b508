"""Four words by which two people see that they mean the same key (offline_sync §3.16).

The device shows them, and so does the backend; 32 bits are enough for a code that lives for ten
minutes. No two of the words differ by one letter only.
"""

import hashlib

_TEXT = """
aalto aasi ahven airo akku ananas angervo ankka apila arina askel atlas aurinko avain banaani
biisoni bussi delfiini elokuu emali etana etappi fagotti filmi forelli galleria gaselli gorilla
haapa haarukka haiku halko hamsteri hanhi harppu hattu hauki haukka helmi herne hevonen hiekka
hillo hirvi hopea huhta huilu hylje ilta ilves jakkara jalava joki joulu jousi joutsen juna
juusto kaali kaarna kahvi kaivo kajava kaktus kala kallio kameli kamera kanerva kanto karhu
kartta kataja kaura kello kerho ketju kieli kirahvi kirjo kirsikka kitara kivi koivu kolibri
kompassi kookos korento kori korppi koskelo kotka kruunu kuikka kulta kurki kuunari kuusi laakso
laatta lahti laituri lakka lampi leijona lemmikki liekki lilja linna lintu lohi lokki lounas
luisti lumi lumikko luola maaliskuu maito majakka makasiini malli mango mansikka marja marmori
meduusa melodia meri merihevo metso minttu moottori muki mulperi museo mustikka myrsky naava
nauha nauris neula niitty nokka nokkonen norppa numero nuotio ohdake oksa olki omena opas orava
oregano orkidea paarma paju pallo palmu pantteri paprika papukaija parvi patja peippo pelto
perhonen peruna peura pihka pihlaja piiri pilvi pingviini pipo pippuri pistaasi porkkana poro
portti posti puolukka pyramidi raita rakuuna rannikko rapu rastas retki rinne roihu rubiini ruis
rumpu runo ruori ruusu saari safiiri salama sampo saniainen sarka seepra seitti sieni siili
simpukka sinappi sipuli sormus suklaa suksi sulka sumu syksy taimi talvi tanssi tarha tasku
tatti teltta tiikeri tiimalasi tilhi timantti tomaatti torni trumpetti tuisku tulppaani tuoli
turska tyyny uistin ukkonen unikko vaahtera vaaka vadelma valas vanilja varpu vasara vati vene
vesi viikuna viila violetti virta viulu voikukka yrtti
"""
WORDS = tuple(_TEXT.split())
"""256 short Finnish words without umlauts; their order is part of the fingerprint."""


def fingerprint(public_key: bytes) -> tuple[str, str, str, str]:
    """One word for each of the first four bytes of SHA-256(public key)."""
    first, second, third, fourth = hashlib.sha256(public_key).digest()[:4]
    return WORDS[first], WORDS[second], WORDS[third], WORDS[fourth]
