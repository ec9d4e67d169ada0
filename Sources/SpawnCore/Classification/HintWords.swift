/// The words of time in the languages in which services and agents are known to answer, folded as ``HintText`` does it:
/// English, German, French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese and Korean, and what little more comes
/// for free with Dutch, Polish and the Nordic ones.
enum HintWords {
    /// Full names; what begins one of them with three letters or more is its short form.
    static let months: [[String]] = [
        [
            "january", "januari", "stycznia", "styczen", "ocak", "januar", "janvier", "enero", "janeiro", "gennaio",
            "января", "январь",
        ],
        [
            "february", "februari", "lutego", "luty", "subat", "februar", "fevrier", "febrero", "fevereiro", "febbraio",
            "февраля", "февраль",
        ],
        ["march", "maart", "marca", "marzec", "mart", "marz", "maerz", "mars", "marzo", "marco", "марта", "март"],
        ["april", "kwietnia", "kwiecien", "nisan", "avril", "abril", "aprile", "апреля", "апрель"],
        ["may", "mei", "maja", "maj", "mayis", "mai", "mayo", "maio", "maggio", "мая", "май"],
        ["june", "czerwca", "czerwiec", "haziran", "juni", "juin", "junio", "junho", "giugno", "июня", "июнь"],
        ["july", "lipca", "lipiec", "temmuz", "juli", "juillet", "julio", "julho", "luglio", "июля", "июль"],
        ["august", "augustus", "sierpnia", "sierpien", "agustos", "aout", "agosto", "августа", "август"],
        [
            "september", "wrzesnia", "wrzesien", "eylul", "septembre", "septiembre", "setiembre", "setembro",
            "settembre", "сентября", "сентябрь",
        ],
        [
            "october", "pazdziernika", "pazdziernik", "ekim", "oktober", "octobre", "octubre", "outubro", "ottobre",
            "октября", "октябрь",
        ],
        ["november", "listopada", "listopad", "kasim", "novembre", "noviembre", "novembro", "ноября", "ноябрь"],
        [
            "december", "grudnia", "grudzien", "aralik", "dezember", "decembre", "diciembre", "dezembro", "dicembre",
            "декабря", "декабрь",
        ],
    ]

    /// What is no month where no day stands before it, but a word of its own.
    static let noMonths: Set<String> = ["sie", "list", "sub", "ara"]

    /// From Monday on: full names, and the short forms that are no other word.
    static let weekdays: [[String]] = [
        [
            "monday", "maandag", "poniedzialek", "pazartesi", "mon", "montag", "lundi", "lunes", "segunda-feira",
            "segunda", "lunedi", "понедельник",
        ],
        [
            "tuesday", "dinsdag", "wtorek", "sali", "tue", "tues", "dienstag", "mardi", "martes", "terca-feira",
            "terca", "martedi", "вторник",
        ],
        [
            "wednesday", "wed", "woensdag", "srode", "sroda", "carsamba", "mittwoch", "mercredi", "miercoles",
            "quarta-feira", "quarta", "mercoledi", "среду",
            "среда",
        ],
        [
            "thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "jueves", "quinta-feira", "quinta", "giovedi",
            "четверг",
        ],
        [
            "friday", "vrijdag", "piatek", "cuma", "fri", "freitag", "vendredi", "viernes", "sexta-feira", "sexta",
            "venerdi", "пятницу", "пятница",
        ],
        [
            "saturday", "zaterdag", "sobote", "sobota", "cumartesi", "sat", "samstag", "sonnabend", "samedi", "sabado",
            "sabato", "субботу", "суббота",
        ],
        [
            "sunday", "zondag", "niedziele", "niedziela", "pazar", "sun", "sonntag", "dimanche", "domingo", "domenica",
            "воскресенье",
        ],
    ]
    static let weekdaySigns = ["月火水木金土日", "一二三四五六日", "월화수목금토일"].map { $0.map(String.init) }

