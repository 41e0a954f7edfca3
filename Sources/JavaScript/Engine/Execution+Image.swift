#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

extension Execution {
    /// Why an image cannot be continued.
    package enum ImageError: Error, Equatable {
        /// Not an image, truncated, or of another version of the engine.
        case malformed
        /// The program given is not the one that was running.
        case otherProgram
        /// The system refuses address space.
        case noMemory
    }

    /// The stopped program as bytes. Garbage is collected first, so that only what is reachable is written.
    package func image() -> ExecutionImage {
        let realm = self.realm
        realm.collectGarbage()
        while realm.control.pointee.sweepCursor < realm.control.pointee.blockCount { realm.sweepNextBlock() }
        let walk = CodeAddressWalk(realm: realm)
        let control = realm.control
        let stackBytes = usedStackBytes
        let blocks = control.pointee.blockCount
        var out = ImageWriter()
        for word in [
            ExecutionImage.magic, ExecutionImage.version, UInt64(limits.fuel), UInt64(limits.heapBytesMax),
            UInt64(bitPattern: Int64(fuelUsedBefore)), UInt64(phase.rawValue),
            unit?.hash ?? 0, UInt64(stackBytes), UInt64(blocks), UInt64(walk.found.count),
            UInt64(realm.builtinBytes), RealmImage.shared.digest,
        ] { out.append(word) }
        out.append(arena.base + ArenaLayout.controlBlock, ArenaLayout.blockTable - ArenaLayout.controlBlock)
        out.append(arena.base + ArenaLayout.builtins, realm.builtinBytes)
        out.append(arena.base + ArenaLayout.blockTable, blocks)
        out.append(arena.base + ArenaLayout.stack, stackBytes)
        out.append(arena.base + ArenaLayout.heap, blocks * ArenaLayout.blockSize)
        out.append(UInt64(UInt32(truncatingIfNeeded: UnsafeMutableRawPointer(control.pointee.fp) - arena.base)))
        for (offset, address) in walk.found {
            out.append(UInt64(offset) | UInt64(address.kind.rawValue) << 32)
            out.append(UInt64(address.unit) | UInt64(address.function) << 32)
            out.append(UInt64(address.instruction))
        }
        return ExecutionImage(bytes: out.bytes)
    }

    private var usedStackBytes: Int {
        let fp = realm.control.pointee.fp
        let top = fp + frameRegisterCount(arena.base, fp) + 16
        let argumentTop = fp + Int(header(fp, FrameHeader.delta) >> 32) + 16
        return (UnsafeMutableRawPointer(max(top, argumentTop)) - (arena.base + ArenaLayout.stack) + 7) & ~7
    }

    /// Continues an image in an arena of the pool. The program must be the one that was running.
    package convenience init(image: ExecutionImage, program: Program, pool: ArenaPool) throws(ImageError) {
        var reader = ImageReader(image.bytes)
        guard reader.word() == ExecutionImage.magic, reader.word() == ExecutionImage.version, let fuel = reader.count(),
            let heap = reader.count(),
            let used = reader.word(),
            let phase = reader.word().flatMap({ Phase(rawValue: UInt8(truncatingIfNeeded: $0)) }),
            let hash = reader.word(),
            let stackBytes = reader.count(), let blocks = reader.count(), let addresses = reader.count(),
            let builtinBytes = reader.count(), let digest = reader.word()
        else { throw .malformed }
        guard hash == program.unit.hash else { throw .otherProgram }
        guard digest == RealmImage.shared.digest, builtinBytes == RealmImage.shared.usedBytes, heap >= 1 << 20,
            stackBytes <= ArenaLayout.stackBytes
        else {
            throw .malformed
        }
        let limits = ExecutionLimits(fuel: fuel, heapBytesMax: heap)
        guard let arena = pool.take(heapBytesMax: limits.heapBytesMax) else { throw .noMemory }
        self.init(arena: arena, pool: pool, limits: limits)
        guard blocks <= arena.blockCountMax,
            reader.copy(to: arena.base + ArenaLayout.controlBlock, ArenaLayout.blockTable - ArenaLayout.controlBlock),
            reader.copy(to: arena.base + ArenaLayout.builtins, builtinBytes),
            reader.copy(to: arena.base + ArenaLayout.blockTable, blocks),
            reader.copy(to: arena.base + ArenaLayout.stack, stackBytes),
            reader.copy(to: arena.base + ArenaLayout.heap, blocks * ArenaLayout.blockSize), let frame = reader.count(),
            frame < arena.reservedBytes
        else { throw .malformed }
        adopt(program.unit, phase: phase, fuelUsed: Int(truncatingIfNeeded: used), frame: frame)
        let linker = CodeLinker(realm: realm, program: program.unit)
        for _ in 0..<addresses {
            guard let place = reader.word(), let owner = reader.word(), let instruction = reader.word(),
                let kind = CodeAddress.Kind(rawValue: UInt32(truncatingIfNeeded: place >> 32)),
                UInt32(truncatingIfNeeded: place) < UInt32(arena.reservedBytes - 128)
            else { throw .malformed }
            let address = CodeAddress(
                kind: kind, unit: UInt32(truncatingIfNeeded: owner), function: UInt32(truncatingIfNeeded: owner >> 32),
                instruction: UInt32(truncatingIfNeeded: instruction))
            guard linker.write(address, at: UInt32(truncatingIfNeeded: place)) else { throw .malformed }
        }
    }
}

/// Appends words and memory.
private struct ImageWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ word: UInt64) { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
    mutating func append(_ memory: UnsafeMutableRawPointer, _ count: Int) {
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: memory, count: count))
        while bytes.count & 7 != 0 { bytes.append(0) }
    }
}

/// Reads what `ImageWriter` wrote; nil or false at the end of the bytes.
private struct ImageReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func word() -> UInt64? {
        guard bytes.count - position >= 8 else { return nil }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: UInt64.self) }
        position += 8
        return UInt64(littleEndian: value)
    }

    /// A word that is a count of bytes or things.
    mutating func count() -> Int? { word().flatMap { $0 < 1 << 48 ? Int($0) : nil } }

    mutating func copy(to memory: UnsafeMutableRawPointer, _ count: Int) -> Bool {
        guard count >= 0, bytes.count - position >= count else { return false }
        bytes.withUnsafeBytes { source in
            if let start = source.baseAddress, count > 0 { memcpy(memory, start + position, count) }
        }
        position = (position + count + 7) & ~7
        return true
    }
}
