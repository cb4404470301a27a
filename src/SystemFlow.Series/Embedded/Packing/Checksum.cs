using System.Buffers.Binary;
using System.Numerics;

namespace SystemFlow.Series.Embedded.Packing;

/// <summary>CRC-32C, by the processor's own instruction: notices a disk that gives back other bytes than it took.</summary>
internal static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var next in bytes) sum = BitOperations.Crc32C(sum, next);
        return ~sum;
    }
}
