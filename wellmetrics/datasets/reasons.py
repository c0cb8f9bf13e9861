"""Why staff were ill, in the words of payroll: which group each belongs to, and what is no sickness at all."""

from collections.abc import Mapping

from wellmetrics.model import Column

# Codes S10 to S99 are those of the NHS electronic staff record, which many payrolls have taken over. A group is as
# near as anybody comes to a diagnosis.
GROUPS = {
    "mental health": """
        s10; s10 anxiety stress depression other psychiatric illnesses; stress; work related stress; work stress;
        stress work related; stress at work; stress non work related; non work related stress; stress personal;
        personal stress; stress related; stress related illness; anxiety; anxiety disorder; panic attack;
        panic attacks; depression; low mood; anxiety stress depression; stress anxiety depression;
        stress depression; mental health; mental health issues; mental health problem; mental health problems;
        mental illness; mental ill health; mental health related; poor mental health; burnout; burn out; exhaustion;
        nervous breakdown; ptsd; post traumatic stress; post traumatic stress disorder; ocd; eating disorder;
        psychological; psychological illness; psychiatric; bereavement reaction; grief reaction; postnatal depression;
        post natal depression; emotional distress
    """,
    "musculoskeletal": """
        s11; s12; s11 back problems; s12 other musculoskeletal problems; back; back pain; bad back; back problem;
        back problems; back neck problems; back injury; back and neck problems; neck; neck pain; sciatica; slipped disc;
        msk; musculoskeletal problems; musculo skeletal; muscular skeletal; muscular; muscle pain; joint pain;
        joint problems; arthritis; rheumatism; knee; knee pain; knee problem; shoulder; shoulder pain; shoulder problem;
        hip; hip pain; rsi; repetitive strain injury; tendonitis; carpal tunnel; carpal tunnel syndrome; frozen shoulder;
        fibromyalgia; gout; osteoarthritis; pulled muscle
    """,
    "infection": """
        s13; s13 cold cough flu influenza; s25; s25 gastrointestinal problems; s27; s27 infectious diseases; cold; colds;
        cold flu; cold cough flu; cold cough flu influenza; common cold; flu; flu like symptoms; flu symptoms; influenza;
        cough; cough cold; sore throat; throat infection; tonsillitis; laryngitis; lost voice; covid; covid 19; covid19;
        covid positive; coronavirus; corona virus; long covid; virus; viral; viral infection; infection; infections;
        infectious disease; infectious diseases; chest infection; bronchitis; pneumonia; sickness and diarrhoea;
        diarrhoea and sickness; diarrhoea; vomiting; vomiting and diarrhoea; diarrhoea and vomiting; d&v; d and v; dv;
        s&d; nausea; being sick; stomach; stomach upset; upset stomach; stomach bug; stomach pain; stomach problems;
        bug; tummy bug; tummy upset; gastric; gastric flu; gastroenteritis; gastrointestinal; gastrointestinal problems;
        gastro; food poisoning; norovirus; shingles; chicken pox; chickenpox; scarlet fever; strep throat; conjunctivitis;
        ear infection; eye infection; urine infection; urinary tract infection; uti; kidney infection; sinusitis;
        sinus infection; tooth infection; dental abscess; fever; high temperature; temperature; impetigo; scabies;
        mumps; measles; glandular fever; hand foot and mouth; sepsis; cellulitis
    """,
    "surgery or injury": """
        s20; s20 burns poisoning frostbite hypothermia; s28; s28 injury fracture; surgery; surgical; operation;
        planned surgery; planned operation; post operative; post op; post surgery; post operative recovery;
        recovering from surgery; recovery from operation; hospital; hospitalisation; in hospital; hospital admission;
        hospital treatment; hospital procedure; medical procedure; injury; injury fracture; accident; accident at work;
        industrial injury; work injury; injury at work; sports injury; fracture; broken bone; broken arm; broken leg;
        broken ankle; broken wrist; sprain; sprained ankle; strain; fall; cut; burn; burns; concussion; head injury;
        road traffic accident; rta; assault; whiplash
    """,
    "serious illness": """
        s17; s17 benign and malignant tumours cancers; s18; s18 blood disorders; s19;
        s19 heart cardiac and circulatory problems; s29; s29 nervous system disorders; cancer; cancers; tumour;
        chemotherapy; radiotherapy; leukaemia; heart; heart attack; heart problems; heart condition;
        heart cardiac and circulatory problems; cardiac; circulatory; heart blood pressure circulation; blood pressure;
        high blood pressure; stroke; tia; blood disorder; blood disorders; blood clot; embolism; angina;
        nervous system; nervous system disorders; neurological; multiple sclerosis; epilepsy; seizure; parkinsons;
        long term illness; long term sickness; serious illness; critical illness; terminal illness; organ failure
    """,
    "other": """
        s14; s14 asthma; s15; s15 chest and respiratory problems; s16; s16 headache migraine; s21;
        s21 ear nose throat ent; s22; s22 dental and oral problems; s23; s23 eye problems; s24;
        s24 endocrine glandular problems; s26; s26 genitourinary and gynaecological disorders; s31; s31 skin disorders;
        s98; s98 other known causes; s98 other known causes not elsewhere classified; other known causes; headache;
        headaches; migraine; migraines; headache migraine; respiratory; chest and respiratory problems; chest;
        breathing difficulties; asthma; allergy; allergies; allergic reaction; hay fever; dental; dental problem;
        dental and oral problems; toothache; teeth; mouth; ear; ear ache; earache; ear nose throat; ent; eye;
        eye problem; eye problems; eyes; skin; skin disorder; skin condition; rash; eczema; diabetes; thyroid; endocrine;
        gynaecological; gynae; genitourinary; menopause; menopausal; menstrual; period pain; womens health; kidney;
        kidney stones; bladder; liver; gall bladder; gallstones; hernia; fatigue; tired; tiredness; dizziness; dizzy;
        vertigo; fainting; insomnia; debility; side effects of vaccine; vaccination reaction; vaccine reaction;
        reaction to medication; other sickness; other illness; sickness other; miscellaneous
    """,
    "unknown": """
        s99; s99 unknown causes not specified; sic; sick; sickness; sick leave; sickness absence; sickness leave; ill;
        illness; unwell; poorly; general illness; general sickness; ill health; sickness paid; sickness unpaid;
        paid sickness; unpaid sickness; self certified; self certified sickness; self certificated; self cert;
        self certification; certified sickness; medical certificate; fit note; doctors note; gp certified; ssp; osp;
        sickness self certified; sickness certified; sickness medically certified; short term sickness;
        no reason; no reason specified; no reason given; not known; not stated; not specified; not recorded; not given;
        not disclosed; undisclosed; unspecified; unknown cause; unknown causes; tbc; to be confirmed; prefer not to say;
        confidential; private; personal illness
    """,
}

