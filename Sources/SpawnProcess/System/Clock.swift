internal import Glibc
package import SpawnCore

/// The run's clock: monotonic, starting at zero when it is made.
package struct Clock: Sendable {
    private let origin: Int64

    package init() { origin = Clock.nanoseconds(of: CLOCK_MONOTONIC) }

    package var now: Moment { Moment(nanoseconds: Clock.nanoseconds(of: CLOCK_MONOTONIC) - origin) }

    /// The time of day, in seconds since 1970.
    package static var epochSeconds: Double { Double(nanoseconds(of: CLOCK_REALTIME)) / 1e9 }

    private static func nanoseconds(of clock: clockid_t) -> Int64 {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
