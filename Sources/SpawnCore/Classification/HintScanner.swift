/// Reads durations and times of day, with their dates and zones, at a token of a text.
///
/// Each reading looks at a bounded number of tokens, whatever the text, and says where it ended.
struct HintScanner {
    let tokens: [HintText.Token]

    /// A time that was read, and the first token behind it.
    typealias Read<Value> = (value: Value, end: Int)

    // MARK: Tokens

    private func text(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

    private func isGlued(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].isGlued }

    /// A number of so many digits.
    private func number(_ index: Int, digits: ClosedRange<Int>) -> Int? {
        guard tokens.indices.contains(index), tokens[index].kind == .number,
            digits.contains(tokens[index].text.utf8.count)
        else { return nil }
        return Int(tokens[index].text)
    }

    /// Where signs end that begin at a token; `nil` when they are not there.
    func end(of signs: [String], at index: Int) -> Int? {
        guard index + signs.count <= tokens.count else { return nil }
        for (place, sign) in signs.enumerated() where tokens[index + place].text != sign { return nil }
        return index + signs.count
    }

    private func end(ofOneOf all: [[String]], at index: Int) -> Int? {
        guard tokens.indices.contains(index), tokens[index].kind == .sign else { return nil }
        for signs in all { if let end = end(of: signs, at: index) { return end } }
        return nil
    }

    // MARK: Durations

    /// A number with its fraction: `34.07`, `3,5`, `1,500`.
    func decimal(at index: Int) -> Read<Double>? {
        guard tokens.indices.contains(index), tokens[index].kind == .number else { return nil }
        let whole = tokens[index].number
        let mark = text(index + 1)
        guard mark == "." || mark == ",", isGlued(index + 1), isGlued(index + 2), index + 2 < tokens.count,
            tokens[index + 2].kind == .number
        else { return (whole, index + 1) }
        let digits = tokens[index + 2].text
        if mark == ",", digits.utf8.count == 3 { return (whole * 1000 + tokens[index + 2].number, index + 3) }
        return (Double("\(tokens[index].text.suffix(20)).\(digits.prefix(20))") ?? whole, index + 3)
    }

    /// `3.965s`, `6m0s`, `1 hour 30 minutes`, `2 days, 3 hours and 5 minutes`, `einer Stunde`, `3小时20分`: seconds.
    func duration(at start: Int) -> Read<Double>? {
        var total: Double?
        var index = start
        var last = Double.infinity
        for _ in 0..<7 {
            var next = index
            if total != nil {
                if text(next) == "," { next += 1 }
                if ["and", "und", "et", "y", "e", "и"].contains(text(next)) { next += 1 }
            }
            let amount: Double
            if total == nil, let half = half(unitAt: next) { return half }
            if let read = decimal(at: next) {
                (amount, next) = read
            } else if total == nil, HintWords.ones.contains(text(next)) {
                (amount, next) = (1, next + 1)
            } else {
                break
            }
            // 2h3m, and never 3m2h: that would be two things.
            guard let unit = unit(at: next), unit.value < last else { break }
            total = (total ?? 0) + amount * unit.value
            (index, last) = (unit.end, unit.value)
        }
        guard let total, !isLength(from: start, to: index) else { return nil }
        return (total, index)
    }

    /// `half an hour`, `eine halbe Stunde`, `полчаса`: seconds.
    private func half(unitAt start: Int) -> Read<Double>? {
        if HintWords.halfHours.contains(text(start)) { return (1800, start + 1) }
        var index = HintWords.ones.contains(text(start)) ? start + 1 : start
        guard HintWords.halves.contains(text(index)) else { return nil }
        index += HintWords.ones.contains(text(index + 1)) ? 2 : 1
        return unit(at: index).map { ($0.value / 2, $0.end) }
    }

    private func unit(at index: Int) -> Read<Double>? {
        guard tokens.indices.contains(index) else { return nil }
        if tokens[index].kind == .word { return HintWords.units[tokens[index].text].map { ($0, index + 1) } }
        guard tokens[index].kind == .sign else { return nil }
        for (signs, seconds) in HintWords.unitSigns { if let end = end(of: signs, at: index) { return (seconds, end) } }
        return nil
    }

    /// True for what is no wait but the length of something, or a rule: `5 hour limit`, `every 5h`.
    private func isLength(from start: Int, to end: Int) -> Bool {
        if HintWords.lengthNouns.contains(text(end)) { return true }
        if text(end) == "-", isGlued(end) { return true }
        let before = text(start - 1)
        return HintWords.everyWords.contains(before) || before == "/" || before == "-" && isGlued(start)
    }