# DfE's codes of the School Workforce Census beside the words for the same. Only SIC and PRG are sickness.
LEFT_OUT = {
    "pregnancy-related": """
        prg; s30; s30 pregnancy related disorders; pregnancy; pregnancy related; pregnancy related illness;
        pregnancy related sickness; pregnancy related absence; pregnancy related disorders; pregnancy sickness;
        pregnancy illness; maternity related illness; maternity related sickness; morning sickness; hyperemesis;
        miscarriage; sickness pregnancy related; sickness pregnancy
    """,
    "not sickness": """
        mat; maternity; maternity leave; maternity and paternity; maternity paternity; statutory maternity leave;
        maternity appointment; antenatal; antenatal appointment; ante natal; paternity; paternity leave; pat;
        shared parental; shared parental leave; spl; parental; parental leave; adoption; adoption leave; surrogacy leave;
        pub; public duties; public duty; jury service; jury; jury duty; magistrate; court; court attendance; witness;
        reservist; territorial army; governor duties; union; union duties; trade union; trade union duties; tu duties;
        sec; secondment; seconded; trn; training; training course; course; cpd; inset; conference; study leave; exam;
        exam leave; examination leave; interview; interviews; una; unauthorised; unauthorised absence; unauthorized;
        unauthorised leave; strike; strike action; industrial action; on strike; awol; unp; unpaid; unpaid leave;
        unpaid absence; leave without pay; oth; other leave; other absence; other authorised absence; authorised absence;
        authorised leave; special leave; discretionary leave; leave of absence; compassionate; compassionate leave;
        bereavement; bereavement leave; funeral; parental bereavement leave; dependant leave; dependants leave;
        dependents leave; time off for dependants; care of dependant; care of dependants; carer; carers leave;
        carer s leave; child care; childcare; child sick; sick child; child illness; ill child; family emergency;
        family illness; family leave; domestic emergency; emergency leave; medical appointment; medical appointments;
        hospital appointment; doctor appointment; doctors appointment; doctor s appointment; gp appointment;
        dentist; dental appointment; dentist appointment; optician; appointment; appointments; medical screening;
        wellbeing; wellbeing leave; wellbeing day; annual leave; holiday; holidays; bank holiday; toil;
        time off in lieu; lieu; flexi; flexi leave; moving house; house move; wedding; graduation; religious observance;
        religious leave; religious holiday; travel; travel disruption; weather; adverse weather; snow; sabbatical;
        career break; suspension; suspended; garden leave; gardening leave; phased return; working from home;
        working elsewhere; school business; off site; educational visit; school trip; personal leave;
        personal reasons; fertility treatment; ivf
    """,
}


def _words(groups: Mapping[str, str]) -> dict[str, str]:
    return {" ".join(word.split()): group for group, words in groups.items() for word in words.split(";")}


# The DfE code list carries no illness, so SIC alone says only that somebody was ill.
REASON = Column(
    "reason",
    "choice",
    "Why the person was ill, as a group, never a diagnosis. Leave it blank where it is not known.",
    "mental health",
    blank=True,
    choices=tuple(name for name in GROUPS),
    aliases=(
        "absence reason", "illness category", "reason for absence", "sick category", "sickness reason", "reason group",
        "reason for sickness", "sickness category", "sickness type", "illness type", "illness reason", "illness",
        "absence reason description", "absence reason level 1", "sick reason", "cause of absence", "cause", "reason code",
        "absence reason code", "reason description", "sickness reason description", "absence category reason",
        # A type says whether it is sickness at all; the reason is another column where there is one.
        "absence type, if alone", "absence category, if alone", "type of absence, if alone", "absence code, if alone",
        "absence type description, if alone", "category, if alone", "type, if alone", "leave type, if alone",
        "dfe code, if alone", "dfe absence code, if alone", "swc code, if alone", "absence category code, if alone",
    ),
    otherwise="other",
    value_aliases={"": "unknown", **_words(GROUPS)},
    leaves_out=_words(LEFT_OUT),
)  # fmt: skip
