internal import Glibc
internal import SpawnCore

/// The offsets of time zones, from the system's zone files (RFC 9636).
///
/// The C library knows one zone at a time, by an environment variable, and Foundation would triple the time to start.
enum TimeZones {
    private static let directory = "/usr/share/zoneinfo/"

    /// How many seconds east of Greenwich a zone is.
    ///
    /// - Parameters:
    ///   - zone: The zone; `nil` is the one of this machine.
    ///   - moment: Seconds since 1970.
    /// - Returns: The offset; `nil` for a zone this machine does not know.
    static func offset(of zone: TimeZoneName?, at moment: Double) -> Int? {
        switch zone {
        case nil: localOffset(at: moment)
        case .offset(let seconds): seconds
        case .abbreviation(let name, let usual): localOffset(at: moment, ifCalled: name) ?? usual
        case .named(let name): offset(named: name, at: moment)
        }
    }

    private static func offset(named name: String, at moment: Double) -> Int? {
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/_+-".utf8.contains(byte)
        }
        guard isName, !name.hasPrefix("/"), let bytes = try? InputFile.read(directory + name) else { return nil }
        return ZoneFile(bytes)?.offset(at: Int64(moment))
    }

    /// The offset of this machine's zone; `nil` when another name than the one asked for holds there at that moment.
    private static func localOffset(at moment: Double, ifCalled name: String? = nil) -> Int? {
        guard abs(moment) < 1e11 else { return nil }
        var time = time_t(moment)
        var local = unsafe tm()
        guard unsafe localtime_r(&time, &local) != nil else { return nil }
        if let name {
            guard let zone = unsafe local.tm_zone, unsafe String(cString: zone) == name.uppercased() else { return nil }
        }
        return unsafe local.tm_gmtoff
    }
}

/// A zone file: when the offset changed, and to what.
struct ZoneFile {
    private let times: ArraySlice<UInt8>
    private let types: ArraySlice<UInt8>
    private let offsets: ArraySlice<UInt8>
    /// What holds after the last change, where it is a rule rather than an offset.
    private let rule: ZoneRule?
    private let hasRule: Bool

    /// Reads a file of version 2 or later; `nil` for anything else.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 44, bytes.starts(with: "TZif".utf8), bytes[4] >= UInt8(ascii: "2") else { return nil }
        // The first part is for programs that know 32 bits only, and is passed over.
        let old = Counts(bytes[20..<44])
        let start = 44 + old.times * 5 + old.types * 6 + old.letters + old.leaps * 8 + old.standard + old.universal
        guard bytes.count >= start + 44 else { return nil }
        let counts = Counts(bytes[(start + 20)..<(start + 44)])
        let first = start + 44
        let end = first + counts.times * 9 + counts.types * 6 + counts.letters + counts.leaps * 12 + counts.standard
        guard counts.types > 0, bytes.count >= end + counts.universal else { return nil }
        times = bytes[first..<(first + counts.times * 8)]
        types = bytes[times.endIndex..<(times.endIndex + counts.times)]
        offsets = bytes[types.endIndex..<(types.endIndex + counts.types * 6)]
        let footer = bytes[(end + counts.universal)...].prefix(100)
        hasRule = footer.contains(UInt8(ascii: ","))
        rule = ZoneRule(footer)
    }

    /// The offset at a moment; `nil` where only the rule at the end of the file could tell and says nothing known.
    func offset(at moment: Int64) -> Int? {
        var low = 0
        var high = types.count
        while low < high {
            let middle = (low + high) / 2
            if time(middle) <= moment { low = middle + 1 } else { high = middle }
        }
        if low == types.count && hasRule { return rule?.offset(at: moment) }
        let type = low == 0 ? 0 : Int(types[types.startIndex + low - 1])
        guard type * 6 + 4 <= offsets.count else { return nil }
        let place = offsets.startIndex + type * 6
        return Int(Int32(truncatingIfNeeded: Self.number(offsets[place..<(place + 4)])))
    }

    private func time(_ index: Int) -> Int64 {
        let place = times.startIndex + index * 8
        return Self.number(times[place..<(place + 8)])
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }

    /// The six numbers that say how much of everything follows, in the order of the file.
    private struct Counts {
        var universal = 0
        var standard = 0
        var leaps = 0
        var times = 0
        var types = 0
        var letters = 0

        init(_ header: ArraySlice<UInt8>) {
            let numbers = (0..<6).map { index in
                let place = header.startIndex + index * 4
                return Int(ZoneFile.number(header[place..<(place + 4)]))
            }
            (universal, standard, leaps) = (numbers[0], numbers[1], numbers[2])
            (times, types, letters) = (numbers[3], numbers[4], numbers[5])
        }
    }
}

