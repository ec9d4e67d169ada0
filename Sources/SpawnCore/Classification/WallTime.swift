/// A time as a clock on a wall shows it, of a day that a calendar beside it shows.
package struct WallTime: Sendable, Equatable {
    /// Which day is meant.
    package enum Day: Sendable, Equatable {
        /// The nearest on which the time makes sense.
        case any
        /// A date; without a year it is the nearest.
        case date(year: Int?, month: Int, day: Int)
        /// `11/12/2026`: November 12, as Americans write it, or 11 December.
        case uncertainDate(year: Int?, first: Int, second: Int)
        /// The nearest first, second or whatever day of a month.
        case dayOfMonth(Int)
        /// The nearest Monday (0), Tuesday (1) and so on.
        case weekday(Int)
        /// So many days from today.
        case fromToday(Int)
    }

    package var day: Day
    /// Seconds since midnight, up to and with 86,400; `nil` where only the day is named.
    package var second: Int?

    package init(_ day: Day = .any, second: Int? = nil) {
        self.day = day
        self.second = second
    }

    /// How long ago a named moment may be and still be the one that is meant, in seconds.
    ///
    /// A text is as old as what the agent did after it, its time is cut to the minute or the hour, and limits lift late. Taken
    /// for tomorrow's, a time that has just passed costs a day; taken for today's, one that is tomorrow's costs a few attempts
    /// that are refused in seconds. Beyond an hour nobody has seen a limit lift late.
    package static let slack = 3600.0

    /// The moment that is meant: the nearest that is not longer ago than ``slack``.
    ///
    /// A day without a time is tried at its noon, which is never further from the moment than half a day, and later on that
    /// day once an hour.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970.
    ///   - offset: How many seconds east of Greenwich the zone is at a moment; `nil` when nobody knows.
    /// - Returns: Seconds since 1970; `nil` for a date that is none or is long past, or a zone that nobody knows.
    package func moment(around now: Double, offset: (Double) -> Int?) -> Double? {
        guard let offsetNow = offset(now) else { return nil }
        let today = Int(((now + Double(offsetNow)) / 86_400).rounded(.down))
        for day in days(around: today) {
            let moment =
                second.map { Self.moment(day: day, second: $0, from: now, offset: offset) }
                ?? Self.moment(within: day, now: now, offset: offset)
            if let moment, moment >= now - Self.slack { return moment }
        }
        return nil
    }

    /// The days that may be meant, as days since 1970, the likelier first.
    private func days(around today: Int) -> [Int] {
        let date = CivilDate(daysSince1970: today)
        switch day {
        case .any: return [today - 1, today, today + 1]
        case .fromToday(let days): return [today + days]
        case .weekday(let weekday):
            // 1970 began on a Thursday.
            return (today - 1...today + 7).filter { ($0 + 3) % 7 == weekday }
        case .dayOfMonth(let number):
            return (-1...2).compactMap { months in
                let month = date.year * 12 + date.month - 1 + months
                return CivilDate(year: month / 12, month: month % 12 + 1, day: number).checkedDay
            }
        case .date(let year, let month, let day):
            return Self.days(year, month, day, around: today)
        case .uncertainDate(let year, let first, let second):
            // Cycles that end on a day are months.
            let days =
                Self.days(year, first, second, around: today) + Self.days(year, second, first, around: today)
            return days.filter { (today...today + 45).contains($0) } + days
        }
    }

    private static func days(_ year: Int?, _ month: Int, _ day: Int, around today: Int) -> [Int] {
        if let year { return [CivilDate(year: year, month: month, day: day).checkedDay].compactMap(\.self) }
        let thisYear = CivilDate(daysSince1970: today).year
        // No limit lasts for half a year: what seems further away was the other way.
        return (thisYear - 1...thisYear + 1).compactMap {
            CivilDate(year: $0, month: month, day: day).checkedDay
        }.filter { abs($0 - today) <= 183 }
    }

    /// The first moment, from `start` on if there is one, at which a clock shows a time on a day: there are two when clocks are put back within
    /// that hour, and the moment at which they would have shown it when they are put forward over it.
    private static func moment(day: Int, second: Int, from start: Double, offset: (Double) -> Int?) -> Double? {
        let local = Double(day * 86_400 + second)
        guard let before = offset(local - 86_400), let after = offset(local + 86_400) else { return nil }
        let moments = Set([before, after].map { local - Double($0) }.filter { offset($0) == Int(local - $0) }).sorted()
        return moments.first { $0 >= start } ?? moments.last ?? local - Double(before)
    }

    private static func moment(within day: Int, now: Double, offset: (Double) -> Int?) -> Double? {
        guard let noon = moment(day: day, second: 43_200, from: now, offset: offset),
            let end = moment(day: day + 1, second: 0, from: now, offset: offset)
        else { return nil }
        if now < noon { return noon }
        return min(now + 3600, end)
    }
}

extension CivilDate {
    /// Days since 1970; `nil` for a date that no calendar has.
    fileprivate var checkedDay: Int? {
        let days = daysSince1970
        return CivilDate(daysSince1970: days) == self ? days : nil
    }
}
