/// `aurora` at work is three processes: the one that is started guards a second one, and that the one that does the work.
extension RunningProgram {
    /// The process that does the work; `nil` before it is there and after it has ended.
    package var supervisor: Int32? { Self.supervisor(of: pid) }

    /// The process that does the work, below a guardian and its keeper.
    package static func supervisor(of guardian: Int32) -> Int32? { child(of: guardian).flatMap { child(of: $0) } }

    /// The first child of a process that has one thread; the keeper's that of a guardian.
    package static func child(of pid: Int32) -> Int32? {
        let children = Files.read("/proc/\(pid)/task/\(pid)/children") ?? ""
        return children.split(separator: " ").first.flatMap { Int32($0) }
    }

    /// The most memory the supervisor has held at once so far, in bytes; `nil` when there is none.
    ///
    /// What `wait4` tells of a program counts in what its parent held when it was started.
    package var peakMemory: Int? {
        guard let supervisor else { return nil }
        let lines = (Files.read("/proc/\(supervisor)/status") ?? "").split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
        return line.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 * 1024 }
    }
}
