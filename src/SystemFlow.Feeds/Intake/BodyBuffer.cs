using System.Buffers;

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
        Stream stream, FeedOptions options, CancellationToken cancellationToken)
    {
        var buffer = new BodyBuffer(ArrayPool<byte>.Shared.Rent(Math.Min(FirstBytes, options.MaxBodyBytes)));
        try
        {
            while (buffer._length <= options.MaxBodyBytes)
            {
                if (buffer._length == buffer._bytes.Length) buffer.Grow(options.MaxBodyBytes);
                var read = await stream.ReadAsync(buffer._bytes.AsMemory(buffer._length), cancellationToken);
                if (read == 0) return buffer;
                buffer._length += read;
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        buffer.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
        _length = 0;
    }

    private void Grow(int maxBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _bytes.Length, maxBytes + 1L));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = larger;
    }
}
