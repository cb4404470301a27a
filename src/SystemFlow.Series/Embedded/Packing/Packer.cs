using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SystemFlow.Series.Embedded.Packing;

/// <summary>Writes numbers in as few bytes as they need. Used again after <see cref="Clear"/>.</summary>
internal sealed class Packer
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value) => Room(1)[Length++] = value;

    /// <summary>Seven bits a byte, the least first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Number(ulong value)
    {
        var bytes = Room(10);
        var at = Length;
        for (; value >= 0x80; value >>= 7) bytes[at++] = (byte)(value | 0x80);
        bytes[at++] = (byte)value;
        Length = at;
    }

    /// <summary>A number that may be negative: small ones either way stay small.</summary>
    public void Signed(long value) => Number(Zigzag(value));

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)).AsSpan(Length), value);
        Length += sizeof(double);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length).AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Bytes with their length before them.</summary>
    public void Section(ReadOnlySpan<byte> bytes)
    {
        Number((ulong)bytes.Length);
        Bytes(bytes);
    }

    /// <summary>The checksum of all that was written.</summary>
    public void Seal()
    {
        var sum = Checksum.Of(Written);
        BinaryPrimitives.WriteUInt32LittleEndian(Room(sizeof(uint)).AsSpan(Length), sum);
        Length += sizeof(uint);
    }

    public static ulong Zigzag(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    private byte[] Room(int more)
    {
        if (Length + more > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + more));
        return _bytes;
    }
}

/// <summary>Reads what a <see cref="Packer"/> wrote.</summary>
internal ref struct Unpacker(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool IsAtEnd => _at >= _bytes.Length;

    /// <summary>Checks the seal at the end, and reads what is before it.</summary>
    /// <exception cref="DamagedException">It is not as it was written.</exception>
    public static Unpacker OfSealed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(uint)) throw new DamagedException("It is too short.");
        var content = bytes[..^sizeof(uint)];
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) == Checksum.Of(content)
            ? new Unpacker(content) : throw new DamagedException("Its checksum is another one.");
    }

    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Short();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_at >= _bytes.Length) throw Short();
            var next = _bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new DamagedException("A number has no end.");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A number that counts something that is in memory then.</summary>
    public int Count(int most)
    {
        var count = Number();
        return count <= (ulong)most ? (int)count : throw new DamagedException("It says that it has more than can be.");
    }

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)));

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _bytes.Length - _at) throw Short();
        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    public ReadOnlySpan<byte> Section() => Bytes(Count(_bytes.Length));

    private static DamagedException Short() => new("It ends too early.");
}

/// <summary>Bytes are not as they were written.</summary>
internal sealed class DamagedException(string message) : Exception(message);
