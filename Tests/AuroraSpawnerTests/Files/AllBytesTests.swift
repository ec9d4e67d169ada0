import AuroraSpawner
import Glibc
import Testing

struct AllBytesTests {
    @Test func `a pipe that never waits gets everything too, however slowly it is read`() async throws {
        var ends: [Int32] = [-1, -1]
        #expect(unsafe pipe(&ends) == 0)
        let (reader, writer) = (ends[0], ends[1])
        #expect(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
        let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let writing = Task.detached {
            defer { close(writer) }
            return AllBytes.write(bytes, to: writer)
        }
        // Reading begins when the pipe is full.
        var isFull = pollfd(fd: writer, events: Int16(POLLOUT), revents: 0)
        while unsafe poll(&isFull, 1, 0) == 1, isFull.revents == Int16(POLLOUT) { await Task.yield() }
        var read: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = unsafe Glibc.read(reader, &piece, piece.count), count > 0 { read += piece[..<count] }
        close(reader)
        #expect(await writing.value)
        #expect(read == bytes)
    }
}
