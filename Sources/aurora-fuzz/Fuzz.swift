import Glibc
import SpawnTestKit

/// libFuzzer's way in. AURORA_FUZZ_TARGET names the reader that gets its bytes.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let complaint = target.complaint(about: bytes) { fatalError(complaint) }
    return 0
}

private let target: FuzzTarget = {
    let name = unsafe getenv("AURORA_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        fatalError("AURORA_FUZZ_TARGET is '\(name)'; allowed is one of \(names)")
    }
    return target
}()