    /// `in 01:23:45`: seconds.
    private func countdown(at index: Int) -> Read<Double>? {
        guard HintWords.inWords.contains(text(index - 1)), let first = number(index, digits: 1...3),
            text(index + 1) == ":",
            let second = number(index + 2, digits: 2...2)
        else { return nil }
        guard text(index + 3) == ":", let third = number(index + 4, digits: 2...2) else {
            return (Double(first * 3600 + second * 60), index + 3)
        }
        return (Double(first * 3600 + second * 60 + third), index + 5)
    }

    // MARK: Times

    /// Whatever says when, at a token.
    func time(at index: Int) -> Read<ResetTime>? {
        // À 15h is at three o'clock, dans 15h is in 15 hours.
        let isAt = HintWords.atWords.contains(text(index - 1))
        if isAt, let clock = clock(at: index) { return clock }
        if let countdown = countdown(at: index) { return (.after(countdown.value), countdown.end) }
        if let duration = duration(at: index) { return (.after(duration.value), duration.end) }
        return isAt ? nil : clock(at: index)
    }

    /// A time of day, a day, or both, in either order, and a zone behind them or none.
    private func clock(at start: Int) -> Read<ResetTime>? {
        var wall = WallTime()
        var zone: TimeZoneName?
        var index = start
        if let date = date(at: index) {
            wall.day = date.value
            index = date.end
            // The T of ISO 8601 is written by services, which mean UTC when they name no zone.
            if text(index) == "t", isGlued(index), isGlued(index + 1) {
                guard let time = timeOfDay(at: index + 1, hasDate: true) else { return nil }
                wall.second = time.value
                let named = self.zone(at: time.end)
                return (.clock(wall, zone: named?.value ?? .offset(0)), named?.end ?? time.end)
            }
            if let time = timeOfDay(at: skip(Self.betweenDateAndTime, at: index), hasDate: true) {
                wall.second = time.value
                index = time.end
            }
            // Thu Dec 3 15:00:00 2026
            if case .date(nil, let month, let day) = wall.day, wall.second != nil,
                let year = number(index, digits: 4...4)
            {
                wall.day = .date(year: year, month: month, day: day)
                index += 1
            }
        } else if let time = timeOfDay(at: index, hasDate: false) {
            wall.second = time.value
            index = time.end
        } else {
            return nil
        }
        if let named = self.zone(at: index) { (zone, index) = (named.value, named.end) }
        if wall.day == .any, let date = date(at: skip(Self.betweenTimeAndDate, at: index)) {
            wall.day = date.value
            index = date.end
            if zone == nil, let named = self.zone(at: index) { (zone, index) = (named.value, named.end) }
        }
        return (.clock(wall, zone: zone), index)
    }

    private static let betweenDateAndTime: Set<String> = [
        ",", "at", "um", "a", "as", "las", "alle", "ore", "в", "kl", "om", "-", "gegen", "o", "에", "の", "的",
    ]
    private static let betweenTimeAndDate: Set<String> = [
        ",", "on", "am", "le", "el", "em", "il", "den", "this", "next", "of",
    ]

    private func skip(_ words: Set<String>, at start: Int) -> Int {
        var index = start
        while index < start + 3, words.contains(text(index)) { index += 1 }
        return index
    }

