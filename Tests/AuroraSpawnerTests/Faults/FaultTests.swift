import AuroraSpawner
import Glibc
import SpawnCore
import SpawnTestKit
import Testing

@testable import SpawnProcess

/// Runs with real children in which one system call fails: each in turn, and of each the first, the second, and so on
/// through the whole run.
struct FaultTests {
    /// Each call in a process of its own, which is what is to be left as it was.
    @Test(arguments: Kernel.Call.allCases.indices)
    func `whichever call fails, and whenever, the run ends and leaves nothing`(index: Int) async throws {
        await #expect(processExitsWith: .success) { [index] in
            let call = Kernel.Call.allCases[index]
            let run = try FaultyRun()
            // Once without a fault, and once a sleep, for what a process opens when it does something for the first time.
            try await Task.sleep(for: .milliseconds(1))
            #expect(await run.problems(when: call, failsAt: .max) == [])
            for number in 1... {
                let problems = await run.problems(when: call, failsAt: number)
                #expect(problems == [], "when \(call) failed the \(number)th time: \(problems)")
                guard run.hasFailed else { break }
            }
        }
    }
}

/// A run of four tasks, and a look at what is left of it.
private final class FaultyRun: Sendable {
    private struct Plot {
        var call: Kernel.Call
        var number: Int
        var count = 0
    }

    private let temporary: TemporaryDirectory
    private let spills: TemporaryDirectory
    private let mark = TestMark("fault")
    private let plot = Guarded<Plot?>(nil)
    private let plan: RunPlan

    init() throws {
        temporary = try TemporaryDirectory()
        spills = try TemporaryDirectory()
        unsafe setenv("TMPDIR", temporary.path, 1)
        var configuration = SpawnerConfiguration()
        let scripts: [(String, ToolDefinition.PromptDelivery, String)] = [
            ("pipe", .stdin, "cat"),
            ("file", .file, "cat $1"),
            ("fail", .none, "setsid sleep 600 & exit 3"),
            ("hang", .none, "setsid sleep 600 & exec sleep 600"),
        ]
        for (name, prompt, script) in scripts {
            configuration.tools[name] = ToolDefinition(
                name: name, command: ["sh", "-c", script, "sh"], prompt: prompt, environment: mark.environment)
        }
        configuration.tool = "pipe"
        configuration.recovery = .noRecovery
        var tasks = scripts.map { SpawnTask(id: $0.0, prompt: String(repeating: "p", count: 200_000), tool: $0.0) }
        tasks[3].timeout = .milliseconds(200)
        plan = try RunPlan(tasks: tasks, configuration: configuration)
    }

    /// Whether the call was made so often in the last run that it did fail.
    var hasFailed: Bool { plot.withLock { ($0?.count ?? 0) >= ($0?.number ?? 0) } }

    /// What is open, but for the timers of the runtime's sleeps, which it makes when it pleases; we have none.
    private static var openDescriptors: [String] {
        Files.entries(of: "/proc/self/fd").map { Files.link("/proc/self/fd/\($0)") }
            .filter { !$0.isEmpty && $0 != "anon_inode:[timerfd]" }.sorted()
    }

    /// Runs all tasks.
    ///
    /// - Parameters:
    ///   - call: The call that fails, …
    ///   - number: … once, when it is made for so many times.
    /// - Returns: What is wrong afterwards.
    func problems(when call: Kernel.Call, failsAt number: Int) async -> [String] {
        let descriptors = Self.openDescriptors
        plot.withLock { $0 = Plot(call: call, number: number) }
        Kernel.decideFaults { [self] made in
            plot.withLock { plot in
                guard made == plot?.call else { return nil }
                plot?.count += 1
                return plot?.count == plot?.number ? made.likelyError : nil
            }
        }
        var problems: [String] = []
        // A reactor that cannot be made is no run at all.
        if let reactor = try? Reactor(adoptsOrphans: true, spillDirectory: spills.path + "/\(call)-\(number)") {
            // Nor is one without threads; then what the reactor has open is closed with it.
            let report = await (try? Spawner(plan: plan, host: reactor))?.run()
            if let report, report.results.map(\.ending) != [.firstTry, .firstTry, .failed, .failed] {
                problems.append("\(report.results.map { ($0.ending, $0.error) })")
            }
        }
        // The thread that writes files goes when it has seen that nothing comes any more.
        let isClosed = try? await Waiting.until(timeout: .seconds(20)) {
            Self.openDescriptors == descriptors ? true : nil
        }
        if isClosed != true { problems.append("open are \(Self.openDescriptors), and were \(descriptors)") }
        if !Files.entries(of: temporary.path).isEmpty { problems.append("a file is left") }
        problems += mark.survivors.map(\.description)
        for thread in Files.entries(of: "/proc/self/task") {
            let children = Files.read("/proc/self/task/\(thread)/children") ?? ""
            if !children.isEmpty { problems.append("not collected: \(children)") }
        }
        return problems
    }
}

extension Kernel.Call {
    /// An error that the call can have on a machine that is short of something.
    fileprivate var likelyError: Int32 {
        switch self {
        case .pipe, .openDirectory, .duplicate, .epollCreate, .eventDescriptor, .openProcess: EMFILE
        case .open: ENFILE
        case .makeDirectory, .write, .close: ENOSPC
        case .setNonBlocking, .epollAdd: ENOMEM
        case .startThread, .start: EAGAIN
        case .read, .wait, .epollWait: EINTR
        case .readAt: ESRCH
        case .signalProcess, .signalGroup, .remove, .removeDirectory, .readMark: EPERM
        case .readDirectory: ENOENT
        case .lookAtFile: ESTALE
        case .look: ECHILD
        case .adoptOrphans: EINVAL
        }
    }
}
