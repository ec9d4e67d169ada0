package import Dashboard
import Dispatch
import Glibc
package import SpawnCore

/// What a dashboard needs of the run it shows.
package struct DashboardConnections: Sendable {
    /// What happens, from the beginning.
    package var events: AsyncStream<SpawnEvent>
    /// Now, on the clock of the events.
    package var clock: @Sendable () -> Moment
    /// Takes a person's wishes to the run.
    package var send: @Sendable (UserCommand) -> Void
    /// What a task has written: in its running attempt, else in its last one; `nil` when nothing is kept.
    package var output: @Sendable (_ task: Int) async -> LiveOutput?

    package init(
        events: AsyncStream<SpawnEvent>, clock: @escaping @Sendable () -> Moment,
        send: @escaping @Sendable (UserCommand) -> Void, output: @escaping @Sendable (Int) async -> LiveOutput?
    ) {
        self.events = events
        self.clock = clock
        self.send = send
        self.output = output
    }
}

/// Runs a dashboard: reads keys, takes events in, draws. One turn of its loop does keys first, then a bounded number of events, then
/// at most one frame; between turns the main actor is free.
@MainActor
package final class DashboardRunner {
    /// Events taken in one turn: a key waits no longer than for these.
    private static let eventsPerTurn = 1_000
    private static let frameInterval = Duration.nanoseconds(33_000_000)
    /// How long an ESC may be the beginning of a sequence.
    private static let escapeDelay = Duration.milliseconds(25)

    private let screen: any Screen
    private let connections: DashboardConnections
    private var model: DashboardModel
    private var parser = KeyParser()
    private var inputs: [KeyParser.Input] = []
    private var events: ArraySlice<SpawnEvent> = []
    private var escapeAt: ContinuousClock.Instant?
    private var isResized = false
    private var isDirty = true
    private var lastFrame: ContinuousClock.Instant?
    private var lastTick = Moment(nanoseconds: -1_000_000_000)
    private var exit: DashboardExit?
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let mailbox: EventMailbox

    private init(_ model: DashboardModel, _ screen: any Screen, _ connections: DashboardConnections) {
        self.model = model
        self.screen = screen
        self.connections = connections
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wakes = wakes
        self.waker = waker
        mailbox = EventMailbox { waker.yield() }
    }

    /// Shows a run until somebody leaves, the run is stopped or the terminal is lost; gives the terminal back.
    ///
    /// - Parameters:
    ///   - model: The dashboard as it begins; its size is taken from the screen.
    ///   - screen: Where it is shown.
    ///   - connections: The run.
    /// - Returns: Why it ended.
    package static func run(
        _ model: DashboardModel, on screen: any Screen, _ connections: DashboardConnections
    ) async -> DashboardExit {
        let runner = DashboardRunner(model, screen, connections)
        defer { screen.restore() }
        return await runner.loop()
    }

    private func loop() async -> DashboardExit {
        let sources = DescriptorSources()
        sources.watch(screen.inputDescriptor) { [self] in readKeys() }
        if let descriptor = screen.resizeDescriptor {
            sources.watch(descriptor) { [self] in
                screen.resize()
                isResized = true
                waker.yield()
            }
        }
        let timer = WakeTimer { [waker] in waker.yield() }
        let pump = Task { @concurrent [mailbox, events = connections.events] in
            for await event in events { mailbox.put(event) }
            mailbox.close()
        }
        defer {
            pump.cancel()
            sources.cancel()
            timer.cancel()
        }
        update(.resized(screen.size))
        waker.yield()
        for await _ in wakes {
            turn()
            if let exit { return exit }
            timer.set(nextWake())
        }
        return exit ?? .terminalLost
    }

    private func turn() {
        tickIfDue()
        takeKeys()
        if isResized {
            isResized = false
            update(.resized(screen.size))
        }
        takeEvents()
        guard exit == nil, isDirty, frameDue <= .now else { return }
        screen.present(model.frame())
        isDirty = false
        lastFrame = .now
    }

    private func readKeys() {
        defer { waker.yield() }
        guard let bytes = screen.readInput() else {
            exit = .terminalLost
            return
        }
        inputs += parser.parse(bytes)
        escapeAt = parser.isPending ? .now + Self.escapeDelay : nil
    }

    private func takeKeys() {
        if let escapeAt, escapeAt <= .now {
            inputs += parser.flush()
            self.escapeAt = nil
        }
        guard !inputs.isEmpty else { return }
        tick(connections.clock())
        for input in inputs {
            switch input {
            case .key(.suspend):
                screen.suspend()
                isResized = true
            case .key(.redraw):
                screen.redraw()
                isDirty = true
            case .key(let key): update(.key(key))
            case .pasted: update(.pasted)
            }
        }
        inputs = []
    }

    private func takeEvents() {
        if events.isEmpty {
            let (taken, isClosed) = mailbox.takeAll()
            events = taken[...]
            // A run that falls silent without saying that it ended leaves nothing to look at.
            if isClosed, taken.isEmpty, model.phase != .ended { exit = exit ?? .stopped }
            if isClosed, !taken.isEmpty { waker.yield() }
        }
        for event in events.prefix(Self.eventsPerTurn) { update(.event(event)) }
        events = events.dropFirst(Self.eventsPerTurn)
        if !events.isEmpty { waker.yield() }
    }

    private func tickIfDue() {
        guard model.isCounting else { return }
        let now = connections.clock()
        if now - lastTick >= .seconds(1) { tick(now) }
    }

    private func tick(_ now: Moment) {
        // Ticks fall on whole seconds, so that a clock never skips one.
        lastTick = Moment(nanoseconds: now.nanoseconds - now.nanoseconds % 1_000_000_000)
        update(.tick(now, wall: Self.wallClock()))
    }

    private func update(_ message: DashboardMessage) {
        guard exit == nil else { return }
        isDirty = true
        for effect in model.update(message) {
            switch effect {
            case .send(let command): connections.send(command)
            case .fetchOutput(let task): fetchOutput(of: task)
            case .quit(let reason): exit = reason
            }
        }
    }

    private func fetchOutput(of task: Int) {
        Task {
            update(.output(task: task, await connections.output(task)))
            waker.yield()
        }
    }

    private var frameDue: ContinuousClock.Instant { lastFrame.map { $0 + Self.frameInterval } ?? .now }

    /// When the next turn is due without anybody asking for it; `nil` while nothing moves.
    private func nextWake() -> Duration? {
        var due: [Duration] = []
        if isDirty { due.append(ContinuousClock.now.duration(to: frameDue)) }
        if let escapeAt { due.append(ContinuousClock.now.duration(to: escapeAt)) }
        if model.isCounting { due.append(lastTick + .seconds(1) - connections.clock()) }
        return due.min()
    }

    private static func wallClock() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
