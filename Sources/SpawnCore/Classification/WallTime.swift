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
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
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
        let today = Int(((now + Double(offsetNow)) / 86_400).rounded(.down))
        let thisYear = CivilDate(daysSince1970: today).year
        if let month, let day {
            for candidate in [year ?? thisYear, thisYear + 1] {
                let wall = WallTime(year: candidate, month: month, day: day, hour: hour, minute: minute, second: second)
                guard let moment = wall.moment(offset: offset) else { return nil }
                if moment >= now || year != nil { return moment }
            }
            return nil
        }
        for day in today...(today + 1) {
            let date = CivilDate(daysSince1970: day)
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
}
