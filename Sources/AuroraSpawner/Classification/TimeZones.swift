internal import Glibc
internal import SpawnCore

/// The offsets of time zones, from the system's zone files (RFC 9636).
///
/// The C library knows one zone at a time, by an environment variable, and Foundation would triple the time to start.
enum TimeZones {
    private static let directory = "/usr/share/zoneinfo/"

    /// How many seconds east of Greenwich a zone is.
    ///
    /// - Parameters:
    ///   - name: Its name, such as `Europe/Oslo`; `nil` is the zone of this machine.
    ///   - moment: Seconds since 1970.
    /// - Returns: The offset; `nil` for a zone this machine does not know.
    static func offset(of name: String?, at moment: Double) -> Int? {
        guard let name else { return localOffset(at: moment) }
        if ["UTC", "GMT", "Z"].contains(name.uppercased()) { return 0 }
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/_+-".utf8.contains(byte)
        }
        guard isName, !name.hasPrefix("/"), let bytes = try? InputFile.read(directory + name) else { return nil }
        return ZoneFile(bytes)?.offset(at: Int64(moment))
    }

    private static func localOffset(at moment: Double) -> Int? {
        var time = time_t(moment)
        var local = unsafe tm()
        guard unsafe localtime_r(&time, &local) != nil else { return nil }
        return unsafe local.tm_gmtoff
    }
}

/// A zone file: when the offset changed, and to what.
struct ZoneFile {
    private let times: ArraySlice<UInt8>
    private let types: ArraySlice<UInt8>
    private let offsets: ArraySlice<UInt8>
    /// What holds after the last change, where it is a rule rather than an offset.
    private let hasRule: Bool

    /// Reads a file of version 2 or later; `nil` for anything else.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 44, bytes.starts(with: "TZif".utf8), bytes[4] >= UInt8(ascii: "2") else { return nil }
        // The first part is for programs that know 32 bits only, and is passed over.
        let old = Counts(bytes[20..<44])
        let start = 44 + old.times * 5 + old.types * 6 + old.letters + old.leaps * 8 + old.standard + old.universal
        guard bytes.count >= start + 44 else { return nil }
        let counts = Counts(bytes[(start + 20)..<(start + 44)])
        let first = start + 44
        let end = first + counts.times * 9 + counts.types * 6 + counts.letters + counts.leaps * 12 + counts.standard
        guard counts.types > 0, bytes.count >= end + counts.universal else { return nil }
        times = bytes[first..<(first + counts.times * 8)]
        types = bytes[times.endIndex..<(times.endIndex + counts.times)]
        offsets = bytes[types.endIndex..<(types.endIndex + counts.types * 6)]
        hasRule = bytes[(end + counts.universal)...].contains(UInt8(ascii: ","))
    }

    /// The offset at a moment; `nil` where only the rule at the end of the file could tell.
    func offset(at moment: Int64) -> Int? {
        var low = 0
        var high = types.count
        while low < high {
            let middle = (low + high) / 2
            if time(middle) <= moment { low = middle + 1 } else { high = middle }
        }
        if low == types.count && hasRule { return nil }
        let type = low == 0 ? 0 : Int(types[types.startIndex + low - 1])
        guard type * 6 + 4 <= offsets.count else { return nil }
        let place = offsets.startIndex + type * 6
        return Int(Int32(truncatingIfNeeded: Self.number(offsets[place..<(place + 4)])))
    }

    private func time(_ index: Int) -> Int64 {
        let place = times.startIndex + index * 8
        return Self.number(times[place..<(place + 8)])
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }

    /// The six numbers that say how much of everything follows, in the order of the file.
    private struct Counts {
        var universal = 0
        var standard = 0
        var leaps = 0
        var times = 0
        var types = 0
        var letters = 0

        init(_ header: ArraySlice<UInt8>) {
            let numbers = (0..<6).map { index in
                let place = header.startIndex + index * 4
                return Int(ZoneFile.number(header[place..<(place + 4)]))
            }
            (universal, standard, leaps) = (numbers[0], numbers[1], numbers[2])
            (times, types, letters) = (numbers[3], numbers[4], numbers[5])
        }
    }
}
