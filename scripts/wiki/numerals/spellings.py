"""Units and magnitudes as texts of Latin, Cyrillic and Arabic script print them: English, Russian, Uzbek, Persian, Pashto."""

from __future__ import annotations

MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "thousands": 1000, "thous.": 1000, "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "million": 10**6,
    "millions": 10**6, "mln": 10**6, "mn": 10**6, "crore": 10**7, "crores": 10**7, "billion": 10**9, "billions": 10**9, "bln": 10**9,
    "bn": 10**9, "milliard": 10**9, "mlrd": 10**9, "trillion": 10**12, "trillions": 10**12, "trln": 10**12, "trn": 10**12,
    "dozen": 12,
}  # fmt: skip
OTHER_MAGNITUDES = (
    (1000, r"ming(?:ga|dan|ta|lik|tadan)?(?![A-Za-z])"),
    (1000, r"тыс\.?|тысяч\w{0,3}|минг(?:та|дан|га|лик|тадан)?|ҳазор"),
    (10**6, r"млн\.?|миллион\w{0,5}"),
    (10**9, r"млрд\.?|миллиард\w{0,5}|миллярд\w{0,5}"),
    (10**12, r"трлн\.?|триллион\w{0,5}"),
    (10, r"десят(?:ок|ков|ка)"), (100, r"сот(?:ен|ни)"),
    (1000, r"هزار(?:ها|ان|ی)?|زره|زرو|زر"), (10**5, r"لک"),
    (10**6, r"میلیون(?:ها|ی|ه|و)?|ملیون(?:ها|ی|ه|و)?"), (10**9, r"میلیارد(?:ها|ی|ه|و)?|ملیارد(?:ها|ی|ه|و)?"),
    (10**12, r"تریلیون(?:ها|ی)?|بیلیون(?:ها|ی)?"), (100, r"صد(?=\s(?:هزار|میلیون|ملیون))"),
)  # fmt: skip
"""Magnitudes that depend on the case or the script; the first letter tells which are looked for."""
UNKNOWN_MAGNITUDES = (
    r"[\s-]{0,3}(?:(?:quadr|quint|sext|sept|oct)illions?|(?:hundred|thousand|million|billion|ten)ths?(?![A-Za-z])|per\s+mille?(?![A-Za-z])"
    r"|[‰‱]|квадриллион|квинтиллион|тысячн|сотых|десятых|промилле|کرور)|(?:k|K|M|B|T|bn|tn|mm|MM)(?![\w²³^/])"
)
"""Behind a number these change it, and what it comes to is not known."""

# sign or code that stands before a number → currency
SIGNS = {
    "US $": "USD", "US$": "USD", "USD": "USD", "$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "€": "EUR", "EUR": "EUR",
    "£": "GBP", "GBP": "GBP", "₽": "RUB", "RUB": "RUB", "¥": "CNY", "CNY": "CNY", "CHF": "CHF", "₹": "INR", "INR": "INR", "₸": "KZT",
    "KZT": "KZT", "UZS": "UZS", "TJS": "TJS", "AFN": "AFN", "Afs": "AFN", "؋": "AFN", "PKR": "PKR", "KGS": "KGS", "TMT": "TMT",
    "TRY": "TRY", "₺": "TRY", "IRR": "IRR", "AED": "AED", "SAR": "SAR", "₨": "PKR",
}  # fmt: skip

