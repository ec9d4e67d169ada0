package import Dashboard
import CLinux
import Glibc
import SpawnCore

/// Runs a dashboard: reads keys, takes events in, draws. One turn of its loop does keys first, then a bounded number of events, then
/// at most one frame; between turns the main actor is free.
@MainActor
package final class DashboardRunner {
    /// Events taken in one turn: a key waits no longer than for these.
    private static let eventsPerTurn = 1_000
    private static let frameInterval = Duration.nanoseconds(33_000_000)
    /// How long a turn may do what can wait, or take keys that came all at once.
    private static let longestWork = Duration.milliseconds(6)

    let screen: any Screen
    let connections: DashboardConnections
    /// Reads the output of the task that is looked at.
    let outputDesk: OutputDesk
    private(set) var model: DashboardModel
    private var parser = KeyParser()
    private var inputs: ArraySlice<TerminalInput> = []
    private var events: ArraySlice<SpawnEvent> = []
    /// True when no event will come any more.
    private var areEventsOver = false
    /// When to wait no longer for the rest of what the terminal has begun to send.
    private var flushAt: ContinuousClock.Instant?
    private var isResized = false
    /// True when another process wants what Ctrl-Z does.
    private var isToStop = false
    private var isDirty = true
    private var lastFrame: ContinuousClock.Instant?
    private var lastTick = Moment(nanoseconds: -1_000_000_000)
    private var exit: DashboardExit?
    private let sources = DescriptorSources()
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    /// True while the terminal belongs to another program.
    private var isAway = false
    /// Looks for a text in all output.
    var searching: Task<Void, Never>?

    private init(_ model: DashboardModel, _ screen: any Screen, _ connections: DashboardConnections) {
        self.model = model
        self.screen = screen
        self.connections = connections
        outputDesk = OutputDesk(connections.output)
        let (wakes, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wakes = wakes
        self.waker = waker
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
        watchKeys()
        if let descriptor = screen.changeDescriptor {
            sources.watch(descriptor) { [self] in
                if screen.takeChange() { isToStop = true }
                isResized = true
                waker.yield()
            }
        }
        let timer = WakeTimer { [waker] in waker.yield() }
        let receiving = Task { await receiveEvents() }
        defer {
            receiving.cancel()
            searching?.cancel()
            sources.cancel()
            timer.cancel()
        }
        tell(.resized(screen.size))
        for await _ in wakes {
            turn()
            // Whoever has the terminal finishes first.
            if let exit, !isAway { return exit }
            timer.set(nextWake())
        }
        return exit ?? .terminalLost
    }

    /// Takes a message in, does what follows, and sees to it that the screen shows it.
    func tell(_ message: DashboardMessage) {
        take(message)
        waker.yield()
    }

    /// The same in the middle of a turn, which ends with a frame anyway.
    private func take(_ message: DashboardMessage) {
        guard exit == nil else { return }
        isDirty = true
        for effect in model.update(message) { perform(effect) }
    }

    func end(_ reason: DashboardExit) { exit = exit ?? reason }

    private func turn() {
        // What happens is taken in also while nobody looks, or it would pile up.
        guard !isAway else { return takeEvents() }
        tickIfDue()
        takeKeys()
        if isToStop, !isAway { take(.key(.suspend)) }
        isToStop = false
        if isResized {
            isResized = false
            take(.resized(screen.size))
        }
        takeEvents()
        let start = ContinuousClock.now
        while model.hasMoreToDo, .now - start < Self.longestWork { take(.goOn) }
        if model.hasMoreToDo { waker.yield() }
        guard exit == nil, isDirty, !isAway, frameDue <= .now else { return }
        screen.present(model.frame())
        isDirty = false
        lastFrame = .now
    }

    // MARK: - Keys

    private func watchKeys() { sources.watch(screen.inputDescriptor) { [self] in readKeys() } }

    private func readKeys() {
        defer { waker.yield() }
        guard let bytes = screen.readInput() else { return end(.terminalLost) }
        inputs += parser.parse(bytes)
        flushAt = parser.patience.map { .now + $0 }
    }

    private func takeKeys() {
        if let flushAt, flushAt <= .now {
            inputs += parser.flush()
            self.flushAt = nil
        }
        guard !inputs.isEmpty else { return }
        tick(connections.clock())
        let start = ContinuousClock.now
        while .now - start < Self.longestWork, let input = inputs.popFirst() {
            switch input {
            case .key(let key): take(.key(key))
            case .mouse(let action): take(.mouse(action))
            case .pasted(let text): take(.pasted(text))
            // Whatever wrote over the screen while nobody looked is written over.
            case .focus(let isHere): if isHere { redraw() }
            case .synchronizedOutput(let isKnown): screen.synchronizesOutput = isKnown
            }
        }
        if !inputs.isEmpty { waker.yield() }
    }

    func redraw() {
        screen.redraw()
        isDirty = true
    }

    /// Leaves the terminal to another program until it has ended. Keys are that program's meanwhile, and nothing is drawn.
    func lendScreen(to program: @escaping @Sendable () async -> String?) {
        isAway = true
        sources.stopWatching(screen.inputDescriptor)
        screen.lend()
        Task {
            let complaint = await program()
            screen.takeBack()
            watchKeys()
            isAway = false
            isResized = true
            if let complaint { tell(.told(complaint, isGood: false)) }
            waker.yield()
        }
    }

    // MARK: - Events and time

    private func receiveEvents() async {
        for await batch in connections.events {
            events += batch
            waker.yield()
            // Nobody sees more than a frame. What comes meanwhile wakes nobody, and old lines of output give way to new.
            try? await Task.sleep(for: Self.frameInterval)
        }
        areEventsOver = true
        waker.yield()
    }

    private func takeEvents() {
        for event in events.prefix(Self.eventsPerTurn) { take(.event(event)) }
        events = events.dropFirst(Self.eventsPerTurn)
        if !events.isEmpty {
            waker.yield()
        } else if areEventsOver, model.run.phase != .ended {
            // A run that falls silent without saying that it ended leaves nothing to look at.
            end(.stopped)
        }
    }

    private func tickIfDue() {
        guard model.isCounting else { return }
        let now = connections.clock()
        if now - lastTick >= .seconds(1) { tick(now) }
    }

    private func tick(_ now: Moment) {
        // Ticks fall on whole seconds, so that a clock never skips one.
        lastTick = Moment(nanoseconds: now.nanoseconds - now.nanoseconds % 1_000_000_000)
        take(.tick(now, wall: Self.wallClock()))
    }

    private var frameDue: ContinuousClock.Instant { lastFrame.map { $0 + Self.frameInterval } ?? .now }

    /// When the next turn is due without anybody asking for it; `nil` while nothing moves.
    private func nextWake() -> Duration? {
        guard !isAway else { return nil }
        var due: [Duration] = []
        if isDirty { due.append(ContinuousClock.now.duration(to: frameDue)) }
        if let flushAt { due.append(ContinuousClock.now.duration(to: flushAt)) }
        if model.isCounting { due.append(lastTick + .seconds(1) - connections.clock()) }
        return due.min()
    }

    private static func wallClock() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