    /// Seconds of each unit.
    static let units: [String: Double] = {
        let names: [(Double, String)] = [
            (0.001, "ms msec msecs millisecond milliseconds millisekunden"),
            (
                1,
                "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos seg secondo secondi сек "
                    + "секунд секунду секунды секунда с sekund sekundy sekunder saniye"
            ),
            (
                60,
                "m min mins minute minutes minuten minuto minutos minuti минут минуту минуты минута мин minut minuty "
                    + "minuter minutter minutow dakika"
            ),
            (
                3600,
                "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore час часа часов ч uur uren godzin "
                    + "godziny godzine godz timmar timer saat"
            ),
            (
                86_400,
                "d day days tag tage tagen jour jours dia dias giorno giorni день дня дней дн dagen dag dni dagar dage gun"
            ),
            (
                604_800,
                "w wk wks week weeks woche wochen semaine semaines semana semanas settimana settimane неделю недели недель "
                    + "weken tygodni tygodnie tydzien hafta"
            ),
        ]
        return Dictionary(
            names.flatMap { seconds, words in words.split(separator: " ").map { (String($0), seconds) } },
            uniquingKeysWith: { first, _ in first })
    }()

    /// The longer sign comes first where one begins with another.
    static let unitSigns: [(signs: [String], seconds: Double)] = [
        ("毫秒", 0.001), ("秒钟", 1), ("秒鐘", 1), ("秒間", 1), ("秒", 1), ("초", 1), ("分钟", 60), ("分鐘", 60), ("分間", 60),
        ("分", 60), ("분", 60), ("个小时", 3600), ("個小時", 3600), ("小时", 3600), ("小時", 3600), ("時間", 3600),
        ("시간", 3600), ("日間", 86_400), ("天", 86_400), ("日後", 86_400), ("日后", 86_400), ("일후", 86_400),
        ("个星期", 604_800), ("週間", 604_800), ("周后", 604_800), ("주일", 604_800), ("주후", 604_800),
    ].map { ($0.0.map(String.init), $0.1) }

    /// What says one with a unit after it.
    static let ones: Set<String> = [
        "a", "an", "one", "einer", "einem", "eine", "un", "une", "una", "uno", "um", "uma", "один", "одну",
    ]

    /// What says half of the unit behind it.
    static let halves: Set<String> = ["half", "halbe", "halben", "media", "meia", "polowe", "yarim"]
    /// Half an hour in one word.
    static let halfHours: Set<String> = ["demi-heure", "полчаса", "halfuur", "mezz'ora", "mezzora"]

    /// Words for days by their distance from today. `mañana`, `manhã` and `morgen` are mornings too, but after a time only.
    static let days: [String: Int] = [
        "today": 0, "tonight": 0, "heute": 0, "aujourd": 0, "hoy": 0, "hoje": 0, "oggi": 0, "сегодня": 0,
        "vandaag": 0, "dzis": 0, "dzisiaj": 0, "bugun": 0,
        "tomorrow": 1, "jutro": 1, "yarin": 1, "morgen": 1, "demain": 1, "manana": 1, "amanha": 1, "domani": 1,
        "завтра": 1,
        "ubermorgen": 2, "послезавтра": 2,
    ]
    static let daySigns: [(signs: [String], days: Int)] = [
        ("今天", 0), ("今日", 0), ("오늘", 0), ("明天", 1), ("明日", 1), ("내일", 1), ("后天", 2), ("後天", 2), ("明後日", 2),
        ("모레", 2),
    ].map { ($0.0.map(String.init), $0.1) }

    static let midnight: Set<String> = [
        "midnight", "mitternacht", "minuit", "medianoche", "meia-noite", "mezzanotte", "полночь",
    ]
    static let noon: Set<String> = [
        "noon", "midday", "mittag", "midi", "mediodia", "meio-dia", "mezzogiorno", "полдень",
    ]