    /// `1am`, `3:30 p. m.`, `13:00:05`, `15h30`, `15 Uhr`, `午後3時`, `noon`: seconds since midnight. An hour alone is none.
    private func timeOfDay(at start: Int, hasDate: Bool) -> Read<Int>? {
        if HintWords.midnight.contains(text(start)) { return (hasDate ? 0 : 86_400, start + 1) }
        if HintWords.noon.contains(text(start)) { return (43_200, start + 1) }
        var index = start
        var half: Half?
        if let end = end(ofOneOf: HintWords.forenoonSigns, at: index) { (half, index) = (.forenoon, end) }
        if let end = end(ofOneOf: HintWords.afternoonSigns, at: index) { (half, index) = (.afternoon, end) }
        guard let hour = number(index, digits: 1...2) else { return nil }
        let isAt = hasDate || HintWords.atWords.contains(text(start - 1))
        var (minute, second) = (0, 0)
        var isTime = false
        index += 1
        switch text(index) {
        case ":" where isGlued(index):
            guard let minutes = number(index + 1, digits: 2...2) else { return nil }
            (minute, isTime, index) = (minutes, true, index + 2)
            if text(index) == ":", isGlued(index), let seconds = number(index + 1, digits: 2...2) {
                (second, index) = (seconds, index + 2)
                if text(index) == "." || text(index) == ",", isGlued(index), isGlued(index + 1),
                    number(index + 1, digits: 1...20) != nil
                        || text(index + 1).utf8.count > 0
                            && tokens[index + 1].kind == .number
                {
                    index += 2
                }
            }
        case "." where isGlued(index) && isGlued(index + 1):
            guard let minutes = number(index + 1, digits: 2...2),
                text(index + 2) == "uhr" || self.half(at: index + 2) != nil
            else { return nil }
            (minute, isTime, index) = (minutes, true, index + 2)
        case "h" where isAt:
            (isTime, index) = (true, index + 1)
            if isGlued(index), let minutes = number(index, digits: 2...2) { (minute, index) = (minutes, index + 1) }
        case "час", "часа", "часов":
            guard isAt else { return nil }
            (isTime, index) = (true, index + 1)
        case "時", "时", "點", "点", "시":
            guard text(index + 1) != "間", text(index + 1) != "间", text(index + 1) != "간" else { return nil }
            (isTime, index) = (true, index + 1)
            if let minutes = number(index, digits: 1...2), ["分", "분"].contains(text(index + 1)) {
                (minute, index) = (minutes, index + 2)
            } else if text(index) == "半" || text(index) == "반" {
                (minute, index) = (30, index + 1)
            }
        default: break
        }
        if text(index) == "uhr" {
            (isTime, index) = (true, index + 1)
            if let minutes = number(index, digits: 2...2) { (minute, index) = (minutes, index + 1) }
        } else if let read = self.half(at: index) {
            (half, isTime, index) = (read.value, true, read.end)
            if !(1...12).contains(hour), minute == 0 { return nil }
        }
        guard isTime, minute < 60, second <= 60 else { return nil }
        var hours = hour
        if let half, hour <= 12 { hours = hour % 12 + (half == .afternoon ? 12 : 0) }
        let total = hours * 3600 + minute * 60 + min(second, 59)
        return total <= 86_400 ? (total, index) : nil
    }

    private enum Half { case forenoon, afternoon }

    /// `am`, `p.m.`, `p. m.`, `de la tarde`.
    private func half(at index: Int) -> Read<Half>? {
        switch text(index) {
        case "am": return (.forenoon, index + 1)
        case "pm": return (.afternoon, index + 1)
        case "a", "p":
            let dot = text(index + 1) == "." ? 1 : 0
            guard text(index + 1 + dot) == "m" else { return nil }
            let end = index + 2 + dot
            let half: Half = text(index) == "a" ? .forenoon : .afternoon
            return (half, dot == 1 && text(end) == "." && isGlued(end) ? end + 1 : end)
        case "da", "de":
            let word = text(index + 1) == "la" ? index + 2 : index + 1
            switch text(word) {
            case "manana", "manha", "madrugada": return (.forenoon, word + 1)
            case "tarde", "noche", "noite": return (.afternoon, word + 1)
            default: return nil
            }
        default: return nil
        }
    }

    // MARK: Days

    private func date(at start: Int) -> Read<WallTime.Day>? {
        guard tokens.indices.contains(start) else { return nil }
        if let days = HintWords.days[text(start)] { return (.fromToday(days), start + 1) }
        if tokens[start].kind == .sign {
            for (signs, days) in HintWords.daySigns {
                if let end = end(of: signs, at: start) { return (.fromToday(days), end) }
            }
        }
        if let weekday = weekday(at: start) {
            let next = skip([",", ".", "den", "the", "le", "el"], at: weekday.end)
            if let date = calendarDate(at: next), date.end > next { return date }
            return (.weekday(weekday.value), weekday.end)
        }
        return calendarDate(at: start)
    }

