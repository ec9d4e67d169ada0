internal import CLinux
internal import Glibc
internal import SpawnCore

/// What others want of the reactor.
enum ReactorCommand: Sendable {
    case start(ProcessSpec, AttemptID)
    case terminate(AttemptID, TerminationManner)
    /// Suspend the run, and call this when it goes on.
    case suspend(@Sendable () -> Void)
    /// Everything of an attempt is in its files, as far as it could be written.
    case spillsClosed(AttemptID)
    /// The writer of files can take more.
    case spillsHaveRoom
    case close
}

/// Carries wishes to the reactor's thread, and rings when it sleeps.
///
/// Two lines must not be swapped. The reactor says that it sleeps under the same lock under which it has found nothing
/// to do, and only then waits; a wish that comes in between sees that and rings, and the wait ends at once.
final class Mailbox: Sendable {
    /// What was found in the mailbox.
    struct Mail: Sendable {
        var commands: [ReactorCommand] = []
        /// True when a batch is wanted now.
        var isWoken = false
        /// When a batch is wanted.
        var wakeMoment: Moment?
    }

    private struct State {
        var mail = Mail()
        var isAsleep = false
        /// When the sleep ends by itself; `nil` is never.
        var sleepEnd: Moment?

        /// True when somebody must ring, and nobody else has.
        mutating func takeSleep() -> Bool {
            defer { isAsleep = false }
            return isAsleep
        }
    }

    private let state = Guarded(State())
    /// An eventfd. It lives as long as anybody might ring.
    let doorbell: FileDescriptor

    init() throws(SystemError) {
        doorbell = try FileDescriptor(Kernel.makeEventDescriptor(), of: "eventfd")
    }

    func post(_ command: ReactorCommand) {
        let mustRing = state.withLock {
            $0.mail.commands.append(command)
            return $0.takeSleep()
        }
        if mustRing { ring() }
    }

    func wakeNow() {
        let mustRing = state.withLock {
            $0.mail.isWoken = true
            return $0.takeSleep()
        }
        if mustRing { ring() }
    }

    /// A later moment than the one the reactor sleeps until rings nobody: it looks when it gets up.
    func wake(at moment: Moment?) {
        let mustRing = state.withLock { state in
            state.mail.wakeMoment = moment
            guard let moment, moment < state.sleepEnd ?? Moment(nanoseconds: .max) else { return false }
            return state.takeSleep()
        }
        if mustRing { ring() }
    }

    private func ring() { eventfd_write(doorbell.number, 1) }

    /// Empties the mailbox. Everything that comes from now on is seen before the reactor sleeps again.
    ///
    /// - Parameter now: A moment to be woken at that has come is taken out too, and is a wake-up.
    /// - Returns: What was in it.
    func collect(at now: Moment) -> Mail {
        state.withLock {
            $0.isAsleep = false
            if let moment = $0.mail.wakeMoment, moment <= now {
                $0.mail.wakeMoment = nil
                $0.mail.isWoken = true
            }
            let mail = $0.mail
            $0.mail.commands = []
            $0.mail.isWoken = false
            return mail
        }
    }

    /// Goes to sleep until the earlier of `timer` and the moment to be woken at.
    ///
    /// - Parameter timer: The reactor's own next deadline.
    /// - Returns: Whether the reactor may sleep, and until when; it must not when there is mail.
    func fallAsleep(until timer: Moment?) -> (maySleep: Bool, end: Moment?) {
        state.withLock {
            guard $0.mail.commands.isEmpty, !$0.mail.isWoken else { return (false, nil) }
            $0.isAsleep = true
            $0.sleepEnd = [timer, $0.mail.wakeMoment].compactMap(\.self).min()
            return (true, $0.sleepEnd)
        }
    }
}
