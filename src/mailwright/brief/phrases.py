"""The words by which a free-text wish says whom it is for, how it is to sound and how long it is to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mailwright.brief.model import Length, Tone


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set."""
    return frozenset(text.split())


_TONES: Final[tuple[tuple[Tone, str], ...]] = (
    (
        "friendly",
        "friendly warm warmly warmer kind kindly cheerful cheery casual informal enthusiastic lovely light"
        " playful heartfelt relaxed upbeat amical amicale chaleureux chaleureuse locker herzlich freundlich"
        " nett amistoso cordial amichevole amigável vriendelijk hartelijk nice nicely",
    ),
    (
        "formal",
        "formal formally official officially förmlich formell formel formelle formale formeel",
    ),
    (
        "firm",
        "firm firmly strict strictly stern bestimmt ferme firme fermo streng strong strongly",
    ),
    (
        "apologetic",
        "apologetic apologetically reumütig désolé",
    ),
    (
        "urgent",
        "urgent urgently urgnt asap dringend urgente spoed",
    ),
    (
        "persuasive",
        "persuasive persuasively convincing convincingly persuasivo überzeugend convaincant",
    ),
    (
        "grateful",
        "grateful gratefully thankful dankbar reconnaissant agradecido",
    ),
    (
        "neutral",
        "neutral neutrally factual professional professionally polite politely businesslike sachlich plain",
    ),
)
TONE_WORDS: Final[Mapping[str, Tone]] = {word: tone for tone, words in _TONES for word in words.split()}
_LENGTHS: Final[tuple[tuple[Length, str], ...]] = (
    (
        "short",
        "short shorter shortly quick brief briefly concise concisely kurz court courte breve corto corta kort",
    ),
    (
        "medium",
        "medium mid-length mittel moyen moyenne",
    ),
    (
        "long",
        "long longer longish detailed full full-length lengthy lang ausführlich longue largo larga lungo"
        " lunga uitgebreid",
    ),
)
LENGTH_WORDS: Final[Mapping[str, Length]] = {word: length for length, words in _LENGTHS for word in words.split()}
MANNER_FILLERS: Final = word_set(
    "a an the and but not very really quite fairly rather bit little more make it this keep respectful"
    " humane honest honestly thorough proud happy calm direct sweet tender unsigned sound sounding proper"
    " properly tone length version style please pls be is in with of too so just on side e-mail email mail"
    " letter message note full clear nice write better good yet also still fair decent polite point to no"
    " fluff und et"
)
CLOSERS: Final = word_set(
    "thanks thank thnks thx tnx ta love cheers regards best bye yours sincerely signed from sender sign"
    " xx xxx greetings rgds mit freundlichen herzlichen besten viele liebe lieben grüße grüßen gruß grüsse grüssen"
    " cordialement amicalement abrazo saluto saluti cordiali distinti saludos cordiales atentamente groet groeten"
    " groetjes vriendelijke hartelijke abraço cumprimentos atenciosamente"
)

# By which one closes a mail before one's name, as a pattern.
CLOSING_FORMULAS: Final = (
    r"(?:with )?(?:(?:kind|best|warm|all good) )?(?:regards|wishes)|all the best"
    r"|many thanks and (?:kind|best) regards|yours (?:sincerely|faithfully|truly)"
    r"|(?:mit )?(?:(?:freundlichen|herzlichen|besten|liebe|lieben|viele|beste|schöne) )?grü(?:ß|ss)en?|gru(?:ß|ss)"
    r"|cordialement|amicalement|bien à vous|(?:un )?(?:abrazo|saluto)|(?:cordiali |distinti )?saluti"
    r"|saludos(?: cordiales)?|atentamente|(?:met )?(?:vriendelijke |hartelijke )?groet(?:en|jes)?"
    r"|(?:um )?abraço|cumprimentos|atenciosamente"
)

