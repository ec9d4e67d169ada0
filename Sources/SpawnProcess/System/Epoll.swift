internal import CLinux
internal import Glibc

/// What a ready descriptor belongs to, packed into the 64 bits that epoll hands back.
///
/// The generation tells one child in a slot from the next: within one turn the first event may end a child whose
/// later events are already in our hands.
struct EpollKey: Equatable {
    enum Source: UInt32 {
        case exit
        case stdin
        case stdout
        case stderr
        case doorbell
        case signals
    }

    var source: Source
    var slot: Int
    var generation: UInt32

    init(_ source: Source, slot: Int = 0, generation: UInt32 = 0) {
        self.source = source
        self.slot = slot
        self.generation = generation
    }

    init(packed: UInt64) {
        guard let source = Source(rawValue: UInt32(packed & 0xF)) else {
            preconditionFailure("epoll handed back a key that was never registered.")
        }
        self.source = source
        slot = Int(packed >> 4 & 0xFFF_FFFF)
        generation = UInt32(packed >> 32)
    }

    var packed: UInt64 { UInt64(generation) << 32 | UInt64(slot) << 4 | UInt64(source.rawValue) }
}

/// An epoll set and the room for what it reports.
@safe struct Epoll: ~Copyable {
    private static let capacity = 64
    private let descriptor: FileDescriptor
    private let events: UnsafeMutablePointer<epoll_event>

    init() throws(SystemError) {
        descriptor = try FileDescriptor(Kernel.makeEpoll(), of: "epoll_create1")
        unsafe events = .allocate(capacity: Epoll.capacity)
    }

    deinit { unsafe events.deallocate() }

    enum Interest {
        case read
        case write
        /// Told once per change; what is there need not be read.
        case change
    }

    func add(_ number: Int32, _ interest: Interest, _ key: EpollKey) throws(SystemError) {
        let events =
            switch interest {
            case .read: EPOLLIN.rawValue
            case .write: EPOLLOUT.rawValue
            case .change: EPOLLIN.rawValue | EPOLLET.rawValue
            }
        var event = unsafe epoll_event(events: events, data: epoll_data(u64: key.packed))
        guard unsafe Kernel.add(number, to: descriptor.number, &event) == 0 else { throw .last("epoll_ctl") }
    }

    /// Must come before the close. A process that is just being started, by anybody in this program, may hold a copy of
    /// the descriptor for a moment; closing ours first would leave it registered with no way to take it out.
    func remove(_ number: Int32) {
        epoll_ctl(descriptor.number, EPOLL_CTL_DEL, number, nil)
    }

    /// Waits and answers how many descriptors are ready; none when the time is over.
    ///
    /// - Parameter milliseconds: The longest wait; negative for as long as it takes.
    /// - Returns: The number of keys to ask for.
    func wait(milliseconds: Int32) -> Int {
        let count = unsafe Kernel.wait(descriptor.number, events, Epoll.capacity, milliseconds: milliseconds)
        precondition(count >= 0 || errno == EINTR, "epoll_wait failed: \(SystemError.last("epoll_wait"))")
        return max(0, Int(count))
    }

    func key(at index: Int) -> EpollKey { unsafe EpollKey(packed: events[index].data.u64) }
}