    static let forenoonSigns = ["午前", "上午", "早上", "凌晨", "오전"].map { $0.map(String.init) }
    static let afternoonSigns = ["午後", "下午", "晚上", "오후"].map { $0.map(String.init) }

    /// What stands before a time of day, so that `15h` is one, and no 15 hours.
    static let atWords: Set<String> = [
        "at", "um", "ab", "a", "as", "las", "vers", "alle", "ore", "в", "om", "kl", "o", "apres", "from", "gegen",
        "saat",
    ]
    /// What stands before a time at which something begins again.
    static let afterWords: Set<String> = [
        "after", "until", "till", "from", "ab", "nach", "bis", "apres", "jusqu'a", "desde", "hasta", "despues", "apos",
        "dalle", "dopo",
        "vanaf", "po", "od", "после", "с", "до",
    ]
    /// What stands before a time that is counted from now.
    static let inWords: Set<String> = ["in", "within", "dans", "en", "em", "tra", "fra", "через", "za", "over"]
    /// What makes of a time a rule rather than a moment.
    static let everyWords: Set<String> = [
        "every", "each", "per", "alle", "jede", "pro", "chaque", "par", "cada", "por", "ogni", "каждые", "每", "毎", "매",
    ]
    /// What makes of a time the length of something: `5 hour limit`, `5小时的使用上限`.
    static let lengthNouns: Set<String> = [
        "limit", "limits", "window", "windows", "session", "sessions", "rolling", "usage", "quota", "cap", "period",
        "rate",
        "ago", "timeout", "plan", "的", "の", "制", "限", "上", "使", "한", "제", "사", "用", "额", "額",
    ]

    /// What may stand between a word that announces a time and the time.
    static let fillers: Set<String> = {
        let words =
            "in at on by after until till about around approximately approx roughly least up to the your limit limits quota "
            + "usage is will be it for from time date next then when monthly weekly daily billing cycle period ends end window of "
            + "again please try trying retry reset resets available another only just this and you can use before next request "
            + "seconds s today session "
            + "um ab am der die das den dem nach wieder erneut uhr wird werden es sie bitte versuchen zuruck gegen in versuche "
            + "dans vers apres le la les a sera de nouveau d ici au partir environ "
            + "en las los el dentro tras despues nuevo sobre se lo y un "
            + "em as apos novamente daqui o no na do dia "
            + "tra fra alle dopo il di nuovo verso ore "
            + "через в на после снова попытку запрос до около позже еще раз время "
            + "om over na opnieuw kl den igen efter za o ponownie rate account access your "
            + "attempt messages requests more allowed het w dnia sie novo possible moglich on window yeniden sonra saat lutfen"
        return Set(words.split(separator: " ").map(String.init))
    }()

    /// What may stand between a time and a word behind it that announces it.
    static let fillersBack: Set<String> = {
        let words =
            "before until till trying you can your the limit limits quota usage it will be is to "
            + "wieder erneut uhr zuruck das ihr dein limit wird werden versuchen "
            + "votre la limite sera se si su el limite sera o seu il tuo ваш лимит будет later remaining left sonra te ta de da"
        return Set(words.split(separator: " ").map(String.init))
    }()

    /// How a word announces a time.
    enum Announcement {
        /// It says what is to be done, or when the limit ends.
        case strong
        /// It says so too, but is a word of everyday talk: it counts in the error's own message only.
        case weak
    }

