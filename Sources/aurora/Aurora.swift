import AuroraCommand
import AuroraSpawner
import Glibc
import SpawnCore

/// The command `aurora`.
@main
enum Aurora {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())))
    }

    @MainActor
    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            switch try CommandLineParser.parse(arguments) {
            case .help(let text): Console.print(text)
            case .version: Console.print("aurora 0.1.0")
            case .initialize: try Initializer.run().forEach(Console.print)
            case .configuration(let action, let options):
                return try ConfigurationCommand(action: action, options: options).run()
            case .breakers(let request, let options):
                return try BreakersCommand(request: request, options: options).run()
            case .spawn(let options): return try await SpawnCommand(options).run()
            case .classify(let options): try ClassifyCommand(options).run()
            case .demo(let options): return try await DemoCommand(options).run()
            }
            return ExitCode.success
        } catch let error as UsageError {
            Console.complain(error.message)
        } catch {
            Console.complain("\(error)")
        }
        return ExitCode.usage
    }
}
