internal import CLinux
internal import Glibc
internal import SpawnCore

/// A running child: its descriptors, its machine, and what is known of its output. Lives on the reactor's thread.
final class ChildProcess {
    let attempt: AttemptID
    let spec: ProcessSpec
    let pid: pid_t
    /// By which all that descends from it is known.
    let mark: UInt64
    let slot: Int
    let generation: UInt32
    /// Shared with whoever shows the output of running children.
    let output: ChildOutput
    /// Its files; `nil` where none are to be made.
    var spills: ChildSpills?
    let reader: (any OutputReader)?
    var machine: ProcessMachine
    var meter = OutputMeter()
    var alarm = ErrorAlarm()
    /// True when somebody wanted it to end before it did.
    var wasAskedToEnd = false
    /// When the process we started was seen to be gone, reaped or not.
    var exitedAt: Moment?
    private(set) var status: ExitStatus?
    /// The most bytes of memory that it, or one that it waited for, has held at once; `nil` where that is not known.
    private(set) var peakMemory: Int?
    /// What this program had held when it was started, in KiB. It shared our memory until it became another program, and that
    /// is counted as its own.
    private let ownPeak = Kernel.ownPeak
    /// What it started and left running when it ended well.
    var leaks: [LeakedProcess] = []

    private(set) var exit: FileDescriptor
    private var input: ChildInput
    private var stdout: FileDescriptor
    private var stderr: FileDescriptor

    init(
        _ child: consuming LaunchedChild, _ spec: ProcessSpec, as attempt: AttemptID, at now: Moment, slot: Int,
        generation: UInt32, reader: (any OutputReader)?
    ) {
        self.attempt = attempt
        self.slot = slot
        self.generation = generation
        self.reader = reader
        self.spec = spec
        output = ChildOutput(startedAt: now)
        pid = child.pid
        mark = child.mark
        machine = ProcessMachine(hasInput: child.input.writeEnd.isOpen, killGrace: spec.killGrace)
        exit = child.exit
        input = child.input
        stdout = child.stdout
        stderr = child.stderr
    }

    /// The number of a stream's descriptor; negative when it is closed.
    func number(of stream: ChildStream) -> Int32 {
        switch stream {
        case .stdin: input.writeEnd.number
        case .stdout: stdout.number
        case .stderr: stderr.number
        }
    }

    func close(_ stream: ChildStream) {
        switch stream {
        case .stdin: input.writeEnd.close()
        case .stdout: stdout.close()
        case .stderr: stderr.close()
        }
    }

    func key(_ source: EpollKey.Source) -> EpollKey { EpollKey(source, slot: slot, generation: generation) }

    /// Writes as much of the input as the pipe takes.
    ///
    /// - Returns: True when there is nothing more to do. A child that does not want the rest is no error: its exit
    ///   status decides.
    func writeInput() -> Bool {
        let count = unsafe spec.input.withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[input.written...])
            return unsafe Kernel.write(input.writeEnd.number, rest)
        }
        guard count >= 0 else { return errno != EAGAIN }
        input.written += count
        return input.written == spec.input.count
    }

    /// Whether it ended well, looked at without reaping it; it must have ended.
    var endedWell: Bool {
        var info = unsafe siginfo_t()
        guard unsafe Kernel.look(at: pid, &info) == 0 else { return false }
        return unsafe info.si_code == CLD_EXITED && info._sifields._sigchld.si_status == 0
    }

    /// Collects the exit status. Must come after the last signal to the group, whose number is free afterwards.
    func reap() {
        var raw: Int32 = 0
        var peak = 0
        // Somebody else in this program has collected it; how it ended nobody knows any more.
        guard Kernel.wait(for: pid, &raw, peak: &peak) == pid else { return status = .exited(255) }
        // The kernel counts to within some pages.
        if peak > ownPeak + 1024 { peakMemory = peak * 1024 }
        status = raw & 0x7F == 0 ? .exited(raw >> 8 & 0xFF) : .signalled(raw & 0x7F)
    }
}
