internal import CLinux
internal import Glibc
internal import SpawnCore

/// A process as the system shows it under `/proc`.
struct ProcessEntry {
    let pid: pid_t
    let group: pid_t
    let session: pid_t
    /// True when it is dead and only waits to be counted.
    let isZombie: Bool
    /// When it started, in ticks since the machine did. With the process id it names a process for good: ids are used
    /// again.
    let startTime: UInt64

    /// Looks at a process; `nil` when there is none. Its name may hold spaces and brackets, so the fields count from the
    /// last bracket.
    init?(_ pid: pid_t) {
        guard let text = ProcFile.read("/proc/\(pid)/stat"), let bracket = text.lastIndex(of: UInt8(ascii: ")")) else {
            return nil
        }
        let fields = text[bracket...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 20, let group = pid_t(fields[3]), let session = pid_t(fields[4]),
            let startTime = UInt64(fields[20])
        else { return nil }
        self.pid = pid
        self.group = group
        self.session = session
        isZombie = ["Z", "X"].contains(fields[1])
        self.startTime = startTime
    }

    /// Looks at a process that may be just starting a program: for a moment in that it has the program's memory, so that
    /// who started it goes on and may end, but neither its arguments nor its environment. That moment is waited out.
    static func settled(_ pid: pid_t) -> ProcessEntry? {
        for _ in 0..<20 {
            guard let entry = ProcessEntry(pid) else { return nil }
            if entry.isZombie || ProcFile.read("/proc/\(pid)/cmdline")?.isEmpty == false { return entry }
            usleep(1000)
        }
        return ProcessEntry(pid)
    }

    var identity: Identity { Identity(pid: pid, startTime: startTime) }

    /// Names a process for good.
    struct Identity: Hashable {
        var pid: pid_t
        var startTime: UInt64
    }

    /// The mark that it has from the child it descends from; `nil` when it cannot be read.
    var mark: UInt64? {
        var mark: UInt64 = 0
        return Kernel.readMark(of: pid, &mark) == 0 ? mark : nil
    }

    /// The environment it was started with, unless it has written something else in its place.
    var environment: Set<ArraySlice<UInt8>> {
        Set((ProcFile.read("/proc/\(pid)/environ") ?? []).split(separator: 0))
    }

    /// For people; `nil` when it has ended.
    var leak: LeakedProcess? {
        let words = (ProcFile.read("/proc/\(pid)/cmdline") ?? []).split(separator: 0)
        let command = TerminalText.cleaned(Array(words.joined(separator: [UInt8(ascii: " ")])), limit: 200)
        guard command.isEmpty else { return LeakedProcess(pid: pid, command: command) }
        // It has ended, is just starting a program, or has put its arguments away.
        let name = (ProcFile.read("/proc/\(pid)/comm") ?? []).prefix { $0 != UInt8(ascii: "\n") }
        guard let now = ProcessEntry(pid), now.identity == identity, !now.isZombie else { return nil }
        return LeakedProcess(pid: pid, command: "[\(TerminalText.cleaned(Array(name), limit: 200))]")
    }

    /// All that descends from a process by the links between children and parents, parents first.
    static func descendants(of ancestor: pid_t) -> [ProcessEntry] {
        var found: [ProcessEntry] = []
        var open = [ancestor]
        while let parent = open.popLast() {
            let children = childIDs(of: parent)
            found += children.compactMap(ProcessEntry.init)
            open += children
        }
        return found
    }

    /// The children of all threads of a process.
    private static func childIDs(of parent: pid_t) -> [pid_t] {
        ProcFile.entries("/proc/\(parent)/task").flatMap { thread in
            ProcFile.processIDs(ProcFile.read("/proc/\(parent)/task/\(thread)/children") ?? [])
        }
    }

    /// Sends a signal to this process and no other that has got its id meanwhile.
    func send(_ signal: Int32) {
        let handle = FileDescriptor(owning: Kernel.openProcess(pid))
        guard handle.isOpen, ProcessEntry(pid)?.startTime == startTime else { return }
        Kernel.signal(handle, signal)
    }
}
