import CNcurses
import Glibc

/// Keeps what is written to standard error while the screen is up, and writes it when the screen is gone.
struct ErrorCapture {
    /// The most that is written again; the end counts.
    private static let limit = 65_536

    /// Standard error as it was.
    let original: Int32
    /// The file that keeps what comes meanwhile.
    let kept: Int32
    private var isOn = false

    init() {
        original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        kept = aurora_memory_file()
    }

    /// Keeps what comes from now on. A standard error that is no terminal disturbs nobody and is left alone.
    mutating func begin() {
        guard !isOn, original >= 0, kept >= 0, isatty(original) == 1 else { return }
        isOn = dup2(kept, STDERR_FILENO) >= 0
    }

    /// Writes what came.
    mutating func end() {
        guard isOn else { return }
        isOn = false
        dup2(original, STDERR_FILENO)
        let size = lseek(kept, 0, SEEK_END)
        lseek(kept, max(0, size - off_t(Self.limit)), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: Self.limit)
        let count = unsafe read(kept, &bytes, bytes.count)
        if count > 0 { _ = unsafe write(STDERR_FILENO, bytes, count) }
        ftruncate(kept, 0)
        lseek(kept, 0, SEEK_SET)
    }
}
