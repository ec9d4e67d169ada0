/// A point on the run's own clock: the time since the run began.
///
/// The clock is monotonic, so a moment never goes back when somebody sets the wall clock. Machines take moments as
/// arguments and read no clock themselves, which makes a test with made-up moments as good as a run.
public struct Moment: Hashable, Comparable, Sendable, Codable {
    /// Nanoseconds since the run began.
    public var nanoseconds: Int64

    /// Creates a moment.
    ///
    /// - Parameter nanoseconds: Nanoseconds since the run began.
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The moment the run began.
    public static let start = Moment(nanoseconds: 0)

    /// Seconds since the run began.
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    /// Orders moments by time.
    public static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment `duration` later, or the last moment there is when the sum leaves the clock's range (292 years).
    public static func + (moment: Moment, duration: Duration) -> Moment {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return Moment(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time from `earlier` to `later`; negative when they are the other way round.
    public static func - (later: Moment, earlier: Moment) -> Duration {
        Duration(attoseconds: Int128(later.nanoseconds - earlier.nanoseconds) * 1_000_000_000)
    }

    /// Reads the nanoseconds.
    public init(from decoder: any Decoder) throws {
        nanoseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes the nanoseconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}
