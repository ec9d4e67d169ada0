/// A time as a clock on a wall shows it: a time of day, and a date where one was given.
package struct WallTime: Sendable, Equatable {
    package var year: Int?
    package var month: Int?
    package var day: Int?
    package var hour = 0
    package var minute = 0
    package var second = 0

    package init(year: Int? = nil, month: Int? = nil, day: Int? = nil, hour: Int = 0, minute: Int = 0, second: Int = 0)
    {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// True when the time of day is one.
    var isTime: Bool { (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second) }

    /// Seconds since 1970 of this time on its date, in a zone so many seconds east of Greenwich.
    func epoch(offset: Int) -> Double? {
        guard isTime, let year, let month, let day, (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        return Double(days * 86_400 + hour * 3600 + minute * 60 + second - offset)
    }

    /// The first moment at or after `now` at which a clock in the zone shows this.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970.
    ///   - offset: How many seconds east of Greenwich the zone is at a moment; `nil` when nobody knows.
    /// - Returns: Seconds since 1970, or `nil` for a date that is none, or a zone that nobody knows.
    package func next(after now: Double, offset: (Double) -> Int?) -> Double? {
        guard let offsetNow = offset(now) else { return nil }
        let today = Self.date(ofDay: Int(((now + Double(offsetNow)) / 86_400).rounded(.down)))
        if let month, let day {
            for candidate in [year ?? today.year, today.year + 1] {
                let wall = WallTime(year: candidate, month: month, day: day, hour: hour, minute: minute, second: second)
                guard let moment = wall.moment(offset: offset) else { return nil }
                if moment >= now || year != nil { return moment }
            }
            return nil
        }
        let first = Self.days(year: today.year, month: today.month, day: today.day)
        for day in first...(first + 1) {
            let date = Self.date(ofDay: day)
            let wall = WallTime(
                year: date.year, month: date.month, day: date.day, hour: hour, minute: minute, second: second)
            if let moment = wall.moment(offset: offset), moment >= now { return moment }
        }
        return nil
    }

    /// The moment, with the offset that holds then and not the one that holds now.
    private func moment(offset: (Double) -> Int?) -> Double? {
        guard let guess = epoch(offset: 0), let first = offset(guess), let closer = epoch(offset: first),
            let second = offset(closer)
        else { return nil }
        return epoch(offset: second)
    }

    /// Days since 1970 of a date of the Gregorian calendar (Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”).
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date so many days after the first of 1970, from the same source.
    private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthShifted = (5 * dayOfYear + 2) / 153
        let month = monthShifted + (monthShifted < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthShifted + 2) / 5 + 1)
    }
}
