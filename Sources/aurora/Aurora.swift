import AuroraCommand
import AuroraSpawner
import CLinux
import Dashboard
import DashboardTerminal
import Dispatch
import Glibc
import SpawnCore
import SpawnProcess

/// Of no actor: it runs in whichever thread the signal comes to.
private nonisolated func doNothing(_ signal: Int32) {}

/// The command `aurora`.
@main
enum Aurora {
    static func main() {
        do throws(NoStackError) { try StackRoom.make() } catch {
            _ = unsafe write(STDERR_FILENO, NoStackError.words.utf8Start, NoStackError.words.utf8CodeUnitCount)
            _exit(ExitCode.usage)
        }
        Console.reserveStreams()
        signal(SIGPIPE, SIG_IGN)
        // Who asks how a run stands may ask before there is a run, or when it is over, and must not end it.
        if linux_is_ignored(SIGUSR1) == 0 { signal(SIGUSR1, doNothing) }
        do {
            let invocation = try CommandLineParser.parse(try Arguments.all())
            // Without it not even the threads of the system's libraries can be kept count of.
            if invocation.startsChildren, unsafe access("/proc/self/task", F_OK) != 0 {
                throw UsageError("/proc is not there, and nothing can be run without it; it has to be mounted")
            }
            // The runtime crashes where it has no descriptor left for its queues.
            if invocation.startsChildren { _ = try ChildCapacity.makeRoom(for: 1) }
            if invocation.startsChildren {
                // Before there is a second thread.
                try Guardian.stand(afterCrash: TerminalKeeper().restore)
                try FreshThread.goOn {
                    do { try OwnThread.makeRoom() } catch { exit(complain(error)) }
                    start(invocation)
                }
            } else {
                start(invocation)
            }
        } catch {
            exit(complain(error))
        }
        dispatchMain()
    }

    /// Starts what was asked for, on the main queue.
    private static func start(_ invocation: Invocation) {
        Task { @MainActor in
            let code = Console.checked(await run(invocation))
            await Console.finish()
            Guardian.leave(with: code)
        }
    }

    @MainActor
    private static func run(_ invocation: Invocation) async -> Int32 {
        do {
            switch invocation {
            case .help(let text): Console.print(text: text)
            case .manual: Console.print(document: ManualPage.text(keys: KeyTable.sections))
            case .version: Console.print("aurora \(ProductVersion.current)")
            case .initialize: try InitCommand().run()
            case .trust(let options): return try TrustCommand(options: options).run()
            case .configuration(let action, let options):
                return try ConfigurationCommand(action: action, options: options).run()
            case .breakers(let request, let options):
                return try BreakersCommand(request: request, options: options).run()
            case .runs(let action, let options): return try RunsCommand(action: action, options: options).run()
            case .show(let options): return try ShowCommand(options: options).run()
            case .logs(let options): return try ShowCommand(options: options).log()
            case .doctor(let options): return try await DoctorCommand(options).run()
            case .spawn(let options):
                return try await SpawnCommand(options, arguments: Array(Arguments.all().dropFirst())).run()
            case .resume(let options, let arguments):
                return try await ResumeCommand(options: options, arguments: arguments).run()
            case .classify(let options): try ClassifyCommand(options).run()
            case .demo(let options): return try await DemoCommand(options).run()
            }
            return ExitCode.success
        } catch {
            return complain(error)
        }
    }

    private static func complain(_ error: any Error) -> Int32 {
        Console.complain((error as? UsageError)?.message ?? "\(error)")
        return ExitCode.usage
    }
}

extension Invocation {
    /// True for what runs tasks.
    fileprivate var startsChildren: Bool {
        switch self {
        case .spawn(let options), .resume(let options, _): !options.isDryRun
        case .demo, .doctor: true
        case .help, .manual, .version, .initialize, .trust, .configuration, .breakers, .runs, .show, .logs, .classify:
            false
        }
    }
}
