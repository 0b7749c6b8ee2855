"""The words of mail programs in the languages that they speak; every value is a regular expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WROTE: Final = {
    "en": r"wrote|writes",
    "de": r"schrieb(?: am [^:]*)?|geschrieben",
    "fr": r"a [ée]crit",
    "es": r"escribi[óo]",
    "it": r"ha scritto|scrisse",
    "pt": r"escreveu",
    "nl": r"schreef|geschreven",
    "sv, da, no": r"skrev",
    "pl": r"napisała?|napisał\(a\)",
    "cs": r"napsala?|napsal\(a\)",
    "ru": r"написала?|написал\(а\)",
    "fi, hu, tr, el, ro": r"kirjoitti|írta|yazdı|έγραψε|a scris",
}
AT: Final = {
    "en": r"on",
    "de": r"am",
    "fr": r"le|lun|mar|mer|jeu|ven|sam|dim",
    "es": r"el|a la",
    "it": r"il",
    "pt": r"em|no dia",
    "nl": r"op",
    "sv, da, no": r"den|på|man|tir|ons|tor|fre|lør|søn|lör|sön|mån|tis",
    "pl": r"dnia|w dniu|pon|wt|śr|czw|pt|sob|ndz|niedz",
    "cs": r"dne",
    "ru": r"в|пн|вт|ср|чт|пт|сб|вс",
    "all": r"\d{1,4}",
}
FORWARDED: Final = {
    "en": r"(?:forwarded|fwd) (?:message|mail|by\b.*)",
    "de": r"weitergeleitete[rn]? (?:nachricht|e-?mail|mail)",
    "fr": r"message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])",
    "es": r"mensaje reenviado",
    "it": r"messaggio inoltrato",
    "pt": r"mensagem (?:encaminhada|reencaminhada)",
    "nl": r"doorgestuurd(?: |e )bericht",
    "sv, da, no": r"vidarebefordrat meddelande|videresendt (?:meddelelse|besked)",
    "pl, cs, ru": r"wiadomość przekazana|przekazana wiadomość|přeposlaná zpráva|пересылаемое сообщение",
}
ORIGINAL: Final = {
    "en": r"original(?:-| )?(?:message|e-?mail|appointment)",
    "de": r"original-? ?nachricht|urspr[üu]e?ngliche (?:nachricht|e-?mail)",
    "fr": r"message d[’'`]origine",
    "es": r"mensaje original",
    "it": r"messaggio originale",
    "pt": r"mensagem original",
    "nl": r"oorspronkelijk bericht",
    "sv, da, no": r"ursprungligt meddelande|oprindelig meddelelse",
    "pl, cs": r"wiadomość oryginalna|původní zpráva",
}
HEADERS: Final = {
    "from": r"from|von|de|da|van|från|fra|od|от|mittente|expéditeur|remitente|lähettäjä",
    "sent": r"sent|gesendet|envoyé|enviad[oa]|inviato|verzonden|skickat|sendt|wysłano|odesláno|отправлено"
    r"|date|datum|data|fecha|dato|дата",
    "to": r"to|an|à|a|para|pour|aan|till|til|do|komu|кому|destinatario|destinataire",
    "cc": r"b?cc|kopie|kopia|copi[ea]|kopi|dw|копия",
    "subject": r"subject|re|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|тема",
    "other": r"importance|priority|attachments|reply-to|organization|wichtigkeit|anlagen|importan[cz]ia|priorité",
}
PHONE: Final = {
    "en": r"sent (?:from|via|with)|get outlook for",
    "de": r"gesendet (?:mit|von)|von (?:meinem|unterwegs)\b.*gesendet|diese nachricht wurde von|hol dir outlook"
    r"|holen sie sich outlook",
    "fr": r"envoy[ée] (?:de|depuis|à partir)|t[ée]l[ée]charge[rz] outlook",
    "es": r"enviado (?:desde|a partir)|obtener outlook",
    "it": r"inviato da|scarica outlook",
    "pt": r"enviado (?:do|de) meu|obtenha o outlook",
    "nl": r"(?:verzonden|verstuurd) vanaf|outlook voor",
    "sv, da, no": r"skickat från|sendt fra",
    "pl, cs, ru": r"wysłane z|odesláno z|отправлено с",
}
CLOSING: Final = {
    "en": r"(?:(?:with |my |our |many |very |all |the |kind|kindest|best|warm|warmest|sincere|good|friendly|thanks?"
    r"|regards?|wishes|yours|sincerely|faithfully|truly|respectfully|cheers|love|cordially|take care|talk soon"
    r"|see you|you|so much|again|in advance|and|much|hugs?|br|rgds|tia|thx)[ ,!.]*)+",
    "de": r"(?:mit |mfg|lg|vg|viele|liebe|beste|sch[öo]ne|herzliche|freundliche|sonnige|gr[üu](?:ß|ss)e?"
    r"|gru(?:ß|ss)|danke|bis |hochachtungsvoll|dein|ihr|euer).{0,60}",
    "fr": r"(?:bien |tr[èe]s |cordialement|amicalement|merci|sinc[èe]res?|salutations|meilleures|bonne |bises"
    r"|[àa] bient[ôo]t|veuillez |je vous prie).{0,80}",
    "es": r"(?:un |saludos|atentamente|gracias|muchas |cordial|abrazos?|besos|quedo |reciba ).{0,60}",
    "it": r"(?:cordiali|distinti|saluti|grazie|a presto|un caro|buona |tanti |ciao).{0,50}",
    "pt": r"(?:atenciosamente|abra[çc]os?|obrigad[oa]|cumprimentos|com os |melhores |at[ée] ).{0,50}",
    "nl": r"(?:met |groet|groetjes|vriendelijke|hartelijke|bedankt|dank|alvast|tot ).{0,50}",
    "sv, da, no, pl, cs, ru": r"(?:med |mvh|hälsningar|hilsen|venlig|z poważaniem|pozdrawiam|s pozdravem"
    r"|с уважением).{0,50}",
}
LEGAL: Final = {
    "a mail that is confidential": r"(?:e-?mail|message|communication|nachricht|mitteilung|courriel|mensaje|correo"
    r"|messaggio|mensagem|bericht)\b.{0,200}?\b(?:confidential|privileged|intended (?:only|solely)|vertraulich"
    r"|rechtlich gesch[üu]tzt|confidentiel|confidencial|riservat|confidenziali|vertrouwelijk|uitsluitend bestemd)",
    "received in error": r"\breceived? this (?:e-?mail|message|communication).{0,40}\b(?:in error|by mistake)",
    "not the recipient": r"not the (?:intended|named) (?:recipient|addressee)|pas le destinataire"
    r"|nicht der (?:richtige|beabsichtigte|vorgesehene) (?:adressat|empf)|no es (?:usted )?el destinatario"
    r"|non (?:siete|siate|è|sei|foste) il destinatario|n[ãa]o (?:for|é|seja) o destinat[áa]rio"
    r"|niet de (?:bedoelde|geadresseerde|beoogde)",
    "printing": r"consider (?:the|our) environment before|denken sie an die umwelt"
    r"|imprimer? (?:ce|cet) (?:mail|message|courriel)",
    "lists": r"to unsubscribe|unsubscribe(?: here|:| <|$)|abbestellen|se d[ée]sinscrire|darse de baja|afmelden"
    r"|cancellar[esi]* l'iscrizione|cancelar (?:a )?inscri"
    r"|you (?:received|are receiving) this (?:message|e-?mail) because",
    "scanners": r"scanned (?:by|for) .{0,40}virus|virenfrei|virus-free",
}
LEGAL_HEAD: Final = {
    "en": r"(?:e-?mail )?(?:disclaimer|confidentiality|confidential)(?: (?:notice|note|statement|disclaimer))?"
    r"|legal notice",
    "de": r"haftungsausschluss|vertraulichkeitshinweis|wichtiger hinweis",
    "fr": r"avis de confidentialit[ée]",
    "es, pt": r"aviso (?:legal|de confidencialidade?)",
    "it": r"avviso di riservatezza",
}
BANNER: Final = {
    "word": r"[\[*( ]*(?:caution|warning|external|achtung|vorsicht|attention|externe?|esterno|externo|let op)\b"
    r".{0,80}(?:external|outside|originated|sender|extern|unknown|esterno|externo|buiten|provient|link)",
    "en": r"(?:this (?:e-?mail|message) )?originated (?:from )?outside|you don'?t often get e-?mail from",
    "label": r"\[?external(?: e-?mail)?\]?$",
}
BOILERPLATE_LETTERS: Final = (
    "confiden", "privileged", "intended", "vertraul", "riservat", "vertrouw", "disclaimer", "rechtlich", "in error",
    "destinat", "adressat", "geadresseerde", "bestemd", "environment", "umwelt", "imprime", "unsubscribe", "virus",
    "abbestellen", "sinscrire", "darse de", "cancel", "afmelden", "because", "mistake", "legal", "haftung",
    "hinweis", "caution", "warning", "external", "achtung", "vorsicht", "attention", "extern", "esterno",
    "let op", "outside", "often get", "sent from", "sent via", "sent with", "outlook", "gesendet",
    "nachricht wurde", "envoy", "enviado", "inviato", "verzonden", "verstuurd", "skickat", "sendt", "wysłane",
    "odesláno", "отправлено", "________",
)  # fmt: skip
"""Lower-case letters of which a text holds some if it holds what LEGAL, LEGAL_HEAD, BANNER or PHONE match."""

FORWARD_PREFIX: Final = r"fwd?|wg|tr|rv|i|enc|doorst|vl|pd|vb|fyi|weitergeleitet"
REPLY_PREFIX: Final = r"re|aw|antw(?:ort)?|sv|vs|odp|r|ref|rif|res|ynt|отв|回复|答复"


def any_of(words: Mapping[str, str]) -> str:
    """Return one expression that matches what any of these does."""
    return f"(?:{'|'.join(words.values())})"
