internal import Glibc

/// Owns one descriptor and closes it when it goes away.
struct FileDescriptor: ~Copyable, Sendable {
    /// The number; negative when there is none.
    private(set) var number: Int32

    init(owning number: Int32) { self.number = number }

    /// No descriptor.
    static var none: FileDescriptor { FileDescriptor(owning: -1) }

    /// Takes over what a system call returned.
    init(_ result: Int32, of call: String) throws(SystemError) {
        guard result >= 0 else { throw .last(call) }
        number = result
    }

    deinit { if number >= 0 { Kernel.close(number) } }

    var isOpen: Bool { number >= 0 }

    mutating func close() {
        guard number >= 0 else { return }
        Kernel.close(number)
        number = -1
    }

    /// Closes it, for a file of which all must be kept.
    mutating func closeWritten() throws(SystemError) {
        let written = number
        number = -1
        guard written < 0 || Kernel.close(written) == 0 else { throw .last("close") }
    }

    /// Gives the number away, with the duty to close it.
    consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Hands over what it has.
    mutating func take() -> FileDescriptor {
        defer { number = -1 }
        return FileDescriptor(owning: number)
    }

    /// The lowest free number for what this one stands for.
    func duplicate() throws(SystemError) -> FileDescriptor {
        try FileDescriptor(Kernel.duplicate(number), of: "dup")
    }

    /// Never wait in a read or a write. It holds for this end of a pipe alone: the child's stays as programs expect it.
    func setNonBlocking() throws(SystemError) {
        guard Kernel.setNonBlocking(number) == 0 else { throw .last("fcntl") }
    }
}

/// Both ends of a pipe, closed in every program that is started.
struct Pipe: ~Copyable {
    var readEnd: FileDescriptor
    var writeEnd: FileDescriptor

    init() throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = unsafe withUnsafeMutablePointer(to: &ends) { pointer in
            unsafe pointer.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe Kernel.pipe($0) }
        }
        guard result == 0 else { throw .last("pipe2") }
        readEnd = FileDescriptor(owning: ends.0)
        writeEnd = FileDescriptor(owning: ends.1)
    }
}
