import CLinux
import Glibc
import SpawnCore
import SpawnProcess
import SpawnTestKit
import Testing

/// A machine that is short of something. Each test is a process of its own, because the limits are a process's.
struct ExhaustionTests {
    private static func limitDescriptors(to count: Int, atMost most: Int? = nil) {
        var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: rlim_t(most ?? count))
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// What is open of the kinds that a start opens. On a busy machine the runtime opens some of its own, whenever it likes.
    private static var openForChildren: Int {
        Files.entries(of: "/proc/self/fd").map { Files.link("/proc/self/fd/\($0)") }
            .count { $0.hasPrefix("pipe:") || $0.contains("pidfd") || $0 == "/dev/null" }
    }

    /// The limit under which so many numbers are free. What this process inherited may have left gaps.
    private static func limit(leaving spare: Int) -> Int {
        let taken = Set(Files.entries(of: "/proc/self/fd").compactMap { Int($0) })
        var limit = 0
        var free = 0
        while true {
            if !taken.contains(limit) {
                if free == spare { return limit }
                free += 1
            }
            limit += 1
        }
    }

    /// Whatever the number of descriptors that are left, a start works or fails as a whole.
    @Test func `a start for which there are not enough descriptors says so and leaves nothing`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren()
            let prompt = [UInt8](repeating: 0, count: 100_000)
            _ = try await children.run(.shell("true", input: prompt), task: 1000)
            let open = Self.openForChildren
            var failures = 0
            for spare in 0..<12 {
                Self.limitDescriptors(to: Self.limit(leaving: spare), atMost: 4096)
                children.start(.shell("cat >/dev/null; echo well", input: prompt), task: spare)
                let end = try await children.wait(for: "an end") { $0.ends[spare] }
                Self.limitDescriptors(to: 4096, atMost: 4096)
                switch end {
                case .startFailed(let failure):
                    #expect(failure.errno == EMFILE && failure.isExhaustion)
                    #expect(failure.message == "“sh” could not be started: pipe2: Too many open files.")
                    failures += 1
                case .ended(let report): #expect(report.stdout.text == "well\n")
                default: Issue.record("only these two end a child")
                }
                #expect(Self.openForChildren == open)
            }
            #expect((4...8).contains(failures))
        }
    }

    @Test func `the limit of descriptors is raised as far as the children need it`() async throws {
        await #expect(processExitsWith: .success) {
            Self.limitDescriptors(to: 256, atMost: 1000)
            try #expect(ChildCapacity.makeRoom(for: 4) == 4)
            var limit = rlimit()
            unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect(limit.rlim_cur == 256)
            try #expect(ChildCapacity.makeRoom(for: 100) == 100)
            unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            #expect((600...700).contains(limit.rlim_cur))
            try #expect((150..<170).contains(ChildCapacity.makeRoom(for: 2000)))
        }
    }

    @Test func `a little room is room for one, and less is refused in a sentence`() async throws {
        await #expect(processExitsWith: .success) {
            let open = Files.entries(of: "/proc/self/fd").count
            Self.limitDescriptors(to: open + 30)
            try #expect(ChildCapacity.makeRoom(for: 10) == 1)
            Self.limitDescriptors(to: open + 10)
            let error = #expect(throws: NoRoomError.self) { try ChildCapacity.makeRoom(for: 10) }
            let sentence = "the limit on open files (ulimit -n) is \(open + 10), and to run even one task takes "
            #expect(error?.description.hasPrefix(sentence) == true)
        }
    }

    @Test func `what is open already is no room for children`() async throws {
        await #expect(processExitsWith: .success) {
            Self.limitDescriptors(to: 256)
            let before = try ChildCapacity.makeRoom(for: 1000)
            for _ in 0..<60 { _ = dup(0) }
            // On a busy machine the runtime may have opened something of its own.
            try #expect((before - 12...before - 10).contains(ChildCapacity.makeRoom(for: 1000)))
        }
    }
}