TITLES: Final = word_set(
    "mr mrs ms miss mister missus mx dr prof professor doctor sir madam dame lord lady sister brother father mother"
    " aunt auntie uncle grandma grandpa granny nan nana rabbi imam reverend rev captain capt councillor"
    " cllr ambassador senator judge inspector officer sergeant colonel major chef coach nurse herr frau"
    " herrn familie monsieur madame mme mlle m señor señora sr sra don doña senhor senhora dona dott"
    " dottor dottore dott.ssa dottoressa signor signora signore sig ing dhr mevr mevrouw meneer mw foreman"
    " cousin tante onkel tío tía zio zia oma opa family imam ustadh maestra"
)
DOTTED: Final = word_set(
    "mr mrs ms mx dr prof rev capt cllr sr sra dott dott.ssa sig ing dhr mevr mw mme mlle m st fr br hon"
    " gen col sgt lt"
)
ARTICLES: Final = word_set(
    "the my our your a an dear this these der die das den dem les le la l' el los las il lo gli i o os as"
    " de het ons onze mein meine meinen meinem unser unsere mon ma mes notre nos mi mis nuestro mia mio"
    " minha meu"
)
RELATIONS: Final = word_set(
    "brother sister mother father mum mom dad son daughter cousin cousins uncle aunt grandson"
    " granddaughter nephew niece godson goddaughter friend friends lodger tenant tenants neighbour"
    " neighbor neighbours neighbors boss manager colleague colleagues landlord landlady owner ownr"
    " supplier suppliers client customer mentor teacher carer roommate flatmate wife husband partner"
    " fiancé fiancée grandma grandpa nanny babysitter accountant lawyer company firm student ex"
    " sister-in-law brother-in-law team-mate teammate trainer siblings roofer gp sibling twins old new"
    " dear"
)
ROLE_HEADS: Final = word_set(
    "all everybody everyone staff team teams crew crews committee board council office offices department"
    " departments dept group groups club desk service services support helpdesk society union association"
    " trust company agency bank insurer insurers insurance school college university library museum clinic"
    " hospital ward practice surgery dentist vet gp pharmacy pharmacist doctor doctors nurse nurses"
    " hairdresser barber plumber electrician builder builders caterer caterers baker landlord landlady"
    " tenant tenants neighbour neighbours neighbor neighbors resident residents parent parents family"
    " families pupil pupils student students teacher teachers coach coaches trainer trainers player"
    " players member members volunteer volunteers donor donors driver drivers supplier suppliers customer"
    " customers client clients guest guests visitor visitors passenger passengers employee employees"
    " colleague colleagues coworkers cowrkers co-workers people folks guys manager managers management"
    " head heads director directors leader leaders lead leads partner partners shareholder shareholders"
    " investor investors trustee trustees editor editors author authors speaker speakers user users"
    " subscriber subscribers tester testers developer developers engineer engineers designer designers"
    " engineering marketing sales finance accounting accountant accounts billing payroll purchasing"
    " procurement logistics legal compliance facilities reception dispatch production warehouse hr it qa"
    " pr ceo cfo cto ops recruiting recruitment housekeeping security maintenance registrar consulate"
    " embassy court police authority authorities ministry mayor clerk secretary treasurer chair chairman"
    " president principal headteacher headmaster instructors instructor apprentices apprentice interns"
    " intern trainees helpers helper cleaners cleaner carer carers juror jurors witnesses candidates"
    " candidate applicants applicant roommate roommates flatmate flatmates housemates boss owner owners"
    " provider vendor vendors contractor contractors cousins cousin brother sister mum mom mam dad mother"
    " father grandma grandpa nan uncle aunt son daughter nephew niece grandson granddaughter friend"
    " friends choir holder holders shift shifts traveller travellers mentor mentors captain captains"
    " hospice board-members band orchestra cast congregation scouts gym hotel restaurant garage shop store"
    " publisher printer printers photographer florist gardener gardeners farmer farmers fishermen"
    " beekeepers workers drivers nurses chefs waiters chef kitchen airline airport railway relations care"
    " lab bakery dev devs attendees participants delegates reviewers panel jury judges readers fans"
    " followers list lists kollegen kolleginnen mitarbeiter mieter nachbarn eltern équipe voisins"
    " résidents équipe-projet vecinos equipo residenti condomini dipendenti vicini moradores equipa equipe"
    " buren bewoners ouders studenten collega's afdeling"
)
ACRONYMS: Final = word_set("hr it qa pr ceo cfo cto cio coo gp ngo uk us eu usa pta r&d vip cc hq")
INSIDE_NAMES: Final = word_set(
    "of the and & at for from de van von der den da dos das do di del della bin ibn al el la le du des zu"
    " und y et e no no. nr. + in on"
)
# A recipient ends before one of these.
STOP_WORDS: Final = word_set(
    "that about if whether why how when where what which who whom whose i i'm im i've i'd i'll we we're"
    " we've we'll he he's she she's they they're it it's its you you're u his her him their them is are"
    " was were be been has have had can can't could will won't would should shall must may might do does"
    " did don't not no yes please pls plz re regarding concerning subject because since as so thanks thank"
    " sorry there there's here to too by until till with without asking saying telling this these those"
    " after before now today tomorrow tonight then again only just know for a an or but than dass daß"
    " wegen que qui porque perché que objet betreff asunto oggetto assunto onderwerp um uh us me isn't"
    " aren't doesn't didn't hasn't haven't ain't r cant dont its thats"
)
