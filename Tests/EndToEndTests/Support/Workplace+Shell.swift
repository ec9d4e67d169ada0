import SpawnTestKit

/// `aurora` as a job of an interactive shell.
extension Workplace {
    /// Runs a shell in a terminal. One without a history and a long prompt leaves room for what is looked at.
    func inShell(_ body: (TmuxSession) async throws -> Void) async throws {
        try await TmuxSession.run(
            "bash", ["--norc", "--noprofile", "-i"],
            environment: environment.merging(["PS1": "$ ", "HISTFILE": "/dev/null"]) { $1 }, directory: files.path, body
        )
    }

    /// The process that the shell has started and looks at; `nil` when there is none.
    var job: Int32? {
        let shells = Set(mark.survivors.filter { $0.command.hasPrefix("bash") }.map(\.pid))
        return mark.survivors.first { shells.contains($0.parent) && $0.command.hasPrefix("aurora spawn") }?.pid
    }
}
