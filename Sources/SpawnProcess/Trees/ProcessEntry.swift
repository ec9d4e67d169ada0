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
    /// True when it waits in the kernel, mostly for a disk.
    let isWaiting: Bool
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
        isWaiting = fields[1] == "D"
        self.startTime = startTime
    }

    /// False for a process that may be just starting a program: for a moment in that it has the program's memory, so that who
    /// started it goes on and may end, but neither its arguments nor its environment.
    var isSettled: Bool { isZombie || ProcFile.read("/proc/\(pid)/cmdline")?.isEmpty == false }

    /// Looks at a process when that moment is over, or when nobody waits any longer.
    static func settled(_ pid: pid_t, while goesOn: () -> Bool) -> ProcessEntry? {
        while true {
            let entry = ProcessEntry(pid)
            guard let entry, !entry.isSettled, goesOn() else { return entry }
            usleep(1000)
        }
    }

    var identity: Identity { Identity(pid: pid, startTime: startTime) }

    /// Names a process for good.
    struct Identity: Hashable {
        var pid: pid_t
        var startTime: UInt64
    }

    /// The mark that a process has from the child it descends from; `nil` when it cannot be read.
    static func mark(of pid: pid_t) -> UInt64? {
        var mark: UInt64 = 0
        return Kernel.readMark(of: pid, &mark) == 0 ? mark : nil
    }

    /// The environment it was started with, unless it has written something else in its place.
    var environment: Set<ArraySlice<UInt8>> {
        Set((ProcFile.read("/proc/\(pid)/environ") ?? []).split(separator: 0))
    }

    /// For people; `nil` when it has ended.
    var leak: LeakedProcess? { named(fromMemory: true) }

    /// The same of one that does not die. Of one that waits for a disk the memory is not asked for its arguments: whoever asks
    /// may have to wait with it.
    var survivor: LeakedProcess? { named(fromMemory: !isWaiting) }

    private func named(fromMemory: Bool) -> LeakedProcess? {
        let words = (fromMemory ? ProcFile.read("/proc/\(pid)/cmdline") ?? [] : []).split(separator: 0)
        let command = TerminalText.cleaned(Array(words.joined(separator: [UInt8(ascii: " ")])), limit: 200)
        guard command.isEmpty else { return LeakedProcess(pid: pid, command: command) }
        // It has ended, is just starting a program, or has put its arguments away.
        let name = (ProcFile.read("/proc/\(pid)/comm") ?? []).prefix { $0 != UInt8(ascii: "\n") }
        guard let now = ProcessEntry(pid), now.identity == identity, !now.isZombie else { return nil }
        return LeakedProcess(pid: pid, command: "[\(TerminalText.cleaned(Array(name), limit: 200))]")
    }

    /// All that descends from a process by the links between children and parents, parents first.
    ///
    /// - Parameters:
    ///   - ancestor: The process.
    ///   - goesOn: Whether there is time to look further.
    /// - Returns: What was found in that time.
    static func descendants(of ancestor: pid_t, while goesOn: () -> Bool = { true }) -> [ProcessEntry] {
        var found: [ProcessEntry] = []
        var open = [ancestor]
        while let parent = open.popLast() {
            for child in childIDs(of: parent) {
                guard goesOn() else { return found }
                open.append(child)
                if let entry = ProcessEntry(child) { found.append(entry) }
            }
        }
        return found
    }

    /// The children of all threads of a process.
    private static func childIDs(of parent: pid_t) -> [pid_t] {
        ProcFile.entries("/proc/\(parent)/task").flatMap { thread in
            ProcFile.processIDs(ProcFile.read("/proc/\(parent)/task/\(thread)/children") ?? [])
        }
    }

    /// Sends a signal to this process and no other that has got its id meanwhile. Where there is no descriptor left to make
    /// sure of that, it was seen a moment ago.
    func send(_ signal: Int32) {
        let handle = FileDescriptor(owning: Kernel.openProcess(pid))
        if handle.isOpen {
            guard ProcessEntry(pid)?.startTime == startTime else { return }
            Kernel.signal(handle, signal)
        } else if errno == EMFILE || errno == ENFILE {
            Kernel.signal(pid, signal)
        }
    }
}
