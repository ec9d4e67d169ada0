internal import Glibc

/// The small files of the system about its processes.
enum ProcFile {
    /// All of a file; `nil` when it cannot be read, as that of a process which is gone.
    static func read(_ path: String) -> [UInt8]? {
        let file = FileDescriptor(owning: Kernel.open(path, O_RDONLY))
        return file.isOpen ? read(file.number) : nil
    }

    /// All of a file that is open, from its beginning; `nil` when it cannot be read.
    static func read(_ number: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        while true {
            var result = 0
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
                result = unsafe Kernel.read(number, UnsafeMutableRawBufferPointer(buffer), at: bytes.count)
                count = max(0, result)
            }
            guard result > 0 else { return result == 0 ? bytes : nil }
            bytes += piece
        }
    }

    /// The names in a directory that are numbers.
    static func entries(_ directory: String) -> [pid_t] { names(in: directory).compactMap { pid_t($0) } }

    /// The names in a directory; none when it cannot be read.
    static func names(in directory: String) -> [String] {
        guard let stream = unsafe Kernel.openDirectory(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe Kernel.readDirectory(stream) {
            names.append(
                unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
                    unsafe String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }

    /// Process ids in a row, parted by spaces.
    static func processIDs(_ text: [UInt8]) -> [pid_t] {
        text.split(separator: UInt8(ascii: " ")).compactMap { pid_t(String(decoding: $0, as: UTF8.self)) }
    }
}
