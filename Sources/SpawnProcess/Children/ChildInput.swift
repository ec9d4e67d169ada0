internal import Glibc
internal import SpawnCore

/// A child's input on its way.
struct ChildInput: ~Copyable {
    /// What the child reads from; none when there is nothing to read.
    var readEnd = FileDescriptor.none
    /// What we write to; none when there is nothing left to write.
    var writeEnd = FileDescriptor.none
    /// How much of it is written.
    var written = 0
    /// Holds the input of a child that wants a file.
    var file: ChildInputFile?

    init(of spec: ProcessSpec, files: ChildInputDirectory) throws(SystemError) {
        switch spec.inputDelivery {
        case .file: file = try files.makeFile(spec.input)
        case .stdin where !spec.input.isEmpty: try openPipe(for: spec.input)
        case .stdin: break
        }
    }

    private mutating func openPipe(for input: [UInt8]) throws(SystemError) {
        let pipe = try Pipe()
        try pipe.writeEnd.setNonBlocking()
        // An ordinary prompt fits into the pipe, and then there is nothing to write or to watch once the child runs.
        written = max(0, unsafe input.withUnsafeBytes { unsafe Kernel.write(pipe.writeEnd.number, $0) })
        readEnd = pipe.readEnd
        if written < input.count { writeEnd = pipe.writeEnd }
    }
}