# what stands behind a number → unit; patterns are tried longest first, so that `m3` is no `m` with a footnote
LATIN = {
    "USD": r"(?:US|U\.S\.|American|AQSh)\s+[Dd]ollar(?:s|i|ga)?|[Dd]ollar(?:s|i|ga)?|USD|US\s?\$|\$|DOLLARS?",
    "CAD": r"Canadian\s+dollars?|CAD",
    "AUD": r"Australian\s+dollars?|AUD",
    "EUR": r"[Ee]uros?|yevro|EUR|€",
    "GBP": r"pounds\s+sterling|British\s+pounds|GBP|£",
    "RUB": r"(?:[A-Z][a-z]+\s+)?ro?ubles?|RUB|₽|rubl",
    "CNY": r"(?:[A-Z][a-z]+\s+)?yuan|CNY|RMB",
    "KZT": r"(?:[A-Z][a-z]+\s+)?tenge|KZT|₸",
    "UZS": r"(?:[A-Z][a-z]+\s+)?(?:soums?|sums)|so[ʻʼ‘’'`]m|UZS",
    "AFN": r"[Aa]fghanis|AFN|؋",
    "TJS": r"somonis?|TJS",
    "PKR": r"(?:[A-Z][a-z]+\s+)?rupees|PKR",
    "CHF": r"Swiss\s+francs?|CHF",
    "INR": r"INR|₹",
    "KGS": r"KGS",
    "TMT": r"manats?|TMT",
    "TRY": r"Turkish\s+liras?|TRY|₺",
    "IRR": r"rials?|IRR",
    "AED": r"dirhams?|AED",
    "SAR": r"SAR",
    "cents": r"(?:US\s+)?cents?",
    "km2": r"[Ss]q(?:uare|\.)?[\s-]*(?:[Kk][Mm]s?|kilomet(?:er|re)s?)|[Kk][Mm](?:2|²|\^2)|kvadrat\s+kilometr",
    "km/h": r"[Kk]m/h(?:r|our)?|kph|kmph|kilomet(?:er|re)s?\s+(?:per|an)\s+hour",
    "km": r"[Kk][Mm]|[Kk]ms|[Kk]ilomet(?:er|re)s?|kilometr(?:ga|dan|lik)?",
    "m2": r"sq(?:uare|\.)?[\s-]*(?:m|met(?:er|re)s?)|m(?:2|²|\^2)|kvadrat\s+metr",
    "m3/s": r"m(?:3|³|\^3)(?:/s(?:ec)?|\s+per\s+second)|cumecs?|cubic\s+met(?:er|re)s?\s+(?:per|a)\s+second|cu\.?\s?m(?:/s|\s+per\s+second)",
    "m3": r"cubic\s+met(?:er|re)s?|cu\.?\s?m|m3|m³|m\^3|kub(?:ometr|\s+metr)",
    "km3": r"cubic\s+(?:kilomet(?:er|re)s?|km)|cu\.?\s?km|km3|km³|km\^3",
    "m/s": r"m/s|met(?:er|re)s?\s+per\s+second",
    "m": r"met(?:er|re)s?|m|metr",
    "cm": r"cm|centimet(?:er|re)s?",
    "mm": r"mm|millimet(?:er|re)s?",
    "mi": r"miles?",
    "ha": r"ha|hectares?|gektar",
    "t": r"(?:metric\s+)?(?:tons?|tonnes?)|t|tonna(?:ga|dan|lik)?|TONS|TONNES",
    "kg": r"kg|kilograms?|kilogrammes?|kilos?|kilogramm",
    "l": r"lit(?:er|re)s?|litr",
    "barrels": r"barrels?",
    "kV": r"k[Vv]|KV|kilovolts?",
    "kWh": r"[kK]W[hH]|kW[\s·⋅*.-]h|kilowatt[\s-]?hours?",
    "MWh": r"M[Ww]h|MW[\s·⋅*.-]h|megawatt[\s-]?hours?",
    "GWh": r"G[Ww]h|GW[\s·⋅*.-]h|gigawatt[\s-]?hours?",
    "TWh": r"T[Ww]h|TW[\s·⋅*.-]h|terawatt[\s-]?hours?",
    "kW": r"[kK]W|kilowatts?|kilovatt",
    "MW": r"MW|megawatts?|megavatt",
    "GW": r"GW|gigawatts?|gigavatt",
    "Gbit/s": r"Gbit/s|Gbps|Gb/s|gigabits?\s+per\s+second",
    "Mbit/s": r"Mbit/s|Mbps|Mb/s|megabits?\s+per\s+second",
    "pp": r"percentage\s+points?|pct\.?\s?pt\.?|p\.p\.",
    "%": r"%|[Pp]ercent|[Pp]er[\s-]cent|pct|foiz(?:ga|dan|i|ni|lik)?|PER\s?CENT",
    "times": r"times|fold",
    "years": r"years?",
    "months": r"months?",
    "weeks": r"weeks?",
    "days": r"days?",
    "hours": r"hours?",
    "minutes": r"minutes?",
}
# a magnitude and a unit in one
JOINED = {
    "[Bb][Cc][Mm]a?": (10**9, "m3"), "[Mm][Cc][Mm]": (10**6, "m3"), "kt": (1000, "t"), "Mt": (10**6, "t"), "Gt": (10**9, "t"),
    "Mm(?:3|³)": (10**6, "m3"), "Bm(?:3|³)": (10**9, "m3"),
}  # fmt: skip

