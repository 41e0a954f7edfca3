#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A built realm as bytes, from which new realms are copied into warm arenas.
final class RealmImage: @unchecked Sendable {
    static let shared = RealmImage()

    /// What all realms share; mapped into every arena.
    let sharedArea: SharedArea
    /// Tells builds of the engine apart whose builtins differ.
    let digest: UInt64
    /// Bytes that a fresh realm takes of its memory limit.
    let usedBytes: Int

    private let block: UnsafeMutableRawPointer
    private let stack: UnsafeMutableRawPointer
    private let builtins: UnsafeMutableRawPointer
    private static let blockBytes = ArenaLayout.blockTable - ArenaLayout.controlBlock
    private static let stackBytes = 256

    private init() {
        // The process cannot go on without one realm.
        guard let arena = Arena(heapBytesMax: 16 << 20, shared: nil) else {
            preconditionFailure("no address space for the realm image")
        }
        let builder = RealmBuilder(arena: arena)
        builder.build()
        let realm = builder.realm
        sharedArea = SharedArea(copying: arena.base, end: Int(realm.control.pointee.sharedEnd))
        digest = sharedArea.digest(of: arena.base)
        usedBytes = realm.control.pointee.used
        func copy(_ offset: Int, _ count: Int) -> UnsafeMutableRawPointer {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: max(16, count), alignment: 64)
            memcpy(memory, arena.base + offset, count)
            return memory
        }
        block = copy(ArenaLayout.controlBlock, RealmImage.blockBytes)
        stack = copy(ArenaLayout.stack, RealmImage.stackBytes)
        builtins = copy(ArenaLayout.builtins, realm.builtinBytes)
    }

    /// Makes a realm in an arena that holds none.
    func copy(into arena: Arena) {
        let base = arena.base
        memcpy(base + ArenaLayout.controlBlock, block, RealmImage.blockBytes)
        memset(base + ArenaLayout.lookupCache, 0, ArenaLayout.lookupCacheEntries * 16)
        memcpy(base + ArenaLayout.stack, stack, RealmImage.stackBytes)
        memcpy(base + ArenaLayout.builtins, builtins, usedBytes)
        ArenaLayout.rebase(base)
        let control = JavaScript.control(base)
        control.pointee.blockCountMax = arena.blockCountMax
        control.pointee.fp = control.pointee.stackBase + 4
        control.pointee.pc = Stub.pc(Stub.halt)
    }
}
