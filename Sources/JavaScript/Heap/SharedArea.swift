#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

@_silgen_name("memfd_create")
private func createMemoryFile(_ name: UnsafePointer<CChar>, _ flags: UInt32) -> Int32

/// The part of an arena below its control block, once per process: dispatch table, names and key tables of builtins.
///
/// It lies in a memory file that every arena maps read-only, so that it costs a realm no memory of its own and a stray
/// write is a fault. Where the system refuses memory files, arenas hold copies instead.
final class SharedArea: Sendable {
    private static let closeOnExec: UInt32 = 1
    private static let pageBytes = 4_096

    /// Whole pages.
    private let bytes: Int
    /// Descriptor of the memory file; nil where arenas are given copies.
    private let file: Int32?
    /// What is copied; nil where arenas map the file.
    private let contents: [UInt8]?

    /// Takes over what lies below the control block of a realm that has been built.
    ///
    /// - Parameter end: end of the part in use, an offset from the base.
    init(copying base: ArenaBase, end: Int) {
        bytes = (end + SharedArea.pageBytes - 1) / SharedArea.pageBytes * SharedArea.pageBytes
        file = SharedArea.makeFile(base, bytes)
        contents = file == nil ? Array(UnsafeRawBufferPointer(start: base, count: bytes)) : nil
    }

    deinit {
        if let file { close(file) }
    }

    private static func makeFile(_ base: ArenaBase, _ bytes: Int) -> Int32? {
        let file = createMemoryFile("enclave-builtins", closeOnExec)
        guard file >= 0 else { return nil }
        guard ftruncate(file, off_t(bytes)) == 0,
            let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, Int32(MAP_SHARED), file, 0), memory != MAP_FAILED
        else {
            close(file)
            return nil
        }
        memcpy(memory, base, bytes)
        munmap(memory, bytes)
        return file
    }

    /// Puts the area at the start of a reservation; false where the system refuses.
    func map(at base: ArenaBase) -> Bool {
        if let file {
            let flags = Int32(MAP_SHARED) | Int32(MAP_FIXED) | Int32(MAP_POPULATE)
            let memory = mmap(base, bytes, PROT_READ, flags, file, 0)
            return memory != MAP_FAILED
        }
        contents?.withUnsafeBytes {
            base.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(base), byteCount: $0.count)
        }
        return mprotect(base, bytes, PROT_READ) == 0
    }

    /// A digest of the names and tables: two processes with equal ones can exchange images of executions.
    func digest(of base: ArenaBase) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for offset in stride(from: ArenaLayout.builtinCells, to: bytes, by: 8) {
            hash = (hash ^ (base + offset).load(as: UInt64.self)) &* 0x0000_0100_0000_01b3
        }
        return hash
    }
}
