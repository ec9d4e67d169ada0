import Glibc
import SpawnCore
import SpawnProcess
import SpawnTestKit
import Testing

/// The reactor as a whole: batches, their order, wake-ups, signals, and what it leaves open.
struct ReactorTests {
    /// What every open descriptor of this process is that could be a child's. The library behind tasks opens others, and
    /// when it pleases.
    private static var openDescriptors: [String] {
        Files.entries(of: "/proc/self/fd").map { Files.link("/proc/self/fd/\($0)") }
            .filter { $0 == "anon_inode:[pidfd]" || $0 == "/dev/null" || $0.hasPrefix("pipe:") }.sorted()
    }

    /// In a process of its own, because the other tests open and close descriptors at the same time.
    @Test func `a thousand children end once each, and no descriptor is left`() async throws {
        await #expect(processExitsWith: .success) {
            let before = Self.openDescriptors
            try await Self.runThousandChildren()
            #expect(Self.openDescriptors == before)
        }
    }

    private static func runThousandChildren() async throws {
        let children = try TestChildren()
        let atRest = openDescriptors
        let input = [UInt8](repeating: 0, count: 100_000)
        for task in 0..<1000 {
            let spec: ProcessSpec =
                switch task % 5 {
                case 0: .shell("exit 7")
                case 1: .shell("cat | wc -c", input: input)
                case 2: .shell("exec <&-; echo x >&2", input: input)
                case 3: ProcessSpec(executable: "/no/such/program", input: input)
                default: .shell("kill -KILL $$")
                }
            children.start(spec, task: task)
        }
        try await children.wait(for: "all ends") { $0.ends.count == 1000 ? true : nil }
        var ended = Set<Int>()
        for event in children.events {
            switch event.kind {
            case .ended, .startFailed: #expect(ended.insert(event.attempt.task).inserted)
            case .started, .output, .errorPattern, .result: #expect(!ended.contains(event.attempt.task))
            }
        }
        #expect(openDescriptors == atRest)
        children.close()
    }

    @Test func `moments never go back, within a batch or between two`() async throws {
        let children = try TestChildren()
        for task in 0..<50 { children.start(.shell("echo x; echo y >&2"), task: task) }
        try await children.wait(for: "all ends") { $0.ends.count == 50 ? true : nil }
        let moments = children.events.map(\.moment)
        #expect(zip(moments, moments.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `a batch comes at the moment it was asked for, and again only when asked again`() async throws {
        let reactor = try Reactor()
        let moment = reactor.now + .milliseconds(20)
        reactor.wake(at: moment)
        #expect(await reactor.nextBatch().moment >= moment)
        reactor.wake(at: reactor.now + .seconds(600))
        reactor.wake(at: reactor.now + .milliseconds(20))
        #expect(await reactor.nextBatch().events.isEmpty)
        reactor.wake(at: nil)
        reactor.wakeNow()
        #expect(await reactor.nextBatch().events.isEmpty)
    }

    @Test func `a wake-up tells what is not told yet of every child's output`() async throws {
        let children = try TestChildren()
        try await children.startUntilItSpeaks(.shell("echo 1; read go; echo 2; exec sleep 600"))
        try await children.wait(for: "the second line") {
            $0.wakeNow()
            return $0.progress().last?.stdoutBytes == 4 ? true : nil
        }
    }

    /// In a process of its own, because the signals of a process belong to all of its tests.
    @Test func `signals for this program arrive in batches, in order, until the reactor is closed`() async throws {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let children = try TestChildren(signals: [SIGTERM, SIGUSR1, SIGHUP])
            for signals in [[SIGUSR1], [SIGUSR1, SIGTERM], [SIGUSR1, SIGTERM, SIGHUP]] {
                kill(getpid(), signals[signals.count - 1])
                try await children.wait(for: "a signal") { $0.signals == signals ? true : nil }
            }
            children.close()
            kill(getpid(), SIGTERM)
            // Another thread takes the signal, when it is its turn.
            try await Task.sleep(for: .seconds(60))
        }
    }

    @Test func `a signal that was ignored at the start stays ignored`() async throws {
        await #expect(processExitsWith: .success) {
            signal(SIGHUP, SIG_IGN)
            let children = try TestChildren(signals: [SIGHUP, SIGUSR1])
            kill(getpid(), SIGHUP)
            kill(getpid(), SIGUSR1)
            try await children.wait(for: "the other signal") { $0.signals == [SIGUSR1] ? true : nil }
        }
    }
}
