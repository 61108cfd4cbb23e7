"""The words by which people say where a number is to go, in both languages and in nynorsk."""

from __future__ import annotations

import re

from kpidesk.forms import Form

UP_VERBS = (
    r"øk(?:e|er|t|te|ning(?:en)?)?|auk(?:e|ar)?|løft(?:e|er|a)?|hev(?:e|er|a)?|vokse?r?|vekse?|doble?r?|tredoble?|"
    r"få opp|gå opp|bringe opp|increas(?:e|es|ing)|rais(?:e|es|ing)|grow(?:s|ing)?|lift|boost|bump|double|triple|"
    r"expand|bring up|get up|push up"
)
DOWN_VERBS = (
    r"reduser(?:e|er|t)?|redusere?|senk(?:e|er)?|kutt(?:e|er|a)?|minsk(?:e|er|a)?|halver(?:e|er)?|få ned|gå ned|ta ned|"
    r"bringe ned|presse ned|reduc(?:e|es|ing)|cut(?:ting)?|lower(?:ing)?|decreas(?:e|es|ing)|shrink|drop|shorten|halve|"
    r"bring down|get down|korte? ned|forkort(?:e|er)?|trim|slash"
)
UP = r"opp|oppover|up|upwards"
DOWN = r"(?<!betale )ned|nedover|down|downwards"
MORE = (
    r"mer|meir|flere|fleire|høyere|større|bedre|more|higher|larger|bigger|better|extra|ekstra|additional|raskere|faster|"
    r"nye|new"
)
LESS = r"færre|mindre|lavere|lågare|kortere|fewer|less|lower|smaller|shorter|ingen|no"
UP_MARK = Form(rf"(?<!\w)(?:{UP_VERBS}|{UP})(?!\w)", re.IGNORECASE)
DOWN_MARK = Form(rf"(?<!\w)(?:{DOWN_VERBS}|{DOWN})(?!\w)", re.IGNORECASE)
MORE_MARK = Form(rf"(?<!\w)(?:{MORE})(?!\w)", re.IGNORECASE)
LESS_MARK = Form(rf"(?<!\w)(?:{LESS})(?!\w)", re.IGNORECASE)
SHRINKS = Form(
    r"(?:klage|svinn|retur|feil|fravær|kostnad|gjeld|ventetid|ventetida|avvik|reklamasjon|skade|sykmeld|purring|frafall|"
    r"oppsigels|complaint|waste|return|error|absence|cost|debt|churn|delay|defect|injur|shrinkage|overtid|overtime)",
    re.IGNORECASE,
)
"""What a business wants less of, where nothing else in the line tells the way."""
HOLD = Form(
    r"(?<!\w)(?:hold(?:e|er|es|t)?|halde?|behold(?:e|er)?|oppretthold(?:e|er)?|bevare?|keep(?:ing)?|stay|maintain|retain|"
    r"hold steady|sustain)(?!\w)",
    re.IGNORECASE,
)
_NOT = r"(?:ikke|ikkje|aldri|not|never|no)\s+"
_OVER = (
    r"over|above|more\s+than|mer\s+enn|meir\s+enn|flere\s+enn|fleire\s+enn|higher\s+than|høyere\s+enn|"
    r"større\s+enn|lengre\s+enn|longer\s+than"
)
_UNDER = (
    r"under|below|less\s+than|fewer\s+than|lower\s+than|mindre\s+enn|færre\s+enn|lavere\s+enn|lågare\s+enn|kortere\s+enn|"
    r"raskere\s+enn|shorter\s+than|faster\s+than|beneath"
)
UPPER = (
    rf"{_NOT}(?:{_OVER})|ingen\s+(?:over|mer\s+enn)|høyst|høgst|høyest|maks(?:imum|imalt)?\.?|max(?:imum)?\.?|at\s+most|"
    rf"up\s+to|inntil|opptil|{_UNDER}|no\s+longer\s+than"
)
LOWER = rf"{_NOT}(?:{_UNDER})|minst|minimum|minimalt|min\.|at\s+least|{_OVER}|no\s+fewer\s+than"
AFTER_LOWER = (
    r"\+(?!\w)|eller\s+(?:mer|meir|flere|fleire|bedre|høyere|over)|"
    r"or\s+(?:more|better|higher|above)|og\s+oppover|and\s+(?:up|above)"
)
AFTER_UPPER = (
    r"eller\s+(?:mindre|færre|lavere|under|raskere|kortere)|or\s+(?:less|fewer|lower|below|faster)|og\s+nedover"
)
NEVER = Form(r"(?<!\w)(?:ingen|aldri|ikke|ikkje|never|nobody|no one|not|no)(?!\w)", re.IGNORECASE)
"""“No customer waits more than 15 minutes” is 15 at most."""
_HALF = (
    rf"halver(?:e|er|t|ing)?|halv(?:e|ing)|halvparten(?: så)?|to half|half as|"
    rf"(?:{DOWN_VERBS}|reduced|get|bring).{{0,40}} (?:in|by) half(?! (?:past|a|an|year))"
)
TIMES = (
    (0.5, Form(rf"(?<!\w)(?:{_HALF})(?!\w)", re.IGNORECASE)),
    (
        2.0,
        Form(
            r"(?<!\w)(?:(?:for)?dobl(?:e|er|a|et|ing)?|dobbelt(?: så| opp)?|doubl(?:e|ing)|twice)(?!\w)", re.IGNORECASE
        ),
    ),
    (3.0, Form(r"(?<!\w)(?:tredobl(?:e|er)?|triple|three times)(?!\w)", re.IGNORECASE)),
)
"""What the start is to be multiplied by."""
NORWEGIAN = Form(
    r"(?<!\w)(?:fra|frå|til|te|og|innen|inna|før|uten|på|av|med|hver|hvert|kvar|ikke|ikkje|aldri|ingen|høyst|maks|"
    r"maksimalt|inntil|opptil|enn|minst|minimalt|mellom|skal|vi|øke?|auke|løfte|redusere|senke|halvere|doble|få|ha|"
    r"behold\w*|nye|ned|opp|kroner|prosent|poeng|mill|kunder|salg|som|eller|mer|flere|færre|mindre|bedre|holde|neste|"
    r"i|er|blir|bli|vår|våre|alle|antall|tusen|mrd|milliarder?|millioner)(?!\w)",
    re.IGNORECASE,
)
ENGLISH = Form(
    r"(?<!\w)(?:from|to|and|by|before|without|of|with|every|each|not|never|at|up|than|above|below|between|the|our|we|"
    r"increase|raise|grow|reduce|cut|lower|double|halve|get|have|keep|new|down|percent|points|million|thousand|"
    r"customers|sales|that|or|more|fewer|less|better|next|in|is|all|number|a|an|on|least|most|for|hours|days|complaints)(?!\w)",
    re.IGNORECASE,
)
STOP = Form(
    r"(?:vi|eg|jeg|vil|vår|vårt|våre|skal|må|bør|kan|kunne|ha|har|få|få|får|gi|gir|sørge|klare|nå|oppnå|komme|kommer|"
    r"selge|levere|ansette|åpne|starte|lage|bli|blir|er|være|det|den|de|dem|som|at|å|til|te|på|i|av|for|om|med|"
    r"frå|fra|og|eller|en|ei|et|ein|eit|ett|samlet|totalt|total|totale|cirka|ca\.?|rundt|omtrent|helst|bare|kun|hele|antall|antallet|"
    r"talet|tallet|tal|tall|snittet|nivået|andelen(?=\s)|målet|mål|goal|we|i|our|us|want|will|shall|should|must|can|could|have|has|get|"
    r"give|make|reach|achieve|hit|sell|deliver|open|hire|win|be|is|are|it|the|a|an|to|on|in|of|for|with|from|and|or|"
    r"about|around|approximately|number|amount|level|total|overall|all|hold(?:e|er|es)?|halde?|behold(?:e|er)?|keep|stay|"
    r"maintain|retain|opp|ned|up|down|mer|meir|flere|fleire|høyere|færre|mindre|lavere|more|higher|fewer|less|lower|"
    r"alle|alt|så|mye|mange|many|much|as|than|enn|minst|under|over|above|below|når|when|ligger?|ligge|lies|at|stk|"
    rf"være|blant|half|halvparten|doubling|halving|fordoble?|dobling|halvering|by|improve|forbedre|bedre|snakk|vinne|skaffe|korter?|presse|bringe|bring|push|snu|{UP_VERBS}|{DOWN_VERBS})",
    re.IGNORECASE,
)
"""What says nothing of what is measured."""
NARROWS = Form(r"^\W*(?:blant|hos|uten|among|excluding|except|without|unntatt|utenom)\b", re.IGNORECASE)
"""What comes after the numbers and makes another measure of it: “without the web shop”."""
ACHIEVES = Form(
    r"(?<!\w)(?:oppnå|nå|levere|selge|vinne|få|skaffe|reach|achieve|hit|deliver|sell|win|get|score)(?!\w)",
    re.IGNORECASE,
)
SINCE = r"innen|innan|i|før|av|hver|hvert|kvar|per|pr|by|before|within|in|during|on|of|each|every|with|med"
TAIL = Form(
    rf"^(?:{SINCE}|på|hos|for|at|fra|frå|from|blant|among|når|når|when|og|and|eller|or|til|te|to|mot|som|that|uten|without|"
    r"målt|measured|sammenlignet|compared|totalt|total|signert|signed|_+)$",
    re.IGNORECASE,
)
"""Where what is counted ends."""
