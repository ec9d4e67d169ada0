internal import CLinux
internal import Glibc
package import SpawnCore

/// The run's clock: monotonic, starting at zero when it is made. It stands still while the run is suspended, and while nobody
/// lets this program run.
///
/// Nothing tells a program that it was frozen with its children, or stopped, and no clock of the system leaves that time out.
/// But while children run this one is read at least once every ``beat``: what is beyond that between two readings is time
/// that neither they nor their limits had.
package final class Clock: Sendable {
    private struct State {
        var origin: Int64
        /// What it shows while it stands still.
        var standing: Moment?
        /// True while it is read every ``beat``.
        var isWatched = false
        var lastReading: Int64 = 0

        mutating func read() -> Moment {
            let reading = linux_nanoseconds(CLOCK_MONOTONIC)
            let gap = reading - lastReading
            if isWatched, gap > Clock.longestGap.nanoseconds { origin += gap - Clock.beat.nanoseconds }
            lastReading = reading
            return Moment(nanoseconds: reading - origin)
        }
    }

    /// How often it is read while children run.
    static let beat = Duration.seconds(1)
    /// A busy machine may keep everybody waiting for a while; that is time like any other.
    private static let longestGap = Duration.seconds(2)

    private let state: Guarded<State>

    package init() { state = Guarded(State(origin: linux_nanoseconds(CLOCK_MONOTONIC))) }

    package var now: Moment {
        // The time is read under the lock: read before, it could be from the other side of a suspension.
        state.withLock { $0.standing ?? $0.read() }
    }

    /// From here on it is read every ``beat``, or need not be.
    func watch(_ isWatched: Bool) {
        state.withLock { state in
            guard state.isWatched != isWatched else { return }
            state.isWatched = isWatched
            state.lastReading = linux_nanoseconds(CLOCK_MONOTONIC)
        }
    }

    /// Stands still from here on.
    func stop() {
        state.withLock { $0.standing = $0.read() }
    }

    /// Goes on where it was.
    func goOn() {
        state.withLock { state in
            guard let standing = state.standing else { return }
            state.lastReading = linux_nanoseconds(CLOCK_MONOTONIC)
            state.origin = state.lastReading - standing.nanoseconds
            state.standing = nil
        }
    }

    /// The time of day, in seconds since 1970.
    package static var epochSeconds: Double { Double(linux_nanoseconds(CLOCK_REALTIME)) / 1e9 }
}
