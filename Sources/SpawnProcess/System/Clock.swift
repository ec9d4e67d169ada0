internal import CLinux
internal import Glibc
package import SpawnCore

/// The run's clock: monotonic, starting at zero when it is made. It stands still while the run is suspended.
package final class Clock: Sendable {
    private struct State {
        var origin: Int64
        /// What it shows while it stands still.
        var standing: Moment?
    }

    private let state: Guarded<State>

    package init() { state = Guarded(State(origin: linux_nanoseconds(CLOCK_MONOTONIC))) }

    package var now: Moment {
        // The time is read under the lock: read before, it could be from the other side of a suspension.
        state.withLock { $0.standing ?? Moment(nanoseconds: linux_nanoseconds(CLOCK_MONOTONIC) - $0.origin) }
    }

    /// Stands still from here on.
    func stop() {
        state.withLock { $0.standing = Moment(nanoseconds: linux_nanoseconds(CLOCK_MONOTONIC) - $0.origin) }
    }

    /// Goes on where it was.
    func goOn() {
        state.withLock { state in
            guard let standing = state.standing else { return }
            state.origin = linux_nanoseconds(CLOCK_MONOTONIC) - standing.nanoseconds
            state.standing = nil
        }
    }

    /// The time of day, in seconds since 1970.
    package static var epochSeconds: Double { Double(linux_nanoseconds(CLOCK_REALTIME)) / 1e9 }
}
