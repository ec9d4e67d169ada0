import AuroraCommand
import AuroraSpawner
import DashboardTerminal
import Glibc
import SpawnCore

/// `aurora init`: asks what agents may do, where there is somebody to ask, and writes what is missing.
struct InitCommand {
    func run() throws {
        guard Initializer.writesConfiguration() else { return Console.print(lines: try Initializer.run()) }
        let isAsked = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 && ForegroundJob.isOurs
        let permissions = isAsked ? ask() : nil
        Console.print(lines: try Initializer.run(permissions: permissions))
        if !isAsked { Console.print(PermissionQuestion.unasked) }
        // Who has just typed it has agreed to it.
        if permissions != nil, let runs = try ConfigurationFile.load(in: ".").runs {
            try Trust.agreements().add(runs, in: ".")
        }
    }

    private func ask() -> Permission? {
        Console.say(lines: PermissionQuestion.lines)
        while true {
            switch PermissionQuestion.answer(readLine()) {
            case .permissions(let permissions): return permissions
            case .unclear(let words): Console.say(words)
            }
        }
    }
}
