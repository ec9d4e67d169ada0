/// Names that the system keeps as bytes, such as those of files and what variables hold, as text.
///
/// Nothing says that they are UTF-8. A byte that is none stands in the text as one scalar of a plane for private use, so that the
/// very same bytes go back to the system; people see it as `\xff`.
extension String {
    /// Takes a name from the system.
    package init(systemName bytes: some Collection<UInt8>) {
        if !bytes.contains(where: { $0 >= 0xF4 }), let text = String(validating: bytes, as: UTF8.self) {
            self = text
            return
        }
        self = ""
        var rest = Array(bytes)[...]
        while let first = rest.first {
            let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
            let text = String(validating: rest.prefix(length), as: UTF8.self)
            // A name may have one of those scalars by itself.
            if let text, let scalar = text.unicodeScalars.first, !scalar.isSystemByte {
                append(text)
                rest = rest.dropFirst(length)
            } else {
                unicodeScalars.append(Unicode.Scalar(systemByte: first))
                rest = rest.dropFirst()
            }
        }
    }

    /// Takes a name from the system, which a null ends.
    package init(cName name: UnsafePointer<CChar>) {
        var count = 0
        while unsafe name[count] != 0 { count += 1 }
        unsafe self.init(systemName: UnsafeRawBufferPointer(start: name, count: count))
    }

    /// The bytes by which the system knows it.
    package var systemBytes: [UInt8] {
        // The first of each such scalar.
        guard utf8.contains(0xF4) else { return Array(utf8) }
        return unicodeScalars.flatMap { scalar in
            scalar.isSystemByte ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
        }
    }

    /// The same as C wants them, with a null at the end.
    package var cName: [CChar] { systemBytes.map(CChar.init(bitPattern:)) + [0] }
}

extension Unicode.Scalar {
    private static let bytes: UInt32 = 0x10_FE00

    fileprivate init(systemByte byte: UInt8) {
        self = Unicode.Scalar(Self.bytes + UInt32(byte)) ?? "\u{FFFD}"
    }

    /// Whether it stands for a byte that is no UTF-8.
    var isSystemByte: Bool { (Self.bytes + 0x80...Self.bytes + 0xFF).contains(value) }
}
