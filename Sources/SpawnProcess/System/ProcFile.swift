internal import Glibc
internal import SpawnCore

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
            guard let page = page(number, at: bytes.count) else { return nil }
            guard !page.isEmpty else { return bytes }
            bytes += page
        }
    }

    /// A page of a file of the system, which holds whole entries; `nil` when it cannot be read.
    static func page(_ number: Int32, at offset: Int) -> [UInt8]? {
        var result = 0
        let page = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            result = unsafe Kernel.read(number, UnsafeMutableRawBufferPointer(buffer), at: offset)
            count = max(0, result)
        }
        return result < 0 ? nil : page
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
                    unsafe String(systemName: field.prefix { $0 != 0 })
                })
        }
        return names
    }

    /// Process ids in a row, parted by spaces.
    static func processIDs(_ text: [UInt8]) -> [pid_t] {
        var ids: [pid_t] = []
        var id: pid_t = 0
        for byte in text {
            if byte == UInt8(ascii: " ") {
                ids.append(id)
                id = 0
            } else {
                id = id &* 10 &+ pid_t(byte &- UInt8(ascii: "0"))
            }
        }
        return ids
    }
}