    private func weekday(at index: Int) -> Read<Int>? {
        let word = text(index)
        if tokens[index].kind == .word {
            return HintWords.weekdays.firstIndex { $0.contains(word) }.map { ($0, index + 1) }
        }
        // 月曜日, 周一, 星期一, 월요일
        let name = ["周", "週"].contains(word) ? index + 1 : ["星"].contains(word) ? index + 2 : index
        let isNamed = name > index || text(index + 1) == "曜" || text(index + 1) == "요"
        guard isNamed, !text(name).isEmpty else { return nil }
        for signs in HintWords.weekdaySigns {
            guard let day = signs.firstIndex(of: text(name)) else { continue }
            var end = name + 1
            while end < name + 3, ["曜", "日", "요", "일"].contains(text(end)) { end += 1 }
            return (day, end)
        }
        return nil
    }

    private func month(at index: Int) -> Int? {
        let word = text(index)
        guard tokens.indices.contains(index), tokens[index].kind == .word, word.count >= 3 else { return nil }
        if word == "sept" { return 9 }
        return HintWords.months.firstIndex { $0.contains { $0.hasPrefix(word) } }.map { $0 + 1 }
    }

    private func calendarDate(at start: Int) -> Read<WallTime.Day>? {
        if let month = month(at: start), !HintWords.noMonths.contains(text(start)) {
            let dayAt = text(start + 1) == "." ? start + 2 : start + 1
            guard let day = number(dayAt, digits: 1...2), text(dayAt + 1) != ":" || !isGlued(dayAt + 1) else {
                return nil
            }
            return withYear(month, day, at: ordinal(at: dayAt + 1) ?? dayAt + 1)
        }
        if let year = number(start, digits: 4...4) { return dateAfterYear(year, at: start + 1) }
        guard let first = number(start, digits: 1...2) else { return nil }
        switch text(start + 1) {
        case "月", "월": return eastern(year: nil, month: first, at: start + 2)
        case "/" where isGlued(start + 1):
            guard let second = number(start + 2, digits: 1...2) else { return nil }
            let year = text(start + 3) == "/" ? year(at: start + 4) : nil
            let end = year == nil ? start + 3 : start + 5
            if first > 12 { return (.date(year: year, month: second, day: first), end) }
            if second > 12 { return (.date(year: year, month: first, day: second), end) }
            return (.uncertainDate(year: year, first: first, second: second), end)
        case ".", "-":
            let mark = text(start + 1)
            if isGlued(start + 1), let month = number(start + 2, digits: 1...2), text(start + 3) == mark,
                isGlued(start + 3)
            {
                // 27.11.2026, and 27.11. without a year
                let year = isGlued(start + 4) ? year(at: start + 4) : nil
                guard year != nil || mark == "." else { return nil }
                return (.date(year: year, month: month, day: first), year == nil ? start + 4 : start + 5)
            }
            guard mark == ".", let month = month(at: start + 2) else { return nil }
            return withYear(month, first, at: start + 3)
        default:
            var index = ordinal(at: start + 1) ?? start + 1
            let hasEnding = index > start + 1
            while index < start + 4, ["of", "de", "di", "d", "'"].contains(text(index)) { index += 1 }
            if let month = month(at: index) { return withYear(month, first, at: index + 1) }
            return hasEnding ? (.dayOfMonth(first), start + 2) : nil
        }
    }

    /// Where the ending of an ordinal number ends.
    private func ordinal(at index: Int) -> Int? {
        isGlued(index) && ["st", "nd", "rd", "th", "er", "º", "ª", "°"].contains(text(index)) ? index + 1 : nil
    }

    private func year(at index: Int) -> Int? {
        number(index, digits: 4...4) ?? number(index, digits: 2...2).map { 2000 + $0 }
    }

    /// A date, and its year where one follows: `Nov 7th, 2025`, `3 de dez. de 2026`.
    private func withYear(_ month: Int, _ day: Int, at start: Int) -> Read<WallTime.Day> {
        var index = start
        while index < start + 3, [".", ",", "de", "del", "г"].contains(text(index)) { index += 1 }
        if let year = number(index, digits: 4...4), (1970...2200).contains(year) {
            // 2026 г.
            let end = text(index + 1) != "г" ? index + 1 : text(index + 2) == "." ? index + 3 : index + 2
            return (.date(year: year, month: month, day: day), end)
        }
        return (.date(year: nil, month: month, day: day), start)
    }