_KM, _M = r"(?:км|километр\w*)", r"(?:м|метр\w*)"
_RIVER = r"(?:/с(?:ек)?\.?|\s+в\s+сек\w*)"
# tried in this order
CYRILLIC = (
    ("km2", rf"кв(?:адрат\w*)?\.?\s?{_KM}|км(?:2|²|\^2)"), ("m3/s", rf"(?:куб(?:ич\w*)?\.?\s?{_M}|м(?:3|³|\^3)){_RIVER}"),
    ("km3", rf"куб(?:ич\w*)?\.?\s?{_KM}|км(?:3|³|\^3)"), ("m2", rf"кв(?:адрат\w*)?\.?\s?{_M}|м(?:2|²|\^2)"),
    ("m3", rf"куб(?:ич\w*)?\.?\s?{_M}|м(?:3|³|\^3)|кубометр\w*|куб(?:ов|а)"), ("km/h", rf"{_KM}(?:/ч|\s+в\s+час)"), ("km", _KM),
    ("m/s", rf"{_M}{_RIVER}"), ("m", _M), ("cm", r"см|сантиметр\w*"), ("mm", r"мм|миллиметр\w*"), ("ha", r"га|гектар\w*"),
    ("t", r"т|тонн\w*"), ("kg", r"кг|килограмм\w*|кило"), ("l", r"литр\w*|л"), ("barrels", r"баррел\w*"), ("kV", r"кВ|киловольт\w*"),
    ("kWh", r"кВт[\s·⋅*.-]?ч(?:ас\w*)?|киловатт[\s-]?час\w*"), ("MWh", r"МВт[\s·⋅*.-]?ч(?:ас\w*)?|мегаватт[\s-]?час\w*"),
    ("GWh", r"ГВт[\s·⋅*.-]?ч(?:ас\w*)?|гигаватт[\s-]?час\w*"), ("TWh", r"ТВт[\s·⋅*.-]?ч(?:ас\w*)?|тераватт[\s-]?час\w*"),
    ("kW", r"кВт|киловатт\w*"), ("MW", r"МВт|мегаватт\w*"), ("GW", r"ГВт|гигаватт\w*"), ("pp", r"процентн\w+\s+пункт\w*|п\.\s?п\."),
    ("%", r"процент\w*|фоиз\w*|проц\.|фоиз"), ("USD", r"(?:АҚШ\s+)?(?:долл\.|доллар\w*)(?:\s+США)?"), ("EUR", r"евро"),
    ("RUB", r"(?:российск\w+\s+)?(?:руб\.?|рубл\w+)"), ("TJS", r"сомони"), ("UZS", r"сум(?:а|ов|ы|у|ам|ах)?|сўм\w*"), ("KZT", r"тенге"),
    ("AFN", r"афгани"), ("KGS", r"сом(?:а|ов|ы|у)?"), ("PKR", r"(?:пакистанск\w+\s+)?рупи\w+"), ("CNY", r"юан\w+"), ("IRR", r"риал\w*"),
    ("cents", r"цент(?:а|ов|ы)?"), ("times", r"раза?"), ("years", r"лет|года?"), ("months", r"месяц\w*"), ("weeks", r"недел\w+"),
    ("days", r"дн(?:я|ей|и)|день|сут(?:ок|ки)"), ("hours", r"час(?:а|ов)?"), ("minutes", r"минут\w*"),
)  # fmt: skip
_OF_AMERICA = r"(?:\s?(?:آمریکایی|امریکایی|آمریکا|امریکا|امریکایی))?"
ARABIC = (
    ("km2", r"کیلو\s?متر\s?مربع"), ("km3", r"کیلو\s?متر\s?مکعب"), ("m2", r"متر\s?مربع"), ("m3/s", r"متر\s?مکعب\s?(?:در|بر)\s?ثانیه"),
    ("m3", r"متر\s?مکعب"), ("km/h", r"کیلو\s?متر\s?(?:در|بر)\s?ساعت"), ("km", r"کیلو\s?متر(?:ه|ی|و)?"), ("m", r"متر(?:ه|ی|و)?"),
    ("ha", r"هکتار(?:ه|ی)?"), ("t", r"تن|ټن(?:ه|و)?"), ("kg", r"کیلو\s?(?:گرام|گرم)(?:ه|ی)?|کیلو"), ("l", r"لیتر(?:ه)?"),
    ("barrels", r"بشکه|بیرل"), ("kWh", r"کیلو\s?وات\s?ساعت"), ("MWh", r"[مم]ی?گ[اه]\s?وات\s?ساعت"), ("GWh", r"گ[یي]گا\s?وات\s?ساعت"),
    ("kW", r"کیلو\s?وا[تټ]"), ("MW", r"می?گا\s?وا[تټ](?:ه|ی)?"), ("GW", r"گیگا\s?وا[تټ]"), ("kV", r"کیلو\s?ول[تټ]"),
    ("pp", r"واحد\s?درصد"), ("%", r"٪|درصد|فیصد(?:ی)?|فی\s?صد|سلنه|سلنې"), ("USD", rf"(?:دالر|دلار|ډالر)(?:ه|ی|و)?{_OF_AMERICA}"), ("EUR", r"یورو"),
    ("AFN", r"افغانی|افغانۍ"), ("PKR", r"کلدار(?:ی|ې)?|روپ(?:یه|ۍ)"), ("IRR", r"ریال"), ("RUB", r"روبل"), ("TJS", r"سامانی"),
    ("times", r"برابر|چند|ځله"), ("years", r"سال(?:ه)?|کاله"), ("months", r"ماه(?:ه)?|میاشت(?:ې|و)?"), ("weeks", r"هفته|اونۍ"),
    ("days", r"روز(?:ه)?|ورځ(?:ې|و)?"), ("hours", r"ساعت(?:ه)?|ساعته"), ("minutes", r"دقیقه|دقیقې"),
)  # fmt: skip
