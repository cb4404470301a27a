using System.Buffers;
using System.Numerics;

namespace SystemFlow.Feeds.Intake;

/// <summary>
/// A body held while it is read: the patient guard must see all of it before any of it counts, so it is kept, and it is
/// bounded. Dispose when its rows have been read: that wipes the bytes, because a body may hold what must not be kept.
/// </summary>
public sealed class BodyBuffer : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    private byte[] _bytes;
    private int _length;

    private BodyBuffer(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Reads a stream to its end; null when it has more bytes than <see cref="FeedOptions.MaxBodyBytes"/>.</summary>
    public static async ValueTask<BodyBuffer?> ReadAsync(
        Stream stream, FeedOptions options, CancellationToken cancellationToken) =>
        (await ReadAsync(stream, options, expected: null, mayHold: _ => true, cancellationToken)).Body;

    /// <summary>Reads a stream to its end, or says why it cannot be held.</summary>
    /// <param name="expected">How many bytes are likely to come: room is made for them at once; null when nobody said.</param>
    /// <param name="mayHold">Asked before memory is taken: whether this body may hold so many bytes in all.</param>
    public static async ValueTask<(BodyBuffer? Body, BodyFault Fault)> ReadAsync(
        Stream stream, FeedOptions options, long? expected, Predicate<int> mayHold, CancellationToken cancellationToken)
    {
        using var buffer = new BodyBuffer([]);
        if (!buffer.TryGrow(Math.Clamp(expected ?? FirstBytes, 1, options.MaxBodyBytes), mayHold)) return (null, BodyFault.NoRoom);
        var next = new byte[1];
        while (true)
        {
            var isFull = buffer._length >= Math.Min(buffer._bytes.Length, options.MaxBodyBytes);
            var read = await stream.ReadAsync(isFull ? next : buffer.Free(options.MaxBodyBytes), cancellationToken);
            if (read == 0) return (buffer.Release(), BodyFault.None);
            if (isFull)
            {
                if (buffer._length >= options.MaxBodyBytes) return (null, BodyFault.TooLarge);
                if (!buffer.TryGrow(Math.Min(2L * buffer._length, options.MaxBodyBytes), mayHold)) return (null, BodyFault.NoRoom);
                buffer._bytes[buffer._length] = next[0];
            }

            buffer._length += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
        _length = 0;
    }

    private Memory<byte> Free(int maxBytes) => _bytes.AsMemory(_length, Math.Min(_bytes.Length, maxBytes) - _length);

    private bool TryGrow(long needed, Predicate<int> mayHold)
    {
        var bytes = (int)BitOperations.RoundUpToPowerOf2((ulong)needed); // What the pool would give anyway.
        if (!mayHold(bytes)) return false;
        var larger = ArrayPool<byte>.Shared.Rent(bytes);
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = larger;
        return true;
    }

    /// <summary>Hands the bytes over to a buffer of its own, which outlives this one.</summary>
    private BodyBuffer Release()
    {
        var released = new BodyBuffer(_bytes) { _length = _length };
        _bytes = [];
        return released;
    }
}

/// <summary>Why a body cannot be held.</summary>
public enum BodyFault
{
    /// <summary>It is held.</summary>
    None,
    /// <summary>It has more bytes than <see cref="FeedOptions.MaxBodyBytes"/>.</summary>
    TooLarge,
    /// <summary>Too much is held already.</summary>
    NoRoom,
}