    /// `-11-27`, `/11/27`, `年11月27日` behind a year.
    private func dateAfterYear(_ year: Int, at index: Int) -> Read<WallTime.Day>? {
        let mark = text(index)
        if mark == "年" || mark == "년" {
            guard let month = number(index + 1, digits: 1...2), ["月", "월"].contains(text(index + 2)) else { return nil }
            return eastern(year: year, month: month, at: index + 3)
        }
        // 2026. 12. 2.
        if mark == ".", let month = number(index + 1, digits: 1...2), text(index + 2) == ".",
            let day = number(index + 3, digits: 1...2)
        {
            return (.date(year: year, month: month, day: day), text(index + 4) == "." ? index + 5 : index + 4)
        }
        guard ["-", "/"].contains(mark), isGlued(index), isGlued(index + 1), text(index + 2) == mark,
            let month = number(index + 1, digits: 1...2), let day = number(index + 3, digits: 1...2)
        else { return nil }
        return (.date(year: year, month: month, day: day), index + 4)
    }

    private func eastern(year: Int?, month: Int, at index: Int) -> Read<WallTime.Day>? {
        guard let day = number(index, digits: 1...2), ["日", "号", "號", "일"].contains(text(index + 1)) else { return nil }
        return (.date(year: year, month: month, day: day), index + 2)
    }

    // MARK: Zones

    /// `(Europe/Oslo)`, `UTC`, `(GMT+2)`, `+01:00`, `PT`, `[Europe/Berlin]`; `nil` where nothing says.
    private func zone(at start: Int) -> Read<TimeZoneName>? {
        let open = text(start) == "," ? start + 1 : start
        guard ["(", "["].contains(text(open)) else { return zoneName(at: open, isBracketed: false) }
        guard let zone = zoneName(at: open + 1, isBracketed: true) ?? unknownZone(at: open + 1) else { return nil }
        return (zone.value, [")", "]"].contains(text(zone.end)) ? zone.end + 1 : zone.end)
    }

    /// What is written like a zone and is none: nobody knows which time is meant then.
    private func unknownZone(at start: Int) -> Read<TimeZoneName>? {
        var index = start
        var name = ""
        while index < start + 12, index == start || isGlued(index), ![")", "]", ""].contains(text(index)) {
            name += tokens[index].original
            index += 1
        }
        return name.contains("/") ? (.named(name), index) : nil
    }

    private func zoneName(at index: Int, isBracketed: Bool) -> Read<TimeZoneName>? {
        guard tokens.indices.contains(index) else { return nil }
        if let offset = offset(at: index, isGlued: isBracketed || tokens[index].isGlued) { return offset }
        guard tokens[index].kind == .word else { return nil }
        if text(index + 1) == "/", isGlued(index + 1) {
            var (name, end) = (tokens[index].original, index + 1)
            while end < index + 8, isGlued(end), tokens[end].kind != .mark || ["/", "+", "-"].contains(text(end)) {
                name += tokens[end].original
                end += 1
            }
            return (.named(name), end)
        }
        let word = text(index)
        if word == "utc" || word == "gmt", let offset = offset(at: index + 1, isGlued: true) { return offset }
        // Without brackets et, ist and west are words.
        let isWritten = isBracketed || ["utc", "gmt", "z"].contains(word) || word.utf8.count > 4
        if isWritten || tokens[index].original != word, let zone = TimeZoneName(abbreviation: word) {
            let isRegion = word.utf8.count > 4
            let time = (index + 1...index + 2).first { text($0) == "time" }
            return isRegion ? time.map { (zone, $0 + 1) } : (zone, index + 1)
        }
        // In brackets, three letters or so in capitals are a zone, if none that is known.
        let original = tokens[index].original
        guard isBracketed, [")", "]"].contains(text(index + 1)), (2...5).contains(word.utf8.count), original != word,
            original.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else { return nil }
        return (.named(original), index + 1)
    }

    /// `+1`, `-05:30`, `+0100`, behind a time, or behind UTC.
    private func offset(at index: Int, isGlued isClose: Bool) -> Read<TimeZoneName>? {
        let sign = text(index)
        guard sign == "+" || sign == "-", isGlued(index + 1) else { return nil }
        let factor = sign == "+" ? 1 : -1
        if let digits = number(index + 1, digits: 4...4) {
            return (.offset(factor * (digits / 100 * 3600 + digits % 100 * 60)), index + 2)
        }
        guard let hours = number(index + 1, digits: 1...2), hours <= 14 else { return nil }
        if text(index + 2) == ":", isGlued(index + 2), let minutes = number(index + 3, digits: 2...2) {
            return (.offset(factor * (hours * 3600 + minutes * 60)), index + 4)
        }
        return isClose ? (.offset(factor * hours * 3600), index + 2) : nil
    }
}
