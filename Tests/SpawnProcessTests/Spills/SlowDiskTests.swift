import Glibc
import SpawnCore
import SpawnTestKit
import Synchronization
import Testing

@testable import SpawnProcess

/// A disk that takes nothing for a while, behind the files with what children write. Each test is a process of its own,
/// because all writes of a process are held up.
struct SlowDiskTests {
    /// More than waits in memory, so that the child has to wait for the disk.
    private static let count = 40_000_000

    private static func spec(_ script: String) -> ProcessSpec {
        var spec = ProcessSpec.shell(script)
        spec.spillTask = "1"
        return spec
    }

    @Test func `a child waits two seconds for the disk, goes on, and is told what is missing`() async throws {
        await #expect(processExitsWith: .success) {
            let disk = StuckDisk()
            let place = try TemporaryDirectory()
            let children = try TestChildren(spillDirectory: place["runs"])
            children.start(Self.spec("head -c \(Self.count) /dev/zero; printf end; sleep 600"))
            try await children.waitForOutput(Self.count + 3)
            #expect(children.now >= .start + .seconds(2))
            disk.release()
            children.terminate(.immediate)
            let stdout = try await children.report().stdout
            let file = try #require(stdout.file)
            #expect(file.missingReason == "the disk took nothing more for 2 s")
            #expect(file.byteCount + file.missingBytes == Self.count + 3)
            #expect(Files.bytes(file.path)?.count == file.byteCount)
            #expect(stdout.suffix(3) == Array("end".utf8))
        }
    }

    @Test func `a wait that ended in time does not shorten the next one`() async throws {
        await #expect(processExitsWith: .success) {
            let disk = StuckDisk()
            let place = try TemporaryDirectory()
            let children = try TestChildren(spillDirectory: place["runs"])
            children.start(Self.spec("head -c \(Self.count) /dev/zero"))
            try await children.waitForOutput(15_000_000)
            let first = children.now
            try await Task.sleep(for: .seconds(1))
            // The first wait ends with these, and the second begins; at three seconds it would have been long enough.
            let second = children.now
            disk.release(writes: 200)
            try await Task.sleep(for: .seconds(2) - (children.now - first) + .milliseconds(300))
            disk.release()
            let isInTime = second < first + .milliseconds(1_500) && children.now < second + .seconds(2)
            let file = try #require(try await children.report().stdout.file)
            // A machine that stood still in between shows nothing.
            if isInTime { #expect(file.missingReason == nil && file.byteCount == Self.count) }
        }
    }

    /// As NFS does, and what counts the bytes of a user.
    @Test func `of a file that the disk has not kept after all, every byte is missing`() async throws {
        await #expect(processExitsWith: .success) {
            let place = try TemporaryDirectory()
            let children = try TestChildren(spillDirectory: place["runs"])
            let failures: [(Kernel.Call, Int32, String)] = [
                (.close, ENOSPC, "No space left on device"), (.lookAtFile, ESTALE, "Stale file handle"),
            ]
            for (task, (failing, number, reason)) in failures.enumerated() {
                Kernel.decideFaults { $0 == failing ? number : nil }
                var spec = Self.spec("head -c 200000 /dev/zero")
                spec.spillTask = "\(task)"
                let file = try #require(try await children.run(spec, task: task).stdout.file)
                #expect(file.missingReason == reason)
                #expect(file.byteCount == 0 && file.missingBytes == 200_000)
            }
        }
    }

    @Test func `the end of a child waits ten seconds for the disk, and says what is missing`() async throws {
        await #expect(processExitsWith: .success) {
            let disk = StuckDisk()
            let place = try TemporaryDirectory()
            let children = try TestChildren(spillDirectory: place["runs"])
            let stdout = try await children.run(Self.spec("head -c 200000 /dev/zero; printf end")).stdout
            #expect(children.now >= .start + .seconds(10))
            let file = try #require(stdout.file)
            #expect(file.missingReason == "the disk did not take it within 10 s")
            #expect(file.byteCount == 0 && file.missingBytes == 200_003)
            #expect(stdout.suffix(3) == Array("end".utf8))
            disk.release()
        }
    }
}

/// Holds up every write of this process until it is released.
private final class StuckDisk: Sendable {
    /// How many writes it takes before it is stuck.
    private let room = Atomic(0)

    init() {
        Kernel.decideFaults { [self] call in
            guard call == .write else { return nil }
            while room.load(ordering: .relaxed) <= 0 { usleep(1_000) }
            room.subtract(1, ordering: .relaxed)
            return nil
        }
    }

    func release(writes: Int = 1 << 40) { room.store(writes, ordering: .relaxed) }
}

extension TestChildren {
    /// Waits until a child has written so many bytes to its stdout.
    fileprivate func waitForOutput(_ count: Int) async throws {
        try await wait(for: "\(count) bytes") { children in
            children.progress().contains { $0.stdoutBytes >= count } ? true : nil
        }
    }
}
