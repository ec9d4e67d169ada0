package import SpawnCore

/// Runs children on this machine: one thread, one epoll set for their ends, their streams, signals and wake-ups.
///
/// Everything here may be called from any thread. Wishes go through a mailbox to the reactor's thread, which alone
/// touches children; what happens comes back in batches.
package final class Reactor: ProcessHost {
    private let mailbox: Mailbox
    private let outbox: Outbox
    private let live = LiveOutputs()
    private let strays = Remnants("left running, nobody knows by which task, and killed")
    private let survivors = Remnants("could not be ended, and may still run")
    private let thread: ReactorThread
    private let clock: Clock

    /// Starts the reactor's thread, and with it the run's clock.
    ///
    /// - Parameters:
    ///   - signals: Signals for this program that arrive in batches from now on until the reactor is closed. Those that
    ///     the program was started to ignore stay ignored. SIGTSTP is carried out instead, see ``suspend()``.
    ///   - adoptsOrphans: Whether what children start and leave behind becomes ours, to be ended whatever it did to get
    ///     away. It is for a program that starts children by this reactor alone: the orphans of others would be taken for
    ///     its own. Without it, what leaves its group after its parent has ended gets away.
    ///   - spillDirectory: Where files with the output of children are made, for those whose specs name them; made with the
    ///     first of them. `nil` makes none: of long output the head and the tail are kept.
    ///   - reading: Reads the text of children for errors; `nil` finds none.
    /// - Throws: What the system refused.
    package init(
        signals: [Int32] = [], adoptsOrphans: Bool = false, spillDirectory: String? = nil,
        reading: (any OutputReading)? = nil
    ) throws(SystemError) {
        let clock = Clock()
        self.clock = clock
        mailbox = try Mailbox()
        outbox = Outbox(clock: clock)
        thread = try ReactorThread(
            ReactorLoop(
                signals: signals, orphans: adoptsOrphans ? Orphans(strays, clock: clock) : nil, survivors: survivors,
                reading: reading, mailbox: mailbox, outbox: outbox, live: live, clock: clock,
                spillDirectory: spillDirectory))
    }

    deinit { close() }

    /// Now, on the clock of the batches.
    package var now: Moment { clock.now }

    package func start(_ spec: ProcessSpec, as attempt: AttemptID) { mailbox.post(.start(spec, attempt)) }

    package func terminate(_ attempt: AttemptID, _ manner: TerminationManner) {
        mailbox.post(.terminate(attempt, manner))
    }

    package func wake(at moment: Moment?) { mailbox.wake(at: moment) }

    package func wakeNow() { mailbox.wakeNow() }

    /// Suspends the run as Ctrl-Z does: stops every child, the clock and this program's job, and waits until somebody lets
    /// it go on. SIGTSTP does the same where it is among the signals of the reactor.
    package func suspend() async {
        await withCheckedContinuation { continuation in
            mailbox.post(.suspend { continuation.resume() })
        }
    }

    package func nextBatch() async -> ProcessBatch { await outbox.next() }

    package func availableMemory() -> Int { SystemMemory.available() }

    package func output(of attempt: AttemptID) -> LiveOutput? { live[attempt]?.snapshot }

    /// What was left behind and could not be told as the leak of an attempt, in one sentence; `nil` when there was nothing.
    package var strayComplaint: String? { strays.complaint }

    /// What could not be ended, in one sentence, once the reactor is closed; `nil` when all was.
    package var survivorComplaint: String? { survivors.complaint }

    /// Ends the thread and closes what it had open. A child that still runs is killed, with its tree; what a child that
    /// ended well has left behind keeps its second, for which this waits. A caller that waits for a batch, now or later,
    /// gets an empty one.
    package func close() {
        mailbox.post(.close)
        thread.join()
    }
}