/// The rule by which clocks are changed each year, from the end of a zone file: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
    private let standard: Int
    private let summer: Int
    private let start: Change
    private let end: Change

    /// The last or another Monday, say, of a month, and when on that day.
    fileprivate struct Change {
        var month = 0
        var week = 0
        /// From Sunday (0) on.
        var weekday = 0
        /// In seconds.
        var time = 7200
    }

    /// Reads a rule; `nil` for what is none, and for days that are counted from the beginning of the year, which no zone
    /// has that puts its clocks forward today.
    init?(_ text: ArraySlice<UInt8>) {
        var reader = Reader(rest: text.drop { $0 <= 0x20 })
        guard reader.name(), let west = reader.time(), reader.name() else { return nil }
        standard = -west
        summer = reader.time().map { -$0 } ?? -west + 3600
        guard let first = reader.change(), let second = reader.change() else { return nil }
        (start, end) = (first, second)
    }

    /// The offset at a moment, in seconds since 1970.
    func offset(at moment: Int64) -> Int {
        let local = Int(clamping: moment) + standard
        let year = CivilDate(daysSince1970: Int((Double(local) / 86_400).rounded(.down))).year
        // Each change is written in the time that holds before it.
        let begins = start.moment(in: year) - standard
        let ends = end.moment(in: year) - summer
        let moment = Int(clamping: moment)
        let isSummer = begins < ends ? (begins..<ends).contains(moment) : !(ends..<begins).contains(moment)
        return isSummer ? summer : standard
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        /// Passes over `CET` or `<+0330>`.
        mutating func name() -> Bool {
            let before = rest.count
            if rest.first == UInt8(ascii: "<") {
                rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
            } else {
                rest = rest.drop { (0x41...0x5A).contains($0 & 0xDF) }
            }
            return rest.count < before
        }

        /// `-1`, `3:30`, `+02`: seconds.
        mutating func time() -> Int? {
            let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
            if let first = rest.first, "+-".utf8.contains(first) { rest = rest.dropFirst() }
            guard var seconds = number().map({ $0 * 3600 }) else { return nil }
            for unit in [60, 1] where take(":") { seconds += (number() ?? 0) * unit }
            return sign * seconds
        }

        /// `,M10.5.0/3`.
        mutating func change() -> Change? {
            guard take(","), take("M"), let month = number(), take("."), let week = number(), take("."),
                let weekday = number(), (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            var change = Change(month: month, week: week, weekday: weekday)
            if take("/") {
                guard let time = time() else { return nil }
                change.time = time
            }
            return change
        }

        private mutating func take(_ mark: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: mark) else { return false }
            rest = rest.dropFirst()
            return true
        }

        private mutating func number() -> Int? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...3).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return Int(String(decoding: digits, as: UTF8.self))
        }
    }
}

extension ZoneRule.Change {
    /// When it is in a year, in seconds since 1970 as a clock there shows it.
    fileprivate func moment(in year: Int) -> Int {
        let first = CivilDate(year: year, month: month, day: 1).daysSince1970
        let next = CivilDate(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1).daysSince1970
        // 1970 began on a Thursday.
        let weekdayOfFirst = ((first + 4) % 7 + 7) % 7
        var day = first + (weekday - weekdayOfFirst + 7) % 7 + (week - 1) * 7
        if day >= next { day -= 7 }
        return day * 86_400 + time
    }
}