    /// Words that announce a time, by how they begin; `=` means the whole word.
    private static let announcing: [(beginnings: String, isBehind: Bool, strength: Announcement, isInstruction: Bool)] =
        [
            (
                "reset restablec reinici reinitialis renouvel redefin ripristin azzer сбро reimpost aterstall nulstill zreset resetow zerow sifirlan",
                false, .strong, false
            ),
            (
                "=retry =retryable reintent reessay riprov повтор попроб tente tentar intent sprobuj probeer tekrar deney prov forsok",
                false, .strong, true
            ),
            (
                "=wait =warten =warte patient espere espera aguard attend подожд wacht =czekaj poczekaj bekley cooldown cool-down",
                false, .strong, true
            ),
            ("zuruckgesetz zurucksetz erneuer gereset", true, .strong, false),
            ("erneut opnieuw ponownie igen", true, .weak, true),
            (
                "=again =until =till =available =availability =unlock =unlocks =unlocked =unblocked =lifts =lifted restored renew refresh replenish refill =resume =resumes =expires =allowed =back =opens =next restart neustart tentativ freigab regain reactivat odnow yenilen",
                false, .weak, false
            ),
            ("wieder verfugbar disponib снова доступ обнов восстанов restaur renov", true, .weak, false),
        ]

    /// By the first three letters, so that a word is compared with few.
    private static let announcingByStart: [String: [(beginning: String, isWhole: Bool, row: Int)]] = {
        var table: [String: [(beginning: String, isWhole: Bool, row: Int)]] = [:]
        for (row, entry) in announcing.enumerated() {
            for beginning in entry.beginnings.split(separator: " ") {
                let isWhole = beginning.hasPrefix("=")
                let word = String(isWhole ? beginning.dropFirst() : beginning)
                table[String(word.prefix(3)), default: []].append((word, isWhole, row))
            }
        }
        return table
    }()

    /// What a word announces; `nil` when nothing.
    static func announcement(of word: String) -> (isBehind: Bool, strength: Announcement, isInstruction: Bool)? {
        for entry in announcingByStart[String(word.prefix(3))] ?? []
        where entry.isWhole ? word == entry.beginning : word.hasPrefix(entry.beginning) {
            let row = announcing[entry.row]
            return (row.isBehind, row.strength, row.isInstruction)
        }
        return nil
    }

    /// The same in scripts without spaces.
    static let announcingSigns: [(signs: [String], isInstruction: Bool)] = [
        ("重置", false), ("重設", false), ("重设", false), ("刷新", false), ("恢复", false), ("恢復", false), ("解除", false),
        ("リセット", false), ("回復", false), ("再開", false), ("재설정", false), ("초기화", false), ("리셋", false),
        ("해제", false), ("갱신", false), ("重试", true), ("重試", true), ("再试", true), ("再試", true), ("等待", true),
        ("お待ち", true), ("待って", true), ("お試し", true), ("다시", true), ("재시도", true), ("기다", true),
    ].map { ($0.0.map(String.init), $0.1) }

    /// Names of the windows in which use is counted.
    static let windows: [String: String] = [
        "session": "5h", "five_hour": "5h", "hourly": "1h", "daily": "1d", "day": "1d", "per-day": "1d", "weekly": "7d",
        "week": "7d", "seven_day": "7d", "monthly": "30d", "month": "30d", "wochenlimit": "7d", "wochentliches": "7d",
        "tageslimit": "1d", "hebdomadaire": "7d", "quotidienne": "1d", "semanal": "7d", "diario": "1d",
        "settimanale": "7d",
        "mensal": "30d", "mensuel": "30d", "mensual": "30d", "недельный": "7d", "дневной": "1d",
        "周": "7d", "週": "7d", "주": "7d",
    ]

    /// Words that say of a window that it is the one that is used up.
    static func saysUsedUp(_ word: String) -> Bool {
        usedUp.contains(word) || usedUpBeginnings.contains { word.hasPrefix($0) }
    }
    private static let usedUp: Set<String> = [
        "hit", "out", "rejected", "limited", "blocked", "达", "達", "超", "尽", "초", "도", "소",
    ]
    private static let usedUpBeginnings = [
        "reached", "exceed", "exhaust", "erreicht", "uberschritten", "ausgeschopft", "attein", "depass", "alcanz",
        "superad",
        "agotad", "atingid", "excedid", "esgotad", "raggiunt", "superat", "исчерп", "превыш", "достиг",
    ]
}
