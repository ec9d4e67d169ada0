internal import Glibc

/// The small files of the system about its processes.
enum ProcFile {
    /// All of a file; `nil` when it cannot be read, as that of a process which is gone.
    static func read(_ path: String) -> [UInt8]? {
        let file = unsafe FileDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC))
        return file.isOpen ? read(file.number) : nil
    }

    /// All of a file that is open, from its beginning.
    static func read(_ number: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                count = max(0, unsafe pread(number, buffer.baseAddress, buffer.count, off_t(bytes.count)))
            }
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
    }

    /// The names in a directory that are numbers.
    static func entries(_ directory: String) -> [pid_t] {
        guard let stream = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var numbers: [pid_t] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
                unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = pid_t(name) { numbers.append(number) }
        }
        return numbers
    }

    /// Process ids in a row, parted by spaces.
    static func processIDs(_ text: [UInt8]) -> [pid_t] {
        text.split(separator: UInt8(ascii: " ")).compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
    }
}
