package import SpawnCore

/// A world without processes: children are scripts, and time passes only when somebody asks what happens next.
///
/// It is a value, so that a test may run the pure state machine against it without any concurrency; ``FakeHost`` puts it
/// behind the engine's own protocol.
package struct FakeWorld: Sendable {
    /// Decides what a child does.
    package typealias Script = @Sendable (AttemptID, ProcessSpec) -> FakeChild

    /// A child that was asked for.
    package struct Start: Sendable {
        package var attempt: AttemptID
        package var spec: ProcessSpec
        package var moment: Moment
    }

    /// A child that was to end.
    package struct Termination: Sendable, Equatable {
        package var attempt: AttemptID
        package var manner: TerminationManner
        package var moment: Moment
    }

    /// What happens at one moment.
    package struct Turn: Sendable {
        package var batch: ProcessBatch
        /// What a person asks for at that moment.
        package var commands: [UserCommand]

        package init(batch: ProcessBatch, commands: [UserCommand] = []) {
            self.batch = batch
            self.commands = commands
        }
    }

    private struct Occurrence: Comparable, Sendable {
        enum Kind: Sendable {
            case writing(AttemptID, pid: Int32, FakeChild.Writing)
            case end(AttemptID, pid: Int32, ExitStatus)
            case startFailure(AttemptID, StartFailure)
            case started(AttemptID, pid: Int32)
            case command(UserCommand)
            case signal(Int32)
        }

        var moment: Moment
        /// Keeps what happens at one moment in the order it was planned in.
        var serial: Int
        var kind: Kind

        static func == (left: Occurrence, right: Occurrence) -> Bool { left.serial == right.serial }
        static func < (left: Occurrence, right: Occurrence) -> Bool {
            (left.moment, left.serial) < (right.moment, right.serial)
        }
    }

    /// Children that live.
    private struct Child: Sendable {
        var pid: Int32
        var script: FakeChild
        var spec: ProcessSpec
        var stdout: [UInt8] = []
        var stderr: [UInt8] = []
        var lastStdout: Moment?
        var report: AgentReport?
        var isAsked = false
    }

    /// The moment of the latest turn.
    package private(set) var now: Moment
    /// Every child that was asked for, in order.
    package private(set) var starts: [Start] = []
    /// Every order to end a child that lived, in order.
    package private(set) var terminations: [Termination] = []
    /// The most children that lived at once.
    package private(set) var mostAlive = 0
    /// Why the n-th start of all, counted from 1, fails; `nil` leaves that to the child's script.
    package var startFailure: (@Sendable (Int) -> FakeChild?)?
    /// Time stands still here: nothing later ever happens, unless somebody asks for it.
    package var end: Moment?
    /// The memory that is available while so many children live, at that moment; `nil` is nobody knows.
    package var memory: (@Sendable (_ alive: Int, Moment) -> Int)?
    /// How often that was looked up.
    package private(set) var memoryLooks = 0
    /// Forgets what it was asked for, for runs that are too long to be remembered.
    package var isForgetful = false
    private let script: Script
    private var agenda = MinHeap<Occurrence>()
    private var occurrences = 0
    private var startCount = 0
    private var children: [AttemptID: Child] = [:]
    private var latestPid: Int32 = 1000
    private var wakeMoment: Moment?
    package private(set) var isWoken = false

    /// Creates a world in which every child follows the script.
    package init(beginningAt moment: Moment = .start, script: @escaping Script) {
        now = moment
        self.script = script
    }

    /// How many children live.
    package var alive: Int { children.count }

    /// Plans a person's command.
    package mutating func plan(_ command: UserCommand, at seconds: Double) {
        add(.command(command), at: .start + Duration(inSeconds: seconds))
    }

    /// Plans a signal for the program.
    package mutating func plan(signal: Int32, at seconds: Double) {
        add(.signal(signal), at: .start + Duration(inSeconds: seconds))
    }

    package mutating func start(_ spec: ProcessSpec, as attempt: AttemptID) {
        precondition(children[attempt] == nil, "an attempt that runs was started again")
        if !isForgetful { starts.append(Start(attempt: attempt, spec: spec, moment: now)) }
        startCount += 1
        let child = startFailure?(startCount) ?? script(attempt, spec)
        if let failure = child.startFailure { return add(.startFailure(attempt, failure), at: now) }
        latestPid += 1
        children[attempt] = Child(pid: latestPid, script: child, spec: spec)
        mostAlive = max(mostAlive, children.count)
        add(.started(attempt, pid: latestPid), at: now)
        for writing in child.writings { add(.writing(attempt, pid: latestPid, writing), at: now + writing.moment) }
        if let duration = child.duration { add(.end(attempt, pid: latestPid, child.exit), at: now + duration) }
    }

    package mutating func terminate(_ attempt: AttemptID, _ manner: TerminationManner) {
        guard let child = children[attempt] else { return }
        if !isForgetful { terminations.append(Termination(attempt: attempt, manner: manner, moment: now)) }
        switch manner {
        case .polite:
            guard !child.isAsked else { return }
            children[attempt]?.isAsked = true
            let obeys = child.script.obeysWithin.flatMap { $0 <= child.spec.killGrace ? $0 : nil }
            let exit = obeys == nil ? ExitStatus.signalled(9) : child.script.exitWhenAsked
            add(.end(attempt, pid: child.pid, exit), at: now + (obeys ?? child.spec.killGrace))
        case .immediate: add(.end(attempt, pid: child.pid, .signalled(9)), at: now)
        }
    }

    package mutating func availableMemory() -> Int {
        memoryLooks += 1
        return memory?(children.count, now) ?? .max
    }

    package mutating func wake(at moment: Moment?) { wakeMoment = moment }

    package mutating func wakeNow() { isWoken = true }

    /// What the child has written so far; `nil` when it does not live.
    package func output(of attempt: AttemptID) -> LiveOutput? {
        children[attempt].map {
            LiveOutput(stdout: CapturedOutput(head: $0.stdout), stderr: CapturedOutput(head: $0.stderr))
        }
    }

    /// Goes to the next moment at which something happens; `nil` when nothing ever will.
    ///
    /// Whoever is oversleeping looks so much later than it should, as on a busy machine, and finds in the same turn what
    /// has happened meanwhile.
    package mutating func nextTurn(oversleeping: Duration = .zero) -> Turn? {
        let next = isWoken ? now : [agenda.first?.moment, wakeMoment].compactMap(\.self).min()
        guard let next, next <= end ?? next else { return nil }
        isWoken = false
        now = max(now, next + oversleeping)
        var turn = Turn(batch: ProcessBatch(moment: now))
        while let occurrence = agenda.first, occurrence.moment <= now {
            agenda.popFirst()
            happen(occurrence, in: &turn)
        }
        if let moment = wakeMoment, moment <= now { wakeMoment = nil }
        return turn
    }

    private mutating func add(_ kind: Occurrence.Kind, at moment: Moment) {
        occurrences += 1
        agenda.insert(Occurrence(moment: max(moment, now), serial: occurrences, kind: kind))
    }

    private mutating func happen(_ occurrence: Occurrence, in turn: inout Turn) {
        let moment = occurrence.moment
        func tell(_ attempt: AttemptID, _ kind: ProcessEvent.Kind) {
            turn.batch.events.append(ProcessEvent(attempt: attempt, moment: moment, kind: kind))
        }
        switch occurrence.kind {
        case .command(let command): turn.commands.append(command)
        case .signal(let signal): turn.batch.signals.append(signal)
        case .startFailure(let attempt, let failure): tell(attempt, .startFailed(failure))
        case .started(let attempt, let pid): tell(attempt, .started(pid: pid))
        case .writing(let attempt, let pid, let writing):
            guard children[attempt]?.pid == pid else { return }
            write(writing, of: attempt, at: moment).forEach { tell(attempt, $0) }
        case .end(let attempt, let pid, let exit):
            guard let child = children[attempt], child.pid == pid else { return }
            children[attempt] = nil
            tell(
                attempt,
                .ended(
                    ProcessReport(
                        exit: exit, stdout: CapturedOutput(head: child.stdout),
                        stderr: CapturedOutput(head: child.stderr),
                        finding: exit == child.script.exit ? child.script.finding : nil, agent: child.report)))
        }
    }

    private mutating func write(
        _ writing: FakeChild.Writing, of attempt: AttemptID, at moment: Moment
    ) -> [ProcessEvent.Kind] {
        guard var child = children[attempt] else { return [] }
        if writing.stream == .stdout {
            child.stdout += writing.text.utf8
            child.lastStdout = moment
        } else {
            child.stderr += writing.text.utf8
        }
        child.report = writing.report ?? child.report
        children[attempt] = child
        let progress = ProcessEvent.Kind.output(
            OutputProgress(
                stdoutBytes: child.stdout.count, stderrBytes: child.stderr.count, lastActivity: moment,
                lastStdout: child.lastStdout, line: writing.text, agent: child.report))
        guard let rule = writing.errorRule, child.spec.watchesErrorPatterns else { return [progress] }
        return [progress, .errorPattern(rule: rule)]
    }
}
